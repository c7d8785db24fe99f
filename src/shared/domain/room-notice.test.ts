import { describe, expect, it } from 'vitest';
import { isWorthNotice, mentions } from './room-notice.ts';

describe('notices of rooms', () => {
  it.each([
    ['alice: look', 'alice', true],
    ['@Alice look', 'alice', true],
    ['ask ALICE!', 'Alice', true],
    ['malice', 'alice', false],
    ['alices', 'alice', false],
    ['Alice Archer, please', 'Alice Archer', true],
    ['спроси Ивана', 'Иван', false],
    ['Иван, смотри', 'Иван', true],
    ['anything', '', false],
  ])('M8: “%s” names %s: %s', (body, nick, expected) => {
    expect(mentions(body, nick)).toBe(expected);
  });

  it('M8: all, mentions, nothing; between two people every message', () => {
    const worth = (alerts: 'all' | 'mentions' | 'none', body: string) =>
      isWorthNotice({ body }, { alerts, nick: 'alice' });
    expect([worth('all', 'x'), worth('mentions', 'x'), worth('none', 'x')]).toEqual([true, false, false]);
    expect([worth('mentions', 'hi alice'), worth('none', 'hi alice')]).toEqual([true, false]);
    expect(isWorthNotice({ body: 'x' }, undefined)).toBe(true);
  });
});
