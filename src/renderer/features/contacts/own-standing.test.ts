import { describe, expect, it } from 'vitest';
import { ownStanding } from './own-standing.ts';

const self = { presence: { show: 'available' } } as const;

describe('the own status', () => {
  it.each([
    ['online', 'told', 'available'],
    ['off', 'told', 'available'],
    [undefined, 'told', 'available'],
    ['connecting', 'connecting', 'offline'],
    ['waiting', 'offline', 'offline'],
    ['offline', 'offline', 'offline'],
    ['stopped', 'offline', 'offline'],
  ] as const)('T8: while chat is %s it is %s: %s', (chat, kind, show) => {
    expect(ownStanding(self, chat)).toEqual({ kind, show });
  });
});
