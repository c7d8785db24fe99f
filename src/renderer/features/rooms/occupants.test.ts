import { describe, expect, it } from 'vitest';
import type { Occupant, Room } from '../../../shared/domain/room.ts';
import { actionsOn, sortedOccupants } from './occupants.ts';

const someone = (nick: string, more: Partial<Occupant> = {}): Occupant => ({
  nick,
  address: `${nick}@example.test`,
  role: 'participant',
  affiliation: 'none',
  show: 'available',
  isSelf: false,
  ...more,
});
const us = (role: Room['role'], affiliation: Room['affiliation']) =>
  ({ state: 'joined', role, affiliation }) as const;
const labels = (ours: Parameters<typeof actionsOn>[0], one: Occupant) =>
  actionsOn(ours, one).map(({ label }) => label);

describe('the people in a room', () => {
  it('M8: those who decide stand first, then by name; looked for by name or address', () => {
    const all = [
      someone('zoe'),
      someone('ann', { role: 'visitor' }),
      someone('bob'),
      someone('mod', { role: 'moderator' }),
      someone('own', { affiliation: 'owner', role: 'moderator' }),
    ];
    expect(sortedOccupants(all, '').map(({ nick }) => nick)).toEqual(['own', 'mod', 'bob', 'zoe', 'ann']);
    expect(sortedOccupants(all, 'ZOE@').map(({ nick }) => nick)).toEqual(['zoe']);
  });

  it('M8: what may be done to whom', () => {
    expect(labels(us('participant', 'none'), someone('bob'))).toEqual([]);
    expect(labels(us('moderator', 'none'), someone('bob'))).toEqual(['revoke-voice', 'kick']);
    expect(labels(us('moderator', 'none'), someone('own', { affiliation: 'owner' }))).toEqual([]);
    expect(labels(us('moderator', 'admin'), someone('bob'))).toEqual([
      'revoke-voice',
      'grant-moderator',
      'kick',
      'ban',
    ]);
    expect(
      labels(us('moderator', 'owner'), someone('adm', { affiliation: 'admin', role: 'moderator' })),
    ).toEqual(['revoke-admin', 'ban']);
    // A room that hides addresses can't be told whom to ban.
    const { address: _hidden, ...nobody } = someone('bob');
    expect(labels(us('moderator', 'owner'), nobody)).toEqual(['revoke-voice', 'grant-moderator', 'kick']);
    expect(labels(us('moderator', 'owner'), someone('me', { isSelf: true }))).toEqual([]);
    expect(labels({ ...us('moderator', 'owner'), state: 'outside' }, someone('bob'))).toEqual([]);
  });

  it('M8: a thousand people are sorted in order', () => {
    const crowd = Array.from({ length: 1000 }, (_, n) => someone(`person ${(n * 7919) % 1000}`.padEnd(12)));
    const sorted = sortedOccupants(crowd, '');
    expect(sorted).toHaveLength(1000);
    expect(new Set(sorted.map(({ nick }) => nick)).size).toBe(1000);
  });
});
