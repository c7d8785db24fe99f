import { describe, expect, it } from 'vitest';
import { changeSession, type SessionEvent, sessionStarting, type SessionState } from './session.machine.ts';

const at = 1;
const enter = (run: number, more: object = {}): SessionEvent => ({
  kind: 'entered',
  run,
  address: 'a@b',
  name: 'A',
  mode: 'full-uc',
  isFromCache: false,
  ...more,
});
const want = (run: number): SessionEvent => ({
  kind: 'password-wanted',
  run,
  username: 'a',
  error: { code: 'auth.wrong-password' },
  at,
});
const launched = (startsFromCache: boolean): SessionEvent => ({
  kind: 'launched',
  startsFromCache,
  returning: { address: 'a@b', name: 'A', canOpenOffline: true },
});
const begin: SessionEvent = { kind: 'begin', address: 'a@b', at };

/** Runs events; gives the last state and the kinds of all effects. */
function play(...events: SessionEvent[]): {
  readonly state: SessionState;
  readonly effects: readonly string[];
} {
  let state = sessionStarting;
  const effects: string[] = [];
  for (const event of events) {
    const change = changeSession(state, event);
    state = change.state;
    effects.push(...change.effects.map(({ kind }) => kind));
  }
  return { state, effects };
}

describe('the session’s phases', () => {
  it.each<[string, SessionEvent[], string, string[]]>([
    ['a new profile shows the sign-in screen', [launched(false)], 'signed-out', []],
    ['a remembered sign-in starts from the cache', [launched(true)], 'starting', ['start-from-cache']],
    [
      '… and is in at once',
      [launched(true), enter(1, { isFromCache: true })],
      'signed-in',
      ['start-from-cache'],
    ],
    ['Continue signs in', [launched(false), begin], 'signing-in', ['sign-in']],
    ['a password is wanted in place', [launched(false), begin, want(1)], 'signing-in', ['sign-in']],
    ['success is the hub', [launched(false), begin, enter(1)], 'signed-in', ['sign-in']],
    [
      'failure is the sign-in screen again, and what was started stops',
      [launched(false), begin, { kind: 'failed', run: 1, error: { code: 'net.refused' } }],
      'signed-out',
      ['sign-in', 'stop-run'],
    ],
    [
      'cancel likewise, without an error',
      [launched(false), begin, { kind: 'cancel' }],
      'signed-out',
      ['sign-in', 'stop-run'],
    ],
    [
      'another address replaces the attempt',
      [launched(false), begin, begin],
      'signing-in',
      ['sign-in', 'stop-run', 'sign-in'],
    ],
    [
      'offline opens what is stored',
      [launched(false), { kind: 'open-offline' }, enter(1, { isFromCache: true })],
      'signed-in',
      ['start-from-cache'],
    ],
    [
      'a password that went bad asks in the hub',
      [launched(true), enter(1), want(1)],
      'signing-in',
      ['start-from-cache'],
    ],
    [
      'sign-out stops, then forgets',
      [launched(false), begin, enter(1), { kind: 'leave', reason: 'sign-out' }],
      'signed-in',
      ['sign-in', 'stop-run', 'leave'],
    ],
    [
      '… and is out when that is done',
      [
        launched(false),
        begin,
        enter(1),
        { kind: 'leave', reason: 'sign-out' },
        { kind: 'left', run: 2, returning: { canOpenOffline: false } },
      ],
      'signed-out',
      ['sign-in', 'stop-run', 'leave'],
    ],
    [
      'cancel does nothing in the hub',
      [launched(false), begin, enter(1), { kind: 'cancel' }],
      'signed-in',
      ['sign-in'],
    ],
  ])('%s', (_title, events, phase, effects) => {
    const played = play(...events);
    expect([played.state.session.phase, played.effects]).toEqual([phase, effects]);
  });

  it('nothing is heard of a run that was replaced or cancelled', () => {
    const cancelled = play(launched(false), begin, { kind: 'cancel' }).state;
    const reports: SessionEvent[] = [
      enter(1),
      want(1),
      { kind: 'steps', run: 1, steps: [] },
      { kind: 'failed', run: 1, error: { code: 'app.fault' } },
      { kind: 'refreshed', run: 1 },
    ];
    for (const event of reports)
      expect(changeSession(cancelled, event)).toEqual({ state: cancelled, effects: [] });
    const leaving = play(launched(false), begin, enter(1), { kind: 'leave', reason: 'reset' }).state;
    for (const event of reports) expect(changeSession(leaving, event).state).toEqual(leaving);
  });

  it('nothing more is heard of a run that failed, and a sign-in begun while another ends is not hidden', () => {
    const failure: SessionEvent = { kind: 'failed', run: 1, error: { code: 'auth.session-ended' } };
    const failed = play(launched(false), begin, enter(1), failure).state;
    expect(changeSession(failed, enter(1))).toEqual({ state: failed, effects: [] });
    const left: SessionEvent = { kind: 'left', run: 2, returning: { address: 'a@b', canOpenOffline: false } };
    const again = play(launched(false), begin, enter(1), { kind: 'leave', reason: 'sign-out' }, begin, left);
    expect(again.state).toMatchObject({
      session: { phase: 'signing-in' },
      returning: { canOpenOffline: false },
    });
  });

  it('the checklist of a failed attempt is kept for Details, the address for another try', () => {
    const steps = [{ id: 'chat' as const, state: 'failed' as const, details: [] }];
    const { state } = play(
      launched(false),
      begin,
      { kind: 'steps', run: 1, steps },
      { kind: 'failed', run: 1, error: { code: 'net.refused', params: { host: 'x' } } },
    );
    expect(state.session).toEqual({
      phase: 'signed-out',
      lastAddress: 'a@b',
      lastName: 'A',
      canOpenOffline: true,
      steps,
      error: { code: 'net.refused', params: { host: 'x' } },
    });
  });

  it('D11: a new configuration stays told until somebody signs in anew', () => {
    const news = play(
      launched(true),
      enter(1, { isFromCache: true }),
      { kind: 'refreshed', run: 1, hasNewConfiguration: true },
      { kind: 'refreshed', run: 1, hasNewConfiguration: false },
    );
    expect(news.state.session).toMatchObject({ isFromCache: false, hasNewConfiguration: true });
    expect(play(launched(false), begin, enter(1)).state.session).toMatchObject({
      hasNewConfiguration: false,
    });
  });

  it('a given password takes the question away', () => {
    expect(play(launched(false), begin, want(1)).state.session).toHaveProperty('needs');
    expect(
      play(launched(false), begin, want(1), { kind: 'password-given' }).state.session,
    ).not.toHaveProperty('needs');
  });
});
