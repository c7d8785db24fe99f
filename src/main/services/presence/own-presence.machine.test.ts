import { describe, expect, it } from 'vitest';
import {
  AWAY_AFTER_MS,
  changePresence,
  initialPresence,
  type OwnPresence,
  type OwnPresenceEvent,
  shownPresence,
} from './own-presence.machine.ts';

const after = (...events: OwnPresenceEvent[]): OwnPresence => events.reduce(changePresence, initialPresence);
const show = (...events: OwnPresenceEvent[]) => shownPresence(after(...events)).show;
const set = (manual: OwnPresence['manual'], status = ''): OwnPresenceEvent => ({
  kind: 'set',
  manual,
  status,
});
const idle = (idleMs: number, isLocked = false): OwnPresenceEvent => ({
  kind: 'idle',
  at: 1_000_000,
  idleMs,
  isLocked,
});
const onCall: OwnPresenceEvent = { kind: 'calls', isOnCall: true };

describe('own presence (T8)', () => {
  it.each<[string, OwnPresenceEvent[], string]>([
    ['nothing set, somebody there', [], 'available'],
    ['idle a while', [idle(AWAY_AFTER_MS)], 'away'],
    ['idle for less', [idle(AWAY_AFTER_MS - 1)], 'available'],
    ['locked at once', [idle(0, true)], 'away'],
    ['back again', [idle(AWAY_AFTER_MS), idle(0)], 'available'],
    ['on a call', [onCall], 'on-a-call'],
    ['on a call while the screen is locked', [onCall, idle(0, true)], 'on-a-call'],
    ['do not disturb over a call', [set('do-not-disturb'), onCall], 'do-not-disturb'],
    ['do not disturb over idle', [idle(AWAY_AFTER_MS), set('do-not-disturb')], 'do-not-disturb'],
    ['available by hand over idle', [set('available'), idle(AWAY_AFTER_MS)], 'available'],
    ['one manual status at a time', [set('away'), set('do-not-disturb')], 'do-not-disturb'],
    ['cleared by hand', [set('do-not-disturb'), set('automatic')], 'available'],
    ['cleared by hand during a call', [onCall, set('do-not-disturb'), set('automatic')], 'on-a-call'],
    ['cleared by signing out', [set('do-not-disturb'), { kind: 'signed-out' }], 'available'],
  ])('M3: %s', (_name, events, expected) => {
    expect(show(...events)).toBe(expected);
  });

  it('M3: the text goes with the status and survives signing out; five recent ones are kept, newest first', () => {
    const texts = ['one', 'two', 'three', 'two', 'four', 'five', 'six'];
    const state = after(...texts.map((text) => set('automatic', text)), { kind: 'signed-out' });
    expect(state.recentStatuses).toEqual(['six', 'five', 'four', 'two', 'three']);
    expect(shownPresence(state).status).toBe('six');
    expect(shownPresence(changePresence(state, set('automatic', ''))).status).toBeUndefined();
  });

  it('M4: «idle since» is the first moment of the absence', () => {
    const state = after(idle(AWAY_AFTER_MS), {
      kind: 'idle',
      at: 2_000_000,
      idleMs: AWAY_AFTER_MS + 1_000_000,
      isLocked: false,
    });
    expect(shownPresence(state).idleSince).toBe(1_000_000 - AWAY_AFTER_MS);
  });
});
