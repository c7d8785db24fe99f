import { describe, expect, it } from 'vitest';
import type { CalendarEntry } from '../../ports/calendar.port.ts';
import { meetingNow } from './meeting-clock.ts';

const entry = (startsAt: number, endsAt: number, more: Partial<CalendarEntry> = {}): CalendarEntry => ({
  id: `${startsAt}`,
  title: '',
  ...{ startsAt, endsAt, isAllDay: false, shows: 'busy', links: [] },
  ...more,
});

describe('in a meeting now', () => {
  it.each<[string, CalendarEntry[], number, boolean, number | undefined]>([
    ['nothing', [], 10, false, undefined],
    ['before it', [entry(20, 30)], 10, false, 20],
    ['at its start', [entry(20, 30)], 20, true, 30],
    ['at its end', [entry(20, 30)], 30, false, undefined],
    ['one after the other', [entry(20, 30), entry(30, 40)], 30, true, 40],
    ['one within another', [entry(20, 50), entry(30, 40)], 45, true, 50],
    ['all day', [entry(0, 100, { isAllDay: true })], 10, false, undefined],
    ['free', [entry(0, 100, { shows: 'free' })], 10, false, undefined],
    ['tentative', [entry(0, 100, { shows: 'tentative' })], 10, false, undefined],
    ['out of office', [entry(0, 100, { shows: 'out-of-office' })], 10, true, 100],
    ['no length', [entry(10, 10)], 10, false, undefined],
  ])('M5: %s', (_name, entries, now, isInMeeting, changesAt) => {
    const expected = { isInMeeting, ...(changesAt !== undefined && { changesAt }) };
    expect(meetingNow(entries, now)).toEqual(expected);
  });
});
