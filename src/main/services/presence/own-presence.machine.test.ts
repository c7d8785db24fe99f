import { describe, expect, it } from 'vitest';
import {
  changePresence,
  defaultIdleRules,
  initialPresence,
  keptStatus,
  type Noticed,
  type OwnPresence,
  type OwnPresenceEvent,
  shownPresence,
} from './own-presence.machine.ts';

const AWAY_AFTER_MS = defaultIdleRules.awayAfterMs ?? 0;
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
const noticed = (what: Noticed, isSo = true): OwnPresenceEvent => ({ kind: 'noticed', what, isSo });
const onCall = noticed('isOnCall');
const rules = (more: Partial<OwnPresence['rules']>): OwnPresenceEvent => ({
  kind: 'rules',
  rules: { ...defaultIdleRules, ...more },
});
const neverIdle: OwnPresenceEvent = {
  kind: 'rules',
  rules: { isAwayWhenLocked: true, countsDuringCalls: false },
};

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
    ['in a meeting', [noticed('isInMeeting')], 'in-a-meeting'],
    ['on a call in a meeting', [noticed('isInMeeting'), onCall], 'on-a-call'],
    [
      'the meeting after the call',
      [noticed('isInMeeting'), onCall, noticed('isOnCall', false)],
      'in-a-meeting',
    ],
    [
      'in a meeting though nobody touches the computer',
      [noticed('isInMeeting'), idle(0, true)],
      'in-a-meeting',
    ],
    ['available by hand in a meeting', [noticed('isInMeeting'), set('available')], 'available'],
    ['presenting over a call', [onCall, noticed('isPresenting')], 'presenting'],
    ['do not disturb on the phone', [noticed('isPhoneSilent')], 'do-not-disturb'],
    ['a call is more than the phone’s silence', [noticed('isPhoneSilent'), onCall], 'on-a-call'],
    ['away by hand over all of it', [onCall, noticed('isInMeeting'), set('away')], 'away'],
    ['idle never counts', [neverIdle, idle(AWAY_AFTER_MS * 10)], 'available'],
    ['a lock that does not count', [rules({ isAwayWhenLocked: false }), idle(0, true)], 'available'],
    ['idle in a call by policy', [rules({ countsDuringCalls: true }), onCall, idle(0, true)], 'away'],
    ['cleared by signing out', [set('do-not-disturb'), { kind: 'signed-out' }], 'available'],
  ])('M3: %s', (_name, events, expected) => {
    expect(show(...events)).toBe(expected);
  });

  it('M3: messages are kept for another time, ten of them, newest first, until they are forgotten', () => {
    const texts = ['one', 'two', 'three', 'two', ...Array.from({ length: 8 }, (_, at) => `more ${at}`)];
    const state = after(...texts.map((text) => set('automatic', text)));
    expect(state.recentStatuses).toHaveLength(10);
    expect(state.recentStatuses.slice(-2)).toEqual(['two', 'three']);
    const fewer = changePresence(state, { kind: 'forget-status', status: 'two' });
    expect(fewer.recentStatuses).not.toContain('two');
    expect(shownPresence(changePresence(state, set('automatic', ''))).status).toBeUndefined();
  });

  it('M3: status and message end together at their time, not before; a status without an end stays', () => {
    const state = after({ kind: 'set', manual: 'do-not-disturb', status: 'Thinking', until: 100 });
    expect(shownPresence(changePresence(state, { kind: 'time', at: 99 })).show).toBe('do-not-disturb');
    const ended = changePresence(state, { kind: 'time', at: 100 });
    expect(ended).toMatchObject({ manual: 'automatic', status: '', recentStatuses: ['Thinking'] });
    expect(ended.until).toBeUndefined();
    const lasting = changePresence(state, set('away', 'Out'));
    expect(changePresence(lasting, { kind: 'time', at: 1e15 }).manual).toBe('away');
  });

  it('M3: a restart brings back what was set by hand, but what has ended meanwhile; signing out ends it', () => {
    const kept = keptStatus(after({ kind: 'set', manual: 'away', status: 'Lunch', until: 100 }, onCall));
    expect(after({ kind: 'restored', kept, at: 50 })).toMatchObject({
      manual: 'away',
      status: 'Lunch',
      until: 100,
      isOnCall: false,
    });
    expect(after({ kind: 'restored', kept, at: 100 })).toMatchObject({ manual: 'automatic', status: '' });
    const left = keptStatus(changePresence(after(set('away', 'Lunch')), { kind: 'signed-out' }));
    expect(left).toEqual({ manual: 'automatic', status: '', recentStatuses: ['Lunch'] });
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
