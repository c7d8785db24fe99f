import type { MeetingOwner } from '../../../shared/domain/calendar.ts';

/**
 * Who sets *In a meeting* (T7). Where the server reads the person's Exchange calendar the app leaves it alone, whatever is chosen here;
 * elsewhere, on premises or in the cloud, the app does as the person wants.
 */
export function meetingOwner(facts: {
  readonly hasServerCalendar: boolean;
  /** The person's choice. */
  readonly isWanted: boolean;
  /** The administrator's. */
  readonly isAllowed: boolean;
}): MeetingOwner {
  if (facts.hasServerCalendar) return 'server';
  return facts.isWanted && facts.isAllowed ? 'app' : 'nobody';
}
