import { fail, ok, type Result } from '../../src/shared/errors/result.ts';
import type { CalendarAccount, CalendarEntry, Calendars } from '../../src/main/ports/calendar.port.ts';

export interface FakeCalendars extends Calendars {
  /** Answers by address; of others: calendar.not-found. */
  readonly answers: Map<string, Result<readonly CalendarEntry[]>>;
  readonly asked: CalendarAccount[];
}

export function fakeCalendars(): FakeCalendars {
  const answers = new Map<string, Result<readonly CalendarEntry[]>>();
  const asked: CalendarAccount[] = [];
  return {
    answers,
    asked,
    async read(account) {
      asked.push(account);
      return answers.get(account.address) ?? fail('calendar.not-found', { host: account.address });
    },
  };
}

/** An hour that shows as busy, from `startsAt` on. */
export function meeting(startsAt: number, more: Partial<CalendarEntry> = {}): CalendarEntry {
  return {
    id: `m${startsAt}`,
    title: 'Plan',
    ...{ startsAt, endsAt: startsAt + 3_600_000, isAllDay: false, shows: 'busy', links: [] },
    ...more,
  };
}

export const readings = (...entries: readonly CalendarEntry[]): Result<readonly CalendarEntry[]> =>
  ok(entries);
