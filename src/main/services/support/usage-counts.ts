import { errorCodes } from '../../../shared/errors/catalogue.ts';

/** What is counted; nothing else can be. `…failed` and `…ended` counts carry a code of the catalogue behind a colon. */
export const usageNames = [
  'app.started',
  'sign-in.done',
  'sign-in.failed',
  'call.out',
  'call.in',
  'call.failed',
] as const;
export type UsageName = (typeof usageNames)[number];

/** Times that something happened, by its name; no names of people, numbers or addresses can get in. */
export type UsageCounts = Readonly<Record<string, number>>;

const CODES: ReadonlySet<string> = new Set(errorCodes);

/** One more; a code that the catalogue does not know counts as `other`. */
export function counted(counts: UsageCounts, name: UsageName, code?: string): UsageCounts {
  const key = code === undefined ? name : `${name}:${CODES.has(code) ? code : 'other'}`;
  return { ...counts, [key]: (counts[key] ?? 0) + 1 };
}

/** Counts that were kept, as far as they can be counts. */
export function readCounts(value: unknown): UsageCounts {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, number] => isUsageKey(entry[0]) && Number.isSafeInteger(entry[1]),
    ),
  );
}

function isUsageKey(key: string): boolean {
  const [name, code] = key.split(':');
  return (
    usageNames.some((each) => each === name) && (code === undefined || code === 'other' || CODES.has(code))
  );
}

export interface UsagePayload {
  readonly format: 1;
  /** TelemetryCustomerID. */
  readonly customer: string;
  readonly version: string;
  readonly platform: string;
  /** ISO 8601, whole hours: when counting began and ended. */
  readonly from: string;
  readonly to: string;
  readonly counts: UsageCounts;
}

const HOUR_MS = 3_600_000;

/** docs/admin/usage.md. */
export function usagePayload(given: {
  readonly customer: string;
  readonly version: string;
  readonly platform: string;
  readonly since: number;
  readonly now: number;
  readonly counts: UsageCounts;
}): UsagePayload {
  const hour = (at: number) => new Date(Math.floor(at / HOUR_MS) * HOUR_MS).toISOString();
  const { customer, version, platform, since, now, counts } = given;
  return { format: 1, customer, version, platform, from: hour(since), to: hour(now), counts };
}
