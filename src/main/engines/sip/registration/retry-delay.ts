/** Longest wait between two rounds of attempts. */
const LONGEST_MS = 60_000;

/**
 * Wait before the next round of attempts: 2, 4, 8 … 60 s (cisco-uc 12.3), spread over half to one and a half of that,
 * so that a building full of clients doesn't come back at once. `fraction` is uniform in [0, 1); `leastMs` is the server's Retry-After.
 */
export function retryDelay(attempt: number, fraction: number, leastMs = 0): number {
  const base = Math.min(LONGEST_MS, 2_000 * 2 ** Math.min(Math.max(attempt, 1) - 1, 10));
  return Math.round(Math.max(leastMs, base * (0.5 + fraction)));
}

/** Refresh at half of what was granted (cisco-uc 12.2), a little earlier for some, never sooner than 5 s. */
export function refreshDelay(grantedSeconds: number, fraction: number): number {
  return Math.max(5_000, Math.round(grantedSeconds * 1_000 * (0.45 + 0.05 * fraction)));
}
