import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import { findRooms } from './find-rooms.ts';

const room = (title: string, at = 0, kind = 'room') =>
  ({ id: title, kind, title, lastMessage: { at } }) as unknown as Conversation;

describe('rooms while typing', () => {
  const all = [
    room('Team Zürich', 1),
    room('Lunch team', 3),
    room('Team old', 2),
    room('Team Bob', 9, 'direct'),
    room('Steam engines', 9),
  ];
  it.each([
    ['team', ['Team old', 'Team Zürich', 'Lunch team']],
    ['zur te', ['Team Zürich']],
    ['TEAM O', ['Team old']],
    [' ', []],
    ['nobody', []],
  ])('C3: %j finds %j', (query, titles) => {
    expect(findRooms(all, query, 4).map(({ title }) => title)).toEqual(titles);
  });
});
