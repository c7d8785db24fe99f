export const SETTINGS_VERSION = 1;

type Values = Readonly<Record<string, unknown>>;

/** One function a step up: the one at index n makes version n + 2 of version n + 1. */
const steps: readonly ((values: Values) => Values)[] = [];

/** Stored values of any earlier version in today's shape. */
export function migrateSettings(version: number, values: Values): Values {
  return steps.slice(version - 1).reduce((current, step) => step(current), values);
}
