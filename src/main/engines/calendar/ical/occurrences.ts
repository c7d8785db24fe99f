import type { RecurrenceRule } from './recurrence-rule.ts';
import { atOnce, type Steps } from './steps.ts';
import { DAY_MS, daysInMonth, startOfDay, type WallTime, wallOf, weekdayOf } from './wall-time.ts';

/** What may be spent on one document, in days looked at: calendars come from strangers. */
export interface Budget {
  days: number;
}

const MOST_FOUND = 2_000;
const PERIODS_A_STEP = 50;
const LENGTHS = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 } as const;

/**
 * The times of a rule from `from` until before `to`, in order, `start` among them if it lies there (RFC 5545 section
 * 3.8.5.3: the first occurrence counts whether the rule matches it or not). Without a COUNT the time before the window is jumped
 * over, so that the work depends on the window and not on the age of the series.
 */
export function occurrences(...asked: Parameters<typeof occurrenceSteps>): readonly WallTime[] {
  return atOnce(occurrenceSteps(...asked));
}

/** Likewise, step by step. */
export function* occurrenceSteps(
  rule: RecurrenceRule,
  start: WallTime,
  window: { readonly from: WallTime; readonly to: WallTime },
  budget: Budget,
  until = rule.until,
): Steps<readonly WallTime[]> {
  const found: WallTime[] = [];
  const take = (time: WallTime) => time >= window.from && time < window.to && found.push(time);
  take(start);
  let count = 1;
  let index = rule.count === undefined ? periodBefore(rule, start, window.from) : 0;
  const last = Math.min(until ?? Number.POSITIVE_INFINITY, window.to - 1);
  for (; budget.days > 0 && found.length < MOST_FOUND; index += 1) {
    budget.days -= LENGTHS[rule.frequency];
    if (index % PERIODS_A_STEP === 0) yield;
    const period = periodAt(rule, start, index);
    // Past the end, or past the end of time.
    if (!(period <= last)) break;
    for (const time of timesOf(rule, start, period)) {
      if (time <= start) continue;
      if (time > last) return found;
      count += 1;
      if (rule.count !== undefined && count > rule.count) return found;
      take(time);
    }
  }
  return found;
}

/** First day of a period: the day, the week (from WKST), the month, the year. */
function periodAt(rule: RecurrenceRule, start: WallTime, index: number): WallTime {
  const steps = index * rule.interval;
  const date = new Date(start);
  switch (rule.frequency) {
    case 'DAILY':
      return startOfDay(start) + steps * DAY_MS;
    case 'WEEKLY':
      return startOfWeek(start, rule.weekStart) + steps * 7 * DAY_MS;
    case 'MONTHLY':
      return wallOf(date.getUTCFullYear(), date.getUTCMonth() + 1 + steps, 1);
    case 'YEARLY':
      return wallOf(date.getUTCFullYear() + steps, 1, 1);
  }
}

/** A period that begins safely before the window, the nearest by reckoning. */
function periodBefore(rule: RecurrenceRule, start: WallTime, from: WallTime): number {
  const length = LENGTHS[rule.frequency] * rule.interval * DAY_MS;
  return Math.max(0, Math.floor((from - start) / length) - 1);
}

const startOfWeek = (wall: WallTime, weekStart: number): WallTime =>
  startOfDay(wall) - ((weekdayOf(wall) - weekStart + 7) % 7) * DAY_MS;

/** What the rule gives within one period, in order. */
function timesOf(rule: RecurrenceRule, start: WallTime, period: WallTime): readonly WallTime[] {
  const days = daysOf(rule, start, period);
  const ofDay = timesOfDay(rule, start);
  const times = days.flatMap((day) => ofDay.map((time) => day + time)).sort((one, other) => one - other);
  if (rule.positions.length === 0) return times;
  const chosen = rule.positions.map((position) => times.at(position > 0 ? position - 1 : position));
  return [...new Set(chosen.filter((time) => time !== undefined))].sort((one, other) => one - other);
}

function timesOfDay(rule: RecurrenceRule, start: WallTime): readonly number[] {
  const own = start - startOfDay(start);
  const hours = rule.hours.length > 0 ? rule.hours : [Math.floor(own / 3_600_000)];
  const minutes = rule.minutes.length > 0 ? rule.minutes : [Math.floor(own / 60_000) % 60];
  const rest = own % 60_000;
  return hours.flatMap((hour) => minutes.map((minute) => hour * 3_600_000 + minute * 60_000 + rest));
}

function daysOf(rule: RecurrenceRule, start: WallTime, period: WallTime): readonly WallTime[] {
  switch (rule.frequency) {
    case 'DAILY':
      return isWanted(rule, period) ? [period] : [];
    case 'WEEKLY': {
      const wanted = rule.weekdays.length > 0 ? rule.weekdays.map(({ day }) => day) : [weekdayOf(start)];
      const days = Array.from({ length: 7 }, (_, at) => period + at * DAY_MS);
      return days.filter((day) => wanted.includes(weekdayOf(day)) && isInMonths(rule, day));
    }
    case 'MONTHLY':
      return isInMonths(rule, period) ? daysOfMonth(rule, start, period) : [];
    case 'YEARLY':
      return daysOfYear(rule, start, period);
  }
}

