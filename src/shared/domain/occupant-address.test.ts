import { describe, expect, it } from 'vitest';
import { normaliseConversation, occupantOf } from './occupant-address.ts';

describe('conversations of one person in a room', () => {
  it.each([
    ['bob@example.test', undefined],
    ['Kite@Rooms.example.test/Bob B.', { room: 'kite@rooms.example.test', nick: 'Bob B.' }],
    ['kite@rooms.example.test/a/b', { room: 'kite@rooms.example.test', nick: 'a/b' }],
    ['kite@rooms.example.test/', undefined],
    ['not an address/nick', undefined],
  ])('M8: %s', (id, expected) => expect(occupantOf(id)).toEqual(expected));

  it.each([
    [' Bob@Example.test ', 'bob@example.test'],
    ['Kite@Rooms.example.test/Bob', 'kite@rooms.example.test/Bob'],
    ['rooms.example.test/Bob', undefined],
    ['rooms.example.test', undefined],
  ])('M8: “%s” in normal form', (id, expected) => expect(normaliseConversation(id)).toBe(expected));
});
