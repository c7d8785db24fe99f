import { describe, expect, it } from 'vitest';
import type { RoomFact, RoomRefusal } from '../../ports/rooms.port.ts';
import { type RoomEvent, type RoomState, roomStep } from './room.machine.ts';

const room = 'plans@conference.example.test';
const joining: RoomState = { kind: 'joining', nick: 'alice', renamed: 0 };
const inside: RoomState = { kind: 'joined', nick: 'alice', door: 'open' };
const occupant = { nick: 'alice', role: 'participant', affiliation: 'none', show: 'available' } as const;
const self: RoomFact = { kind: 'occupant', room, occupant, isSelf: true, codes: [110] };
const gone = (codes: readonly number[], more: Partial<RoomFact & { kind: 'left' }> = {}): RoomFact => ({
  kind: 'left',
  room,
  nick: 'alice',
  isSelf: true,
  codes,
  isDestroyed: false,
  ...more,
});
const after = (state: RoomState, ...events: readonly (RoomEvent | RoomFact)[]) => {
  let step = { state, effects: [] as readonly { readonly type: string }[] };
  for (const event of events)
    step = roomStep(step.state, 'kind' in event ? { type: 'fact', fact: event } : event);
  return { state: step.state, effects: step.effects.map(({ type }) => type) };
};

describe('a room', () => {
  it('M8: is joined when ourselves are shown, and its door opens with the subject', () => {
    const outside: RoomState = { kind: 'outside', absence: 'left' };
    const wanted = after(outside, { type: 'want', nick: 'alice', isOnline: true });
    expect(wanted).toEqual({ state: joining, effects: ['join', 'wait'] });
    const joined = after(wanted.state, self);
    expect(joined.state).toEqual({ kind: 'joined', nick: 'alice', door: 'closed' });
    const open = after(joined.state, { kind: 'subject', room, subject: '' });
    expect(open).toEqual({ state: inside, effects: ['open-door', 'wait'] });
    // A later subject is only a subject.
    expect(after(inside, { kind: 'subject', room, subject: 'new' })).toEqual({ state: inside, effects: [] });
  });

  it('M8: opens its door after a while where no subject comes', () => {
    expect(after(joining, self, { type: 'timer' })).toEqual({
      state: inside,
      effects: ['open-door', 'wait'],
    });
  });

  it('M8: wanted without a stream it waits, and goes in with the next one', () => {
    const waiting = after(
      { kind: 'outside', absence: 'left' },
      { type: 'want', nick: 'alice', isOnline: false },
    );
    expect(waiting).toEqual({ state: { kind: 'waiting', nick: 'alice' }, effects: [] });
    expect(after(waiting.state, { type: 'online' })).toEqual({ state: joining, effects: ['join', 'wait'] });
  });

  it.each<[RoomRefusal, string]>([
    ['banned', 'banned'],
    ['full', 'full'],
    ['members-only', 'members-only'],
    ['missing', 'missing'],
    ['not-allowed', 'not-allowed'],
    ['password', 'password'],
  ])('M8: refused (%s) it stays outside and says why', (refusal, absence) => {
    expect(after(joining, { kind: 'refused', room, refusal })).toEqual({
      state: { kind: 'outside', absence },
      effects: ['close-door'],
    });
  });

  it('M8: refused or destroyed with words and another room to go to, both are kept', () => {
    const more = { reason: 'We moved', alternate: 'new@conference.example.test' };
    const refused: RoomFact = { kind: 'refused', room, refusal: 'missing', ...more };
    expect(after(joining, refused).state).toEqual({ kind: 'outside', absence: 'missing', ...more });
    const left: RoomFact & { readonly kind: 'left' } = {
      ...({ kind: 'left', room, nick: 'alice', isSelf: true, codes: [], isDestroyed: true } as const),
      ...more,
    };
    expect(after(joining, left).state).toEqual({
      kind: 'outside',
      absence: 'missing',
      ...more,
    });
  });

  it('M8: with a name that is taken it tries others, five of them', () => {
    const taken: RoomFact = { kind: 'refused', room, refusal: 'nick-taken' };
    expect(after(joining, taken)).toMatchObject({ state: { nick: 'alice 2', renamed: 1 } });
    expect(after(joining, taken, taken)).toMatchObject({ state: { nick: 'alice 3', renamed: 2 } });
    expect(after(joining, taken, taken, taken, taken, taken, taken).state).toEqual({
      kind: 'outside',
      absence: 'nick-taken',
    });
  });

  it.each([
    [[307], false, 'kicked'],
    [[301], false, 'banned'],
    [[321], false, 'members-only'],
    [[322], false, 'members-only'],
    [[], true, 'missing'],
    [[], false, 'removed'],
    // Somebody banned is also shown out.
    [[301, 307], false, 'banned'],
  ])('M8: sent away with %j (destroyed: %s) it is outside: %s', (codes, isDestroyed, absence) => {
    expect(after(inside, gone(codes, { isDestroyed, reason: 'because' }))).toEqual({
      state: { kind: 'outside', absence, reason: 'because' },
      effects: ['close-door'],
    });
  });

  it('M8: when the service goes down it tries again later', () => {
    expect(after(inside, gone([332, 307]))).toEqual({
      state: { kind: 'waiting', nick: 'alice' },
      effects: ['close-door', 'wait'],
    });
    expect(after({ kind: 'waiting', nick: 'alice' }, { type: 'timer' }).effects).toEqual(['join', 'wait']);
  });

  it('M8: another nick, chosen or given, is still the same seat', () => {
    expect(after(inside, gone([303], { newNick: 'alicia' })).state).toEqual({ ...inside, nick: 'alicia' });
  });

  it('M8: looks from time to time whether the room still has us (XEP-0410)', () => {
    expect(after(inside, { type: 'timer' }).effects).toEqual(['ping']);
    expect(after(inside, { type: 'pinged', isInside: true })).toEqual({ state: inside, effects: ['wait'] });
    expect(after(inside, { type: 'pinged', isInside: undefined }).effects).toEqual(['wait']);
    expect(after(inside, { type: 'pinged', isInside: false })).toEqual({
      state: joining,
      effects: ['close-door', 'join', 'wait'],
    });
  });

  it('M8: left, it is not gone into again by itself', () => {
    const left = after(inside, { type: 'leave' });
    expect(left).toEqual({
      state: { kind: 'outside', absence: 'left' },
      effects: ['close-door', 'leave'],
    });
    expect(after(left.state, { type: 'online' })).toEqual({ state: left.state, effects: [] });
    expect(after(left.state, self).state).toEqual(left.state);
  });
});
