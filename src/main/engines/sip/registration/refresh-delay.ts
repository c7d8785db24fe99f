/** Refresh at half of what was granted (cisco-uc 12.2), for some a little earlier, never sooner than 5 s. Milliseconds; `fraction` is uniform in [0, 1). */
export function refreshDelay(grantedSeconds: number, fraction: number): number {
  return Math.max(5_000, Math.round(grantedSeconds * 1_000 * (0.45 + 0.05 * fraction)));
}
