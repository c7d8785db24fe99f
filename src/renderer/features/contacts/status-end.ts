/** After how long a status ends by itself; `never` until the person changes it or signs out. */
export const statusEnds = ['never', '30', '60', '240', 'today'] as const;
export type StatusEnd = (typeof statusEnds)[number];

/** When that is, ms since 1970; today ends at midnight here. */
export function statusEndsAt(end: StatusEnd, now: number): number | undefined {
  if (end === 'never') return undefined;
  if (end === 'today') return new Date(now).setHours(24, 0, 0, 0);
  return now + Number(end) * 60_000;
}
