import { describe, expect, it } from 'vitest';
import { listsOf } from './standings.ts';

describe('lists of a room', () => {
  it.each([
    ['owner', false, ['member!', 'admin!', 'owner!', 'outcast!']],
    ['admin', false, ['member!', 'outcast!']],
    ['member', true, ['member']],
    ['member', false, []],
    ['none', true, []],
    ['outcast', true, []],
  ] as const)('M8: %s, members only %s', (affiliation, isMembersOnly, expected) => {
    const lists = listsOf({ affiliation, isMembersOnly });
    expect(lists.map(({ list, isOurs }) => `${list}${isOurs ? '!' : ''}`)).toEqual(expected);
  });
});
