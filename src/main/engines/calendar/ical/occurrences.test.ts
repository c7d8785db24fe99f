import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurrences } from './occurrences.ts';
import { readRule } from './recurrence-rule.ts';
import { readDate } from './wall-time.ts';

const wall = (text: string) => readDate(text)?.wall ?? Number.NaN;
const FAR = { from: wall('19900101'), to: wall('20500101') };

function times(text: string, start: string, window = FAR, budget = { days: 1_000_000 }) {
  const rule = readRule(text);
  if (!rule) return undefined;
  return occurrences(rule, wall(start), window, budget).map((time) =>
    new Date(time).toISOString().slice(0, 16).replace('T', ' '),
  );
}

/** Days of the first occurrences, `MM-DD` where the year goes without saying. */
const days = (text: string, start: string, many = 6) =>
  times(text, start)
    ?.slice(0, many)
    .map((time) => time.slice(0, 10));

describe('recurrence (RFC 5545 section 3.8.5.3, its own examples)', () => {
  const start = '19970902T090000';
  it.each<[string, string, string, readonly string[]]>([
    ['daily, ten times', 'FREQ=DAILY;COUNT=3', start, ['1997-09-02', '1997-09-03', '1997-09-04']],
    ['every other day', 'FREQ=DAILY;INTERVAL=2;COUNT=3', start, ['1997-09-02', '1997-09-04', '1997-09-06']],
    [
      'every January, each day',
      'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
      '19980101T090000',
      ['1998-01-01', '1998-01-02', '1998-01-03', '1998-01-04', '1998-01-05', '1998-01-06'],
    ],
    [
      'every other week on Tuesday and Thursday',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
      start,
      ['1997-09-02', '1997-09-04', '1997-09-16', '1997-09-18', '1997-09-30', '1997-10-02'],
    ],
    [
      'the first Friday',
      'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
      '19970905T090000',
      ['1997-09-05', '1997-10-03', '1997-11-07', '1997-12-05', '1998-01-02', '1998-02-06'],
    ],
    [
      'the second-to-last Monday',
      'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
      '19970922T090000',
      ['1997-09-22', '1997-10-20', '1997-11-17', '1997-12-22', '1998-01-19', '1998-02-16'],
    ],
    [
      'the third-to-last day of the month',
      'FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6',
      '19970928T090000',
      ['1997-09-28', '1997-10-29', '1997-11-28', '1997-12-29', '1998-01-29', '1998-02-26'],
    ],
    [
      'Friday the thirteenth',
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=4',
      '19980213T090000',
      ['1998-02-13', '1998-03-13', '1998-11-13', '1999-08-13'],
    ],
    [
      'the 100th, 200th day of every third year',
      'FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200',
      '19970101T090000',
      ['1997-01-01', '1997-04-10', '1997-07-19', '2000-01-01'],
    ],
    [
      'Monday of week 20',
      'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3',
      '19970512T090000',
      ['1997-05-12', '1998-05-11', '1999-05-17'],
    ],
    [
      'election day',
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3',
      '19961105T090000',
      ['1996-11-05', '2000-11-07', '2004-11-02'],
    ],
    [
      'the last workday of the month',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4',
      '19970930T090000',
      ['1997-09-30', '1997-10-31', '1997-11-28', '1997-12-31'],
    ],
    [
      'the 20th Monday of the year',
      'FREQ=YEARLY;BYDAY=20MO;COUNT=3',
      '19970519T090000',
      ['1997-05-19', '1998-05-18', '1999-05-17'],
    ],
    ['a leap day', 'FREQ=YEARLY;COUNT=3', '19960229T090000', ['1996-02-29', '2000-02-29', '2004-02-29']],
    ['the 31st', 'FREQ=MONTHLY;COUNT=3', '19970131T090000', ['1997-01-31', '1997-03-31', '1997-05-31']],
    [
      'weeks begin on Monday',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      '19970805T090000',
      ['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24'],
    ],
    [
      'weeks begin on Sunday',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      '19970805T090000',
      ['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31'],
    ],
  ])('M5: %s', (_name, rule, from, expected) => {
    expect(days(rule, from)).toEqual(expected);
  });

  it('M5: several times a day', () => {
    expect(times('FREQ=DAILY;BYHOUR=9,13;BYMINUTE=0,30;COUNT=5', start)).toEqual([
      '1997-09-02 09:00',
      '1997-09-02 09:30',
      '1997-09-02 13:00',
      '1997-09-02 13:30',
      '1997-09-03 09:00',
    ]);
  });

  it('M5: a series of thirty years costs no more than today’s day', () => {
    const budget = { days: 100 };
    const window = { from: wall('20260302'), to: wall('20260304') };
    expect(times('FREQ=DAILY', start, window, budget)).toEqual(['2026-03-02 09:00', '2026-03-03 09:00']);
    expect(budget.days).toBeGreaterThan(80);
  });

  it.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5',
    'FREQ=YEARLY;INTERVAL=10000;COUNT=900000',
    'FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1;COUNT=1000',
  ])('Q2: %s ends', (rule) => {
    const budget = { days: 200_000 };
    times(rule, start, FAR, budget);
    expect(budget.days).toBeGreaterThanOrEqual(-366);
  });

  it.each([
    '',
    'FREQ=SECONDLY',
    'FREQ=HOURLY',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;INTERVAL=x',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;UNTIL=never',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=MONTHLY;BYDAY=XX',
    'FREQ=YEARLY;BYMONTH=0',
  ])('Q2: %j is no rule of ours', (rule) => {
    expect(readRule(rule)).toBeUndefined();
  });

  it('Q2: whatever the rule, times are in order, once each, within the window', () => {
    const list = (low: number, high: number) =>
      fc.array(
        fc.integer({ min: low, max: high }).filter((each) => each !== 0),
        { maxLength: 3 },
      );
    const rule = fc.record({
      FREQ: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
      INTERVAL: fc.integer({ min: 1, max: 5 }),
      BYMONTH: list(1, 12),
      BYMONTHDAY: list(-31, 31),
      BYDAY: fc.array(fc.constantFrom('MO', 'TU', '2WE', '-1FR', 'SU'), { maxLength: 2 }),
      BYSETPOS: list(-3, 3),
    });
    const window = { from: wall('20000101'), to: wall('20020101') };
    fc.assert(
      fc.property(rule, (parts) => {
        const text = Object.entries(parts)
          .map(([name, value]) => [name, String(value)])
          .filter(([, value]) => value !== '')
          .map(([name, value]) => `${name}=${value}`)
          .join(';');
        const read = readRule(text);
        if (!read) return;
        const found = occurrences(read, wall('19990101T100000'), window, { days: 100_000 });
        expect(found).toEqual([...new Set(found)].sort((one, other) => one - other));
        expect(found.every((time) => time >= window.from && time < window.to)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
