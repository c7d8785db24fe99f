import { readDate, type WallTime } from './wall-time.ts';

/** RFC 5545 section 3.3.10, as far as meetings use it. */
export interface RecurrenceRule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count?: number;
  /** The last moment; UTC where `isUntilUtc`. */
  readonly until?: WallTime;
  readonly isUntilUtc: boolean;
  readonly months: readonly number[];
  readonly monthDays: readonly number[];
  readonly yearDays: readonly number[];
  readonly weekNumbers: readonly number[];
  readonly weekdays: readonly { readonly day: number; readonly nth?: number }[];
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly positions: readonly number[];
  readonly weekStart: number;
}

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const MOST_VALUES = 366;

/** Undefined for what is no rule, and for frequencies of hours and less, which are nobody's meetings. */
export function readRule(value: string): RecurrenceRule | undefined {
  const parts = new Map<string, string>();
  for (const part of value.toUpperCase().split(';')) {
    const [name = '', text = ''] = part.split('=');
    if (!parts.has(name.trim())) parts.set(name.trim(), text.trim());
  }
  const frequency = FREQUENCIES.find((each) => each === parts.get('FREQ'));
  if (!frequency) return undefined;
  const list = (name: string, lowest: number, highest: number): number[] | undefined =>
    numbers(parts.get(name), lowest, highest);
  const read = {
    months: list('BYMONTH', 1, 12),
    monthDays: list('BYMONTHDAY', -31, 31),
    yearDays: list('BYYEARDAY', -366, 366),
    weekNumbers: list('BYWEEKNO', -53, 53),
    hours: list('BYHOUR', 0, 23),
    minutes: list('BYMINUTE', 0, 59),
    positions: list('BYSETPOS', -366, 366),
    weekdays: weekdays(parts.get('BYDAY')),
  };
  if (Object.values(read).includes(undefined)) return undefined;
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : undefined;
  const until = parts.has('UNTIL') ? readDate(parts.get('UNTIL') ?? '') : undefined;
  const isSane =
    Number.isInteger(interval) &&
    interval >= 1 &&
    interval <= 10_000 &&
    (count === undefined || (Number.isInteger(count) && count >= 1)) &&
    (!parts.has('UNTIL') || until !== undefined);
  if (!isSane) return undefined;
  return {
    ...(read as Pick<RecurrenceRule, keyof typeof read>),
    frequency,
    interval,
    ...(count !== undefined && { count }),
    ...(until && { until: until.isDate ? until.wall + 86_399_000 : until.wall }),
    isUntilUtc: until?.isUtc === true,
    weekStart: Math.max(0, DAYS.indexOf((parts.get('WKST') ?? 'MO') as (typeof DAYS)[number])),
  };
}

function numbers(text: string | undefined, lowest: number, highest: number): number[] | undefined {
  if (text === undefined || text === '') return [];
  const list = text.split(',').map(Number);
  const isGood = (each: number) =>
    Number.isInteger(each) && each >= lowest && each <= highest && (each !== 0 || lowest === 0);
  return list.length <= MOST_VALUES && list.every(isGood) ? [...new Set(list)] : undefined;
}

function weekdays(text: string | undefined): { day: number; nth?: number }[] | undefined {
  if (text === undefined || text === '') return [];
  const list = text.split(',').map((each) => /^([+-]?\d{1,2})?(SU|MO|TU|WE|TH|FR|SA)$/.exec(each.trim()));
  if (list.length > MOST_VALUES || list.includes(null)) return undefined;
  return list.map((found) => {
    const nth = Number(found?.[1] ?? 0);
    return { day: DAYS.indexOf(found?.[2] as (typeof DAYS)[number]), ...(nth !== 0 && { nth }) };
  });
}
