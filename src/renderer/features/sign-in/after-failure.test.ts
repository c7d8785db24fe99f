import { describe, expect, it } from 'vitest';
import { hasBegun, isTypingMistake } from './after-failure.ts';

describe('the sign-in screen after a failure', () => {
  it('A2: the steps are shown once one of them was begun', () => {
    const waiting = { id: 'finding-services' as const, state: 'waiting' as const, details: [] };
    expect(hasBegun({ steps: [] })).toBe(false);
    expect(hasBegun({ steps: [waiting] })).toBe(false);
    expect(hasBegun({ steps: [{ ...waiting, state: 'failed' }, waiting] })).toBe(true);
  });

  it('A2: nothing is to be reported of a mistyped address, and something of a domain without services', () => {
    expect(isTypingMistake({ code: 'discovery.bad-address' })).toBe(true);
    expect(isTypingMistake({ code: 'discovery.no-such-domain' })).toBe(false);
  });
});
