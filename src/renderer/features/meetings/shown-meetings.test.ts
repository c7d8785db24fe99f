import { describe, expect, it } from 'vitest';
import { type Meeting, shownMeetings } from './shown-meetings.ts';

const HOUR = 3_600_000;
const now = new Date(2026, 5, 1, 10).getTime();
const meeting = (id: string, from: number, to: number, more: Partial<Meeting> = {}): Meeting => ({
  ...{ id, title: id, startsAt: now + from * HOUR, endsAt: now + to * HOUR, isAllDay: false },
  ...{ shows: 'busy', links: [], accountId: 'a', ...more },
});

describe('meetings of today', () => {
  it('V15: those that go on or come today, the next first', () => {
    const all = [
      meeting('later', 3, 4),
      meeting('now', -1, 1),
      meeting('over', -2, -1),
      meeting('tomorrow', 20, 21),
      meeting('all day', -10, 14, { isAllDay: true }),
      meeting('free', 1, 2, { shows: 'free' }),
      meeting('maybe', 1, 2, { shows: 'tentative' }),
    ];
    expect(shownMeetings(all, now).map(({ id }) => id)).toEqual(['now', 'maybe', 'later']);
  });
});
