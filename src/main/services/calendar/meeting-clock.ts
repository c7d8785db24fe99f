import type { CalendarEntry } from '../../ports/calendar.port.ts';

export interface MeetingNow {
  readonly isInMeeting: boolean;
  /** When that may be otherwise, ms since 1970. */
  readonly changesAt?: number;
}

/**
 * Whether one of these is taking place. What is all day long is no meeting (holidays, birthdays), nor what was not accepted, nor what
 * takes no time. One that follows on another is one meeting to others.
 */
export function meetingNow(entries: readonly CalendarEntry[], now: number): MeetingNow {
  const meetings = entries.filter(isMeeting);
  const current = meetings.filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
  const edges = meetings.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]).filter((edge) => edge > now);
  return {
    isInMeeting: current.length > 0,
    ...(edges.length > 0 && { changesAt: Math.min(...edges) }),
  };
}

function isMeeting({ isAllDay, shows }: CalendarEntry): boolean {
  return !isAllDay && (shows === 'busy' || shows === 'out-of-office');
}
