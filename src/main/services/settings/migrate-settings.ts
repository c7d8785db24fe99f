import { defaultSettings } from '../../../shared/domain/settings.ts';

export const SETTINGS_VERSION = 2;

type Values = Readonly<Record<string, unknown>>;

/** One function a step up: the one at index n makes version n + 2 of version n + 1. */
const steps: readonly ((values: Values) => Values)[] = [
  // The first version wrote all values; what was never chosen is left to the administrator now.
  (values) =>
    Object.fromEntries(
      Object.entries(values).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify((defaultSettings as Values)[name]),
      ),
    ),
];

/** Stored values of any earlier version in today's shape. */
export function migrateSettings(version: number, values: Values): Values {
  return steps.slice(version - 1).reduce((current, step) => step(current), values);
}
