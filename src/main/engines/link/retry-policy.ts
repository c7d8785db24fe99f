import { catalogue, type ErrorCode } from '../../../shared/errors/catalogue.ts';

export interface RetryLimits {
  /** Upper end of the first delay. */
  readonly firstMs: number;
  /** Upper end of any delay. */
  readonly longestMs: number;
}

export type RetryDecision = { readonly delayMs: number } | 'stop';

export const DEFAULT_RETRY: RetryLimits = { firstMs: 1_000, longestMs: 60_000 };

/**
 * When to try again after `attempt` failures in a row (counted from 1), the last by `cause`.
 * The delay doubles up to the limit and is drawn from its upper half by `fraction` (uniform in [0, 1)), so that the
 * clients of a server that went away don't all return at once. Causes that trying again can't cure (wrong password,
 * conflict, untrusted certificate: `retryable` in the catalogue) and cancelling stop at once.
 */
export function nextRetry(
  attempt: number,
  cause: ErrorCode,
  fraction: number,
  limits: RetryLimits = DEFAULT_RETRY,
): RetryDecision {
  const entry = catalogue[cause];
  if (!entry.retryable || entry.kind === 'cancelled') return 'stop';
  // 2^30 is past any limit; without the bound a long outage would reach Infinity.
  const doubled = limits.firstMs * 2 ** Math.min(Math.max(attempt, 1) - 1, 30);
  const ceiling = Math.min(doubled, limits.longestMs);
  return { delayMs: Math.round(ceiling * (0.5 + fraction / 2)) };
}
