import type { CalendarEntry, CalendarWindow } from '../../../ports/calendar.port.ts';
import { joinLinks } from '../join-links.ts';
import { type Component, type Property, propertyOf, readComponents, textOf } from './content-lines.ts';
import { type Budget, occurrenceSteps } from './occurrences.ts';
import { readRule } from './recurrence-rule.ts';
import { atOnce, type Steps } from './steps.ts';
import { DAY_MS, readDate, readDuration, type WallTime } from './wall-time.ts';
import { utcZone, type Zone, zonesOf } from './zones.ts';

export interface ReadingOptions {
  /** The person's addresses: an invitation that they declined takes no time of theirs. */
  readonly own: readonly string[];
  /** This computer's zone, by its name in the tz database. */
  readonly home: string;
}

const LONGEST_TITLE = 500;
const DAYS_LOOKED_AT = 3_000_000;
const MOST_ENTRIES = 5_000;
const EVENTS_A_STEP = 100;

type Entries = readonly CalendarEntry[];

/** A start, an end, or one of several times of a property. */
interface Moment {
  readonly wall: WallTime;
  readonly isDate: boolean;
  readonly zone: Zone;
}

interface Context {
  readonly window: CalendarWindow;
  readonly options: ReadingOptions;
  readonly zoneOf: (tzid: string | undefined) => Zone;
  readonly budget: Budget;
}

/**
 * The occurrences in a window of one or more iCalendar documents (RFC 5545), in order. Undefined: it is no calendar. Events that make no
 * sense are passed over. Bounded in time and space whatever it holds.
 */
export function readCalendar(...asked: Parameters<typeof calendarEntries>): Entries | undefined {
  return atOnce(calendarEntries(...asked));
}

/** Likewise, step by step: a calendar of many years takes its time. */
export function* calendarEntries(
  text: string,
  window: CalendarWindow,
  options: ReadingOptions,
): Steps<Entries | undefined> {
  const components = yield* readComponents(text);
  const calendars = components.filter(({ name }) => name === 'VCALENDAR');
  if (calendars.length === 0) return undefined;
  const budget = { days: DAYS_LOOKED_AT };
  const entries: CalendarEntry[] = [];
  for (const { children } of calendars) {
    const zones = children.filter(({ name }) => name === 'VTIMEZONE');
    const context = { window, options, budget, zoneOf: zonesOf(zones, options.home, budget) };
    const events: Component[] = [];
    for (const [at, each] of children.entries()) {
      if (at % EVENTS_A_STEP === 0) yield;
      if (each.name === 'VEVENT' && !isFarAway(each, window)) events.push(each);
      if (each.name === 'VFREEBUSY') entries.push(...busyEntries(each, context));
    }
    for (const entry of yield* eventEntries(events, context)) entries.push(entry);
  }
  return entries.sort((one, other) => one.startsAt - other.startsAt).slice(0, MOST_ENTRIES);
}

/** Events by UID: a series, and the occurrences that were changed (section 3.8.4.4). */
function* eventEntries(events: readonly Component[], context: Context): Steps<Entries> {
  const series = new Map<string, { master?: Component; changed: Component[] }>();
  for (const [at, event] of events.entries()) {
    const uid = textOf(event, 'UID') ?? `#${at}`;
    const group = series.get(uid) ?? { changed: [] };
    series.set(uid, group);
    if (propertyOf(event, 'RECURRENCE-ID')) group.changed.push(event);
    // Of two masters the later revision counts.
    else if (!group.master || sequenceOf(event) >= sequenceOf(group.master)) group.master = event;
  }
  const entries: CalendarEntry[] = [];
  for (const [uid, { master, changed }] of series) {
    yield;
    const moved = new Set(
      changed.flatMap((event) => momentsOf(propertyOf(event, 'RECURRENCE-ID'), context).map(instantOf)),
    );
    if (master) for (const entry of yield* seriesEntries(uid, master, moved, context)) entries.push(entry);
    for (const event of changed) for (const entry of single(uid, event, context)) entries.push(entry);
  }
  return entries;
}

