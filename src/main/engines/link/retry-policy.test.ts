import { describe, expect, it } from 'vitest';
import { nextRetry } from './retry-policy.ts';

const delays = (fraction: number): unknown[] =>
  [1, 2, 3, 4, 5, 6, 7, 8, 5_000].map((attempt) => {
    const decision = nextRetry(attempt, 'net.refused', fraction);
    return decision === 'stop' ? decision : decision.delayMs;
  });

describe('retry policy', () => {
  it('M1: doubles up to a minute, drawn from the upper half', () => {
    expect(delays(0)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(delays(0.999999)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it.each([
    'auth.wrong-password',
    'auth.locked',
    'auth.no-common-mechanism',
    'auth.server-not-proven',
    'xmpp.conflict',
    'tls.untrusted',
    'tls.required',
    'app.cancelled',
  ] as const)('A2: stops at once after %s', (code) => {
    expect(nextRetry(1, code, 0.5)).toBe('stop');
  });

  it.each([
    'net.reset',
    'net.timeout',
    'net.name-not-found',
    'xmpp.stream',
    'xmpp.timeout',
    'tls.failed',
  ] as const)('M1: goes on after %s', (code) => {
    expect(nextRetry(1, code, 0.5)).toEqual({ delayMs: 750 });
  });
});
