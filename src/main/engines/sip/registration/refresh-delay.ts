/** Refresh at half of what was granted (cisco-uc 12.2), for some a little earlier, never sooner than 5 s unless it is over by then. Milliseconds; `fraction` is uniform in [0, 1). */
export function refreshDelay(grantedSeconds: number, fraction: number): number {
  return Math.max(Math.min(5_000, grantedSeconds * 800), Math.round(grantedSeconds * 1_000 * (0.45 + 0.05 * fraction)));
}
