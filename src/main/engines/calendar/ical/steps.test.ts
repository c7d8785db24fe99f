import { describe, expect, it } from 'vitest';
import { calendarEntries, readCalendar } from './read-calendar.ts';
import { inSlices } from './steps.ts';

const options = { own: [], home: 'Europe/Berlin' };
const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 10, 21);
const window = { from: FROM, to: FROM + 24 * HOUR };
const stamp = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');

function calendar(events: number): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0'];
  for (let n = 0; n < events; n += 1) {
    // Every tenth repeats each day and counts from its beginning, which is the dearest.
    const start = n % 10 === 0 ? FROM - 100 * 24 * HOUR : FROM + (n % 400) * HOUR;
    lines.push(
      'BEGIN:VEVENT',
      `UID:${n}`,
      `DTSTART:${stamp(start)}`,
      'DURATION:PT1H',
      `SUMMARY:Meeting ${n}`,
    );
    if (n % 10 === 0) lines.push('RRULE:FREQ=DAILY;COUNT=101');
    lines.push('DESCRIPTION:words', 'END:VEVENT');
  }
  return [...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** Each look at the clock is a millisecond: so what is done between two looks is what could hold up the rest. */
function lookedAt() {
  let looks = 0;
  return { now: () => (looks += 1), count: () => looks };
}

describe('a large calendar', () => {
  it('M5: twenty thousand events are read in slices, between which others have their turn', async () => {
    const text = calendar(20_000);
    const clock = lookedAt();
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    const entries = await inSlices(calendarEntries(text, window, options), clock.now);
    clearInterval(others);
    expect(entries?.length).toBeGreaterThan(2_000);
    // At least once in so many lines and in so many events the clock is looked at.
    expect(clock.count()).toBeGreaterThan(20_000 / 8);
    expect(turns).toBeGreaterThan(10);
  });

  it('M5: one hostile series is put down too', async () => {
    const clock = lookedAt();
    const text = [
      ...['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', 'DTSTART:19000101T000000Z'],
      ...['RRULE:FREQ=DAILY;COUNT=999999', 'END:VEVENT', 'END:VCALENDAR', ''],
    ].join('\r\n');
    await inSlices(calendarEntries(text, window, options), clock.now);
    expect(clock.count()).toBeGreaterThan(100);
  });

  it('M5: in slices and at once it reads the same', async () => {
    const text = calendar(300);
    expect(await inSlices(calendarEntries(text, window, options), lookedAt().now)).toEqual(
      readCalendar(text, window, options),
    );
  });
});
