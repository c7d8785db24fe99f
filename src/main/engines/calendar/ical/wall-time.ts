/**
 * A time as a clock on the wall shows it, without saying where: ms since 1970 as if the wall were in UTC. Days, weeks and
 * recurrences are reckoned in it, so that a meeting at nine stays at nine when clocks change.
 */
export type WallTime = number;

export const DAY_MS = 86_400_000;

/** A date or date-time value (RFC 5545 sections 3.3.4 and 3.3.5). */
export interface DateValue {
  readonly wall: WallTime;
  readonly isDate: boolean;
  readonly isUtc: boolean;
}

export function readDate(value: string): DateValue | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?$/i.exec(value.trim());
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, zulu] = found;
  const isDate = hour === undefined;
  const wall = wallOf(Number(year), Number(month), Number(day));
  const inYear = new Date(wall);
  if (inYear.getUTCMonth() + 1 !== Number(month) || inYear.getUTCDate() !== Number(day)) return undefined;
  const ofDay = Number(hour ?? 0) * 3_600_000 + Number(minute ?? 0) * 60_000 + Number(second ?? 0) * 1000;
  if (ofDay > DAY_MS) return undefined;
  return { wall: wall + ofDay, isDate, isUtc: zulu?.toUpperCase() === 'Z' };
}

/** Section 3.3.6, in ms. */
export function readDuration(value: string): number | undefined {
  const found =
    /^([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/i.exec(
      value.trim(),
    );
  if (!found) return undefined;
  const [, sign, ...parts] = found;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  const ms = ((weeks * 7 + days) * 24 + hours) * 3_600_000 + minutes * 60_000 + seconds * 1000;
  return sign === '-' ? -ms : ms;
}

/** Months from 1; what lies outside a month counts on. */
export function wallOf(year: number, month: number, day: number): WallTime {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

export const startOfDay = (wall: WallTime): WallTime => Math.floor(wall / DAY_MS) * DAY_MS;

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (wall: WallTime): number => new Date(wall).getUTCDay();

export const daysInMonth = (year: number, month: number): number =>
  new Date(wallOf(year, month + 1, 0)).getUTCDate();