function* seriesEntries(
  uid: string,
  event: Component,
  moved: ReadonlySet<number>,
  context: Context,
): Steps<Entries> {
  const span = spanOf(event, context);
  if (!span) return [];
  const { start, lengthMs } = span;
  const excluded = new Set(
    event.properties
      .filter(({ name }) => name === 'EXDATE')
      .flatMap((property) => momentsOf(property, context).map(instantOf)),
  );
  const also = event.properties
    .filter(({ name }) => name === 'RDATE')
    .flatMap((property) => momentsOf(property, context));
  const walls = yield* timesOf(event, start, lengthMs, context);
  const times = [...walls.map((wall) => ({ ...start, wall })), ...also];
  const seen = new Set<number>();
  return times.flatMap((time) => {
    const at = instantOf(time);
    if (seen.has(at) || excluded.has(at) || moved.has(at)) return [];
    seen.add(at);
    return entryOf(`${uid}/${at}`, event, { start: time, lengthMs }, context);
  });
}

function single(uid: string, event: Component, context: Context): readonly CalendarEntry[] {
  const span = spanOf(event, context);
  if (!span) return [];
  const [was] = momentsOf(propertyOf(event, 'RECURRENCE-ID'), context);
  return entryOf(`${uid}/${was ? instantOf(was) : instantOf(span.start)}`, event, span, context);
}

/** Walls of the rule's times that touch the window; a day more on both sides, as walls are no moments. */
function* timesOf(
  event: Component,
  start: Moment,
  lengthMs: number,
  { window, budget }: Context,
): Steps<readonly WallTime[]> {
  const rule = readRule(propertyOf(event, 'RRULE')?.value ?? '');
  if (!rule) return [start.wall];
  const around = { from: window.from - lengthMs - DAY_MS, to: window.to + DAY_MS };
  // UNTIL is UTC for times with a zone: compared on the wall it may be a few hours off, so it is compared as a moment.
  const isMoment = rule.isUntilUtc && !start.isDate;
  const walls = yield* occurrenceSteps(
    rule,
    start.wall,
    around,
    budget,
    rule.until === undefined ? undefined : rule.until + (isMoment ? DAY_MS : 0),
  );
  const { until } = rule;
  return isMoment && until !== undefined ? walls.filter((wall) => start.zone(wall) <= until) : walls;
}

interface Span {
  readonly start: Moment;
  readonly lengthMs: number;
}

/** Section 3.6.1: an end, a duration, else a day for dates and nothing for times. */
function spanOf(event: Component, context: Context): Span | undefined {
  const [start] = momentsOf(propertyOf(event, 'DTSTART'), context);
  if (!start) return undefined;
  const [end] = momentsOf(propertyOf(event, 'DTEND'), context);
  const duration = readDuration(propertyOf(event, 'DURATION')?.value ?? '');
  const usual = start.isDate ? DAY_MS : 0;
  const between = end && (start.isDate ? end.wall - start.wall : instantOf(end) - instantOf(start));
  const lengthMs = between ?? duration ?? usual;
  return lengthMs >= 0 ? { start, lengthMs } : undefined;
}

function entryOf(
  id: string,
  event: Component,
  { start, lengthMs }: Span,
  { window, options }: Context,
): readonly CalendarEntry[] {
  const startsAt = instantOf(start);
  // A day is a day on the wall, though clocks change in it.
  const endsAt = start.isDate ? start.zone(start.wall + lengthMs) : startsAt + lengthMs;
  const touches =
    startsAt < window.to && (endsAt > window.from || (endsAt === startsAt && startsAt >= window.from));
  const shows = showsOf(event, options.own);
  if (!touches || shows === undefined) return [];
  const location = textOf(event, 'LOCATION')?.slice(0, LONGEST_TITLE);
  const organizer = propertyOf(event, 'ORGANIZER');
  const organizerName = organizer?.parameters.get('CN') ?? organizer?.value.replace(/^mailto:/i, '');
  return [
    {
      id: id.slice(0, LONGEST_TITLE),
      title: (textOf(event, 'SUMMARY') ?? '').slice(0, LONGEST_TITLE),
      ...{ startsAt, endsAt, isAllDay: start.isDate, shows },
      ...(location !== undefined && { location }),
      ...(organizerName !== undefined &&
        organizerName !== '' && { organizer: organizerName.slice(0, LONGEST_TITLE) }),
      links: joinLinks(
        ...event.properties
          .filter(({ name }) =>
            /^(CONFERENCE|X-GOOGLE-CONFERENCE|X-MICROSOFT-SKYPETEAMSMEETINGURL)$/.test(name),
          )
          .map(({ value }) => value),
        textOf(event, 'LOCATION'),
        textOf(event, 'URL'),
        textOf(event, 'DESCRIPTION'),
      ),
    },
  ];
}

