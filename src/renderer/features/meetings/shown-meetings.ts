import type { Entity } from '../../../shared/contract/topics.ts';

export type Meeting = Entity<'meetings'>;

/** From now to midnight, the next first; what is free or lasts all day is not where one has to be. */
export function shownMeetings(all: Iterable<Meeting>, now: number): readonly Meeting[] {
  const midnight = new Date(now).setHours(24, 0, 0, 0);
  return [...all]
    .filter(
      ({ startsAt, endsAt, isAllDay, shows }) =>
        !isAllDay && shows !== 'free' && endsAt > now && startsAt < midnight,
    )
    .toSorted((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
}