function daysOfMonth(rule: RecurrenceRule, start: WallTime, period: WallTime): readonly WallTime[] {
  const date = new Date(period);
  const length = daysInMonth(date.getUTCFullYear(), date.getUTCMonth() + 1);
  const all = Array.from({ length }, (_, at) => period + at * DAY_MS);
  const hasDays = rule.monthDays.length > 0;
  const byDate = hasDays ? all.filter((day) => isMonthDay(rule, day, length)) : all;
  if (rule.weekdays.length > 0) return byDate.filter((day) => isNthWeekday(rule, day, all));
  if (hasDays) return byDate;
  const own = new Date(start).getUTCDate();
  return own <= length ? [period + (own - 1) * DAY_MS] : [];
}

function daysOfYear(rule: RecurrenceRule, start: WallTime, period: WallTime): readonly WallTime[] {
  const year = new Date(period).getUTCFullYear();
  const length = Math.round((wallOf(year + 1, 1, 1) - period) / DAY_MS);
  const all = Array.from({ length }, (_, at) => period + at * DAY_MS);
  if (rule.yearDays.length > 0 || rule.weekNumbers.length > 0) {
    const wanted = rule.weekdays.map(({ day }) => day);
    return all.filter(
      (day, at) =>
        isInMonths(rule, day) &&
        (rule.yearDays.length === 0 || rule.yearDays.some((nth) => nth === at + 1 || nth === at - length)) &&
        (rule.weekNumbers.length === 0 || isWeekNumber(rule, day)) &&
        (wanted.length === 0
          ? rule.weekNumbers.length === 0 || weekdayOf(day) === weekdayOf(start)
          : wanted.includes(weekdayOf(day))),
    );
  }
  if (rule.months.length > 0 || rule.monthDays.length > 0) {
    const own = new Date(start).getUTCMonth() + 1;
    const months = rule.months.length > 0 ? rule.months : rule.weekdays.length > 0 ? [own] : ALL_MONTHS;
    return [...months]
      .sort((one, other) => one - other)
      .flatMap((month) => daysOfMonth(rule, start, wallOf(year, month, 1)));
  }
  if (rule.weekdays.length > 0) return all.filter((day) => isNthWeekday(rule, day, all));
  const date = new Date(start);
  const day = wallOf(year, date.getUTCMonth() + 1, date.getUTCDate());
  // A 29 February is only in leap years.
  return new Date(day).getUTCDate() === date.getUTCDate() ? [day] : [];
}

const ALL_MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);

function isWanted(rule: RecurrenceRule, day: WallTime): boolean {
  const date = new Date(day);
  const length = daysInMonth(date.getUTCFullYear(), date.getUTCMonth() + 1);
  return (
    isInMonths(rule, day) &&
    (rule.monthDays.length === 0 || isMonthDay(rule, day, length)) &&
    (rule.weekdays.length === 0 || rule.weekdays.some(({ day: wanted }) => wanted === weekdayOf(day)))
  );
}

const isInMonths = (rule: RecurrenceRule, day: WallTime): boolean =>
  rule.months.length === 0 || rule.months.includes(new Date(day).getUTCMonth() + 1);

function isMonthDay(rule: RecurrenceRule, day: WallTime, length: number): boolean {
  const date = new Date(day).getUTCDate();
  return rule.monthDays.some((wanted) => wanted === date || wanted === date - length - 1);
}

/** `2MO`, `-1FR`, counted within `all`; a weekday without a number is every one. */
function isNthWeekday(rule: RecurrenceRule, day: WallTime, all: readonly WallTime[]): boolean {
  const first = all[0] ?? day;
  const at = Math.round((day - first) / DAY_MS);
  const fromStart = Math.floor(at / 7) + 1;
  const fromEnd = -Math.floor((all.length - 1 - at) / 7) - 1;
  return rule.weekdays.some(
    ({ day: wanted, nth }) =>
      wanted === weekdayOf(day) && (nth === undefined || nth === fromStart || nth === fromEnd),
  );
}

/** ISO 8601 weeks, from WKST: the first has at least four days in the year. */
function isWeekNumber(rule: RecurrenceRule, day: WallTime): boolean {
  const year = new Date(day).getUTCFullYear();
  const first = firstWeek(year, rule.weekStart);
  const number = Math.floor((day - first) / (7 * DAY_MS)) + 1;
  const weeks = Math.round((firstWeek(year + 1, rule.weekStart) - first) / (7 * DAY_MS));
  return rule.weekNumbers.some((wanted) => wanted === number || wanted === number - weeks - 1);
}

function firstWeek(year: number, weekStart: number): WallTime {
  return startOfWeek(wallOf(year, 1, 4), weekStart);
}
