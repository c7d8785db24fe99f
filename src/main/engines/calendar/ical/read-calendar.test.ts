import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../../test/fakes/fuzz-runs.ts';
import fc from 'fast-check';
import { readCalendar } from './read-calendar.ts';

const DAY = { from: Date.UTC(2026, 2, 30), to: Date.UTC(2026, 2, 31) };
const OPTIONS = { own: ['alice@example.test'], home: 'Europe/Berlin' };

const calendar = (...lines: readonly string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: readonly string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const read = (text: string, window = DAY, options = OPTIONS) => readCalendar(text, window, options);

/** `title from-to shows`, times in UTC. */
const told = (text: string, window = DAY) =>
  read(text, window)?.map(({ title, startsAt, endsAt, shows, isAllDay }) => {
    const time = (at: number) => new Date(at).toISOString().slice(8, 16);
    return `${title} ${time(startsAt)}-${time(endsAt)} ${shows}${isAllDay ? ' all day' : ''}`;
  });

const at9 = ['UID:1', 'SUMMARY:Standup', 'DTSTART:20260330T090000Z', 'DTEND:20260330T091500Z'];

describe('events of a calendar', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['a time in UTC', event(...at9), ['Standup 30T09:00-30T09:15 busy']],
    [
      'a zone by its name',
      event('UID:1', 'SUMMARY:A', 'DTSTART;TZID=America/New_York:20260330T090000', 'DURATION:PT30M'),
      ['A 30T13:00-30T13:30 busy'],
    ],
    [
      'a zone of Outlook’s',
      event('UID:1', 'SUMMARY:A', 'DTSTART;TZID="W. Europe Standard Time":20260330T090000', 'DURATION:PT30M'),
      ['A 30T07:00-30T07:30 busy'],
    ],
    [
      'a time without a zone is this computer’s',
      event('UID:1', 'SUMMARY:A', 'DTSTART:20260330T090000', 'DURATION:PT1H'),
      ['A 30T07:00-30T08:00 busy'],
    ],
    [
      'all day',
      event('UID:1', 'SUMMARY:Trip', 'DTSTART;VALUE=DATE:20260329', 'DTEND;VALUE=DATE:20260401'),
      ['Trip 28T23:00-31T22:00 busy all day'],
    ],
    [
      'a day without an end',
      event('UID:1', 'DTSTART;VALUE=DATE:20260330'),
      [' 29T22:00-30T22:00 busy all day'],
    ],
    ['free', event(...at9, 'TRANSP:TRANSPARENT'), ['Standup 30T09:00-30T09:15 free']],
    ['tentative', event(...at9, 'STATUS:TENTATIVE'), ['Standup 30T09:00-30T09:15 tentative']],
    ['cancelled', event(...at9, 'STATUS:CANCELLED'), []],
    ['declined', event(...at9, 'ATTENDEE;PARTSTAT=DECLINED:mailto:Alice@example.test'), []],
    [
      'declined by somebody else',
      event(...at9, 'ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.test'),
      ['Standup 30T09:00-30T09:15 busy'],
    ],
    [
      'not answered',
      event(...at9, 'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:alice@example.test'),
      ['Standup 30T09:00-30T09:15 tentative'],
    ],
    [
      'out of office',
      event(...at9, 'X-MICROSOFT-CDO-BUSYSTATUS:OOF'),
      ['Standup 30T09:00-30T09:15 out-of-office'],
    ],
    [
      'elsewhere',
      event(...at9, 'X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE'),
      ['Standup 30T09:00-30T09:15 elsewhere'],
    ],
    ['another day', event('UID:1', 'DTSTART:20260331T090000Z', 'DTEND:20260331T091500Z'), []],
    ['no sense', event('UID:1', 'DTSTART:tomorrow'), []],
    [
      'a folded line',
      event('UID:1', 'SUMMARY:Stand', ' up\\, daily', 'DTSTART:20260330T090000Z'),
      ['Standup, daily 30T09:00-30T09:00 busy'],
    ],
  ])('M5: %s', (_name, lines, expected) => {
    expect(told(calendar(...lines))).toEqual(expected);
  });

  it('M5: a series stays at its time of day when clocks change; one of it is moved, one cancelled, one left out', () => {
    const week = { from: Date.UTC(2026, 2, 27), to: Date.UTC(2026, 3, 3) };
    const series = event(
      ...['UID:s', 'SUMMARY:Daily', 'DTSTART;TZID=Europe/Berlin:20250101T090000', 'DURATION:PT15M'],
      ...['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'EXDATE;TZID=Europe/Berlin:20260331T090000'],
    );
    const moved = event(
      'UID:s',
      'SUMMARY:Daily, late',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260401T090000',
      'DTSTART;TZID=Europe/Berlin:20260401T150000',
      'DURATION:PT15M',
    );
    const cancelled = event(
      'UID:s',
      'STATUS:CANCELLED',
      'RECURRENCE-ID:20260402T070000Z',
      'DTSTART:20260402T070000Z',
    );
    expect(told(calendar(...series, ...moved, ...cancelled), week)).toEqual([
      'Daily 27T08:00-27T08:15 busy',
      'Daily 30T07:00-30T07:15 busy',
      'Daily, late 01T13:00-01T13:15 busy',
    ]);
  });

  it('M5: UNTIL is a moment; RDATE adds; the same time twice is one', () => {
    const week = { from: Date.UTC(2026, 2, 27), to: Date.UTC(2026, 3, 3) };
    const lines = event(
      ...['UID:s', 'SUMMARY:A', 'DTSTART;TZID=America/New_York:20260327T200000', 'DURATION:PT1H'],
      ...['RRULE:FREQ=DAILY;UNTIL=20260330T000000Z', 'RDATE:20260401T100000Z,20260329T000000Z'],
    );
    expect(told(calendar(...lines), week)).toEqual([
      'A 28T00:00-28T01:00 busy',
      'A 29T00:00-29T01:00 busy',
      'A 30T00:00-30T01:00 busy',
      'A 01T10:00-01T11:00 busy',
    ]);
  });

  it('M5: a zone that only the document knows', () => {
    const zone = [
      ...['BEGIN:VTIMEZONE', 'TZID:Company'],
      ...[
        'BEGIN:STANDARD',
        'DTSTART:19701025T030000',
        'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
        'TZOFFSETFROM:+0600',
        'TZOFFSETTO:+0500',
        'END:STANDARD',
      ],
      ...[
        'BEGIN:DAYLIGHT',
        'DTSTART:19700329T020000',
        'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
        'TZOFFSETFROM:+0500',
        'TZOFFSETTO:+0600',
        'END:DAYLIGHT',
      ],
      'END:VTIMEZONE',
    ];
    const lines = event(
      'UID:s',
      'SUMMARY:A',
      'DTSTART;TZID=Company:20260301T120000',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY',
    );
    const days = { from: Date.UTC(2026, 2, 28), to: Date.UTC(2026, 2, 30) };
    expect(told(calendar(...zone, ...lines), days)).toEqual([
      'A 28T07:00-28T08:00 busy',
      'A 29T06:00-29T07:00 busy',
    ]);
  });

  it('M5: published free/busy times', () => {
    const lines = [
      'BEGIN:VFREEBUSY',
      'FREEBUSY:20260330T090000Z/PT1H',
      'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260330T120000Z/20260330T123000Z',
      'FREEBUSY;FBTYPE=FREE:20260330T130000Z/PT1H',
      'END:VFREEBUSY',
    ];
    expect(told(calendar(...lines))).toEqual([' 30T09:00-30T10:00 busy', ' 30T12:00-30T12:30 tentative']);
  });

  it('V15: links to join with, those of meetings first', () => {
    const lines = event(
      ...at9,
      'LOCATION:https://maps.example.test/room',
      'DESCRIPTION:Agenda <https://wiki.example.test/a>\\nJoin: https://acme.webex.com/meet/bob. Or tel:+4930123',
      'ORGANIZER;CN=Bob Burton:mailto:bob@example.test',
    );
    expect(read(calendar(...lines))?.[0]).toMatchObject({
      organizer: 'Bob Burton',
      location: 'https://maps.example.test/room',
      links: [
        'https://acme.webex.com/meet/bob',
        'https://maps.example.test/room',
        'https://wiki.example.test/a',
        'tel:+4930123',
      ],
    });
  });

  it.each(['', 'BEGIN:VCARD\r\nEND:VCARD', '<html>sign in</html>', 'BEGIN:VCALENDAR\r\nVERSION:2.0'])(
    'Q2: %j is no calendar',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );

  it('Q2: whatever stands in it is read in bounded time', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'BEGIN:VEVENT',
        'END:VEVENT',
        'BEGIN:VTIMEZONE',
        'END:VTIMEZONE',
        'DTSTART:20260330T090000Z',
        'DTSTART;TZID=X:20260330T090000',
        'DTSTART;VALUE=DATE:20260330',
        'RRULE:FREQ=DAILY',
        'RRULE:FREQ=YEARLY;COUNT=999999;BYMONTHDAY=31;BYMONTH=2',
        'EXDATE:20260330T090000Z',
        'DURATION:P9999W',
        'UID:1',
        'RECURRENCE-ID:20260330T090000Z',
        'DTEND:19000101T000000Z',
        ';',
        ' folded',
      ),
      fc.string({ maxLength: 40 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (lines) => {
        const entries = read(calendar(...lines)) ?? [];
        expect(entries.every(({ startsAt, endsAt }) => startsAt < DAY.to && endsAt >= DAY.from)).toBe(true);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});
