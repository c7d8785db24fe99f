import { describe, expect, it } from 'vitest';
import { statusEndsAt } from './status-end.ts';

describe('when a status ends', () => {
  it('M3: after minutes, at midnight here, or not by itself', () => {
    const now = new Date(2026, 5, 1, 14, 30).getTime();
    expect(statusEndsAt('never', now)).toBeUndefined();
    expect(statusEndsAt('30', now)).toBe(new Date(2026, 5, 1, 15, 0).getTime());
    expect(statusEndsAt('today', now)).toBe(new Date(2026, 5, 2).getTime());
  });
});
