/** At most this many links are acted on in the window (X3; `TelephonyProtocolRateLimit`, cisco-uc 4.5). */
export interface LinkLimit {
  readonly count: number;
  readonly windowMs: number;
}

export const defaultLinkLimit: LinkLimit = { count: 2, windowMs: 10_000 };

/** Whether one more may be acted on now; `times` are those of the links before, on the monotonic clock. */
export function admitLink(
  times: readonly number[],
  now: number,
  limit: LinkLimit,
): { readonly isAdmitted: boolean; readonly times: readonly number[] } {
  const recent = times.filter((time) => now - time < limit.windowMs);
  const isAdmitted = recent.length < limit.count;
  return { isAdmitted, times: isAdmitted ? [...recent, now] : recent };
}
