import { type Component, propertyOf, textOf } from './content-lines.ts';
import { type Budget, occurrences } from './occurrences.ts';
import { readRule } from './recurrence-rule.ts';
import { readDate, type WallTime } from './wall-time.ts';
import { windowsZones } from './windows-zones.ts';

/** Turns what a clock shows somewhere into a moment, ms since 1970. */
export type Zone = (wall: WallTime) => number;

export const utcZone: Zone = (wall) => wall;

const formats = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' }).resolvedOptions().locale;

/**
 * The zone that a TZID means: by its name in the tz database or in Windows, which know this year's rules; else as the document's
 * own VTIMEZONE says; else, like times without a zone, where this computer is (RFC 5545 section 3.3.5).
 */
export function zonesOf(definitions: readonly Component[], home: string, budget: Budget) {
  const known = new Map<string, Zone>();
  const own = new Map(definitions.map((component) => [textOf(component, 'TZID') ?? '', component]));
  const homeZone = namedZone(home) ?? utcZone;
  return (tzid: string | undefined): Zone => {
    if (tzid === undefined || tzid === '') return homeZone;
    const before = known.get(tzid);
    if (before) return before;
    const definition = own.get(tzid);
    const zone = namedZone(tzid) ?? (definition ? definedZone(definition, budget) : undefined) ?? homeZone;
    known.set(tzid, zone);
    return zone;
  };
}

function namedZone(tzid: string): Zone | undefined {
  // `/freeassociation.sourceforge.net/Europe/Berlin` and `/mozilla.org/20050126_1/Europe/Berlin` name it at their end.
  const plain = tzid.replace(/^\/[^/]+\/(?:\d{8}_\d+\/)?/, '').trim();
  const name = windowsZones[plain] ?? plain;
  const format = formatOf(name);
  if (!format) return undefined;
  const offsetAt = (moment: number): number => offsetIn(format, moment);
  return (wall) => {
    // In the hour that is skipped the earlier offset holds, in the one that is doubled the first pass (section 3.3.5).
    const early = wall - offsetAt(wall - 86_400_000);
    if (early + offsetAt(early) === wall) return early;
    const late = wall - offsetAt(wall + 86_400_000);
    return late + offsetAt(late) === wall ? late : early;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,60}$/.test(timeZone)) return undefined;
  try {
    return new Intl.DateTimeFormat(formats, {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

function offsetIn(format: Intl.DateTimeFormat, moment: number): number {
  const whole = Math.floor(moment / 1000) * 1000;
  if (!Number.isFinite(whole) || Math.abs(whole) > 8e15) return 0;
  const parts = Object.fromEntries(
    format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

interface Observance {
  readonly start: WallTime;
  readonly offset: number;
  readonly rule: ReturnType<typeof readRule>;
}

/** Section 3.6.5: the offset of the latest onset before the time. */
function definedZone(definition: Component, budget: Budget): Zone | undefined {
  const observances = definition.children.flatMap(readObservance);
  const [first] = observances;
  if (!first) return undefined;
  return (wall) => {
    let best = { onset: Number.NEGATIVE_INFINITY, offset: first.offset };
    for (const observance of observances) {
      const onset = latestOnset(observance, wall, budget);
      if (onset !== undefined && onset > best.onset) best = { onset, offset: observance.offset };
    }
    return wall - best.offset;
  };
}

function readObservance(component: Component): readonly Observance[] {
  const start = readDate(propertyOf(component, 'DTSTART')?.value ?? '');
  const offset = readOffset(propertyOf(component, 'TZOFFSETTO')?.value ?? '');
  if (!start || offset === undefined) return [];
  const rule = readRule(propertyOf(component, 'RRULE')?.value ?? '');
  return [{ start: start.wall, offset, rule }];
}

function latestOnset({ start, rule }: Observance, wall: WallTime, budget: Budget): WallTime | undefined {
  if (start > wall) return undefined;
  if (!rule) return start;
  const year = 366 * 86_400_000;
  return occurrences(rule, start, { from: wall - year, to: wall + 1 }, budget).at(-1) ?? start;
}

function readOffset(value: string): number | undefined {
  const found = /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(value.trim());
  if (!found) return undefined;
  const [, sign, hours, minutes, seconds] = found;
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1000;
  return sign === '-' ? -ms : ms;
}