/** Undefined: it does not take place for this person. */
function showsOf(event: Component, own: readonly string[]): CalendarEntry['shows'] | undefined {
  if (textOf(event, 'STATUS')?.toUpperCase() === 'CANCELLED') return undefined;
  const mine = event.properties.find(
    ({ name, value }) =>
      name === 'ATTENDEE' &&
      own.includes(
        value
          .trim()
          .toLowerCase()
          .replace(/^mailto:/, ''),
      ),
  );
  const answer = mine?.parameters.get('PARTSTAT')?.toUpperCase();
  if (answer === 'DECLINED') return undefined;
  const outlook = textOf(event, 'X-MICROSOFT-CDO-BUSYSTATUS')?.toUpperCase();
  if (outlook === 'FREE') return 'free';
  if (outlook === 'OOF') return 'out-of-office';
  if (outlook === 'WORKINGELSEWHERE') return 'elsewhere';
  if (textOf(event, 'TRANSP')?.toUpperCase() === 'TRANSPARENT') return 'free';
  const isOpen = answer === 'TENTATIVE' || answer === 'NEEDS-ACTION';
  if (outlook === 'TENTATIVE' || isOpen || textOf(event, 'STATUS')?.toUpperCase() === 'TENTATIVE')
    return 'tentative';
  return 'busy';
}

/** Published free/busy time (section 3.6.4): when, but not what. */
function busyEntries(component: Component, context: Context): readonly CalendarEntry[] {
  return component.properties
    .filter(({ name }) => name === 'FREEBUSY')
    .flatMap((property) => {
      const type = property.parameters.get('FBTYPE')?.toUpperCase() ?? 'BUSY';
      if (type === 'FREE') return [];
      const shows =
        type === 'BUSY-TENTATIVE' ? 'tentative' : type === 'BUSY-UNAVAILABLE' ? 'out-of-office' : 'busy';
      return property.value.split(',').flatMap((period) => {
        const [from = '', to = ''] = period.split('/');
        const start = readDate(from);
        const end = readDate(to)?.wall ?? (start && start.wall + (readDuration(to) ?? Number.NaN));
        if (!start?.isUtc || end === undefined || !(end > start.wall)) return [];
        const { window } = context;
        if (start.wall >= window.to || end <= window.from) return [];
        return [
          {
            id: `busy/${start.wall}/${end}`,
            ...{ title: '', startsAt: start.wall, endsAt: end, isAllDay: false, shows, links: [] },
          } as const,
        ];
      });
    });
}

/** A single event of another month: told by its digits alone, so that years of them cost nothing. */
function isFarAway(event: Component, { from, to }: CalendarWindow): boolean {
  const repeats = ['RRULE', 'RDATE', 'RECURRENCE-ID', 'DURATION'];
  if (event.properties.some(({ name }) => repeats.includes(name))) return false;
  const start = readDate(propertyOf(event, 'DTSTART')?.value ?? '')?.wall;
  const end = readDate(propertyOf(event, 'DTEND')?.value ?? '')?.wall ?? start;
  if (start === undefined || end === undefined) return true;
  return start > to + 2 * DAY_MS || end < from - 2 * DAY_MS;
}

const instantOf = ({ wall, zone }: Moment): number => zone(wall);

function momentsOf(property: Property | undefined, { zoneOf }: Context): readonly Moment[] {
  if (!property) return [];
  return property.value.split(',').flatMap((value) => {
    // A period's start (RDATE;VALUE=PERIOD) is the occurrence.
    const read = readDate(value.split('/')[0] ?? '');
    if (!read) return [];
    const zone = read.isUtc ? utcZone : zoneOf(read.isDate ? undefined : property.parameters.get('TZID'));
    return [{ wall: read.wall, isDate: read.isDate, zone }];
  });
}

const sequenceOf = (event: Component): number => Number(propertyOf(event, 'SEQUENCE')?.value) || 0;
