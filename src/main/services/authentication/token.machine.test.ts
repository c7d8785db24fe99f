import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/errors/result.ts';
import {
  changeTokens,
  isUsable,
  type TokenEvent,
  type TokenLives,
  tokensReceived,
  type TokenState,
} from './token.machine.ts';

const T = 1_700_000_000_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const lives = (refreshDays: number | undefined = 60, isRenewable = true): TokenLives => ({
  access: { from: T, ms: 60 * MINUTE },
  isRenewable,
  ...(refreshDays !== undefined && { refresh: { from: T, ms: refreshDays * DAY } }),
});
const after = (state: TokenState, ...events: TokenEvent[]) =>
  events.reduce((change, event) => changeTokens(change.state, event), { state, effects: [] } as ReturnType<
    typeof changeTokens
  >);
const held = tokensReceived(lives(), T).state;
const network = failure('net.timeout', { host: 'ucm', port: 8443 });
const withdrawn = failure('auth.session-ended');
const kinds = (change: ReturnType<typeof changeTokens>) => change.effects.map(({ kind }) => kind);

describe('the life of tokens', () => {
  it.each([
    ['79 % of the access token’s life', 47.4 * MINUTE, ['wake']],
    ['80 %', 48 * MINUTE, ['renew']],
    ['99 %', 59.4 * MINUTE, ['renew']],
    ['a day asleep', DAY, ['renew']],
    ['74 % of the refresh token’s', 44.4 * DAY, ['renew']],
    ['75 % of the refresh token’s', 45 * DAY, ['ask-soon', 'renew']],
    ['a clock turned back by two hours', -120 * MINUTE, ['renew']],
    ['a clock turned back by half a minute', -MINUTE / 2, ['wake']],
  ] as const)('A2: at %s', (_name, ms, effects) => {
    expect(kinds(after(held, { kind: 'tick', at: T + ms }))).toEqual(effects);
  });

  it('A2: wakes for what comes first: renewal, the question, or a look after hours', () => {
    expect(tokensReceived(lives(), T).effects).toEqual([{ kind: 'wake', at: T + 48 * MINUTE }]);
    const long = { ...lives(), access: { from: T, ms: 100 * DAY } };
    expect(tokensReceived(long, T).effects).toEqual([{ kind: 'wake', at: T + 6 * 60 * MINUTE }]);
    const short = { ...lives(), refresh: { from: T, ms: 40 * MINUTE } };
    expect(tokensReceived(short, T).effects).toEqual([{ kind: 'wake', at: T + 30 * MINUTE }]);
  });

  it('A2: asks once, and again only when there were new tokens', () => {
    const asked = after(held, { kind: 'tick', at: T + 46 * DAY });
    expect(kinds(asked)).toContain('ask-soon');
    expect(kinds(after(asked.state, { kind: 'tick', at: T + 47 * DAY }))).not.toContain('ask-soon');
  });

  it('A2: renewals that leave the refresh token as it is ask nobody again; a new one does in its own time', () => {
    const asked = after(held, { kind: 'tick', at: T + 46 * DAY });
    const renewed = { ...lives(), access: { from: T + 46 * DAY, ms: 60 * MINUTE } };
    const same = after(asked.state, { kind: 'received', lives: renewed, at: T + 46 * DAY });
    expect(kinds(same)).toEqual(['wake']);
    const rotated = { ...renewed, refresh: { from: T + 46 * DAY, ms: 60 * DAY } };
    const other = after(asked.state, { kind: 'received', lives: rotated, at: T + 46 * DAY });
    expect(kinds(after(other.state, { kind: 'tick', at: T + 92 * DAY }))).toContain('ask-soon');
  });

  it('A2: a server that tells no life of its refresh token is not asked about it', () => {
    const { state } = tokensReceived({ access: { from: T, ms: 60 * MINUTE }, isRenewable: true }, T);
    expect(kinds(after(state, { kind: 'tick', at: T + 1_000 * DAY }))).toEqual(['renew']);
  });

  it('A2: one renewal at a time, however often it is wanted or refused', () => {
    const renewing = after(held, { kind: 'wanted', at: T });
    expect(kinds(renewing)).toEqual(['renew']);
    for (const kind of ['wanted', 'refused', 'tick'] as const)
      expect(kinds(after(renewing.state, { kind, at: T + 1 }))).not.toContain('renew');
  });

  it('A2: a refused token is not given out again, though it is not over', () => {
    expect(isUsable(held, T)).toBe(true);
    const refused = after(held, { kind: 'refused', at: T });
    expect(isUsable(refused.state, T)).toBe(false);
    const failed = after(refused.state, { kind: 'failed', error: network, at: T, fraction: 0.5 });
    expect(isUsable(failed.state, T)).toBe(false);
    const again = after(failed.state, { kind: 'tick', at: T + MINUTE });
    expect(again.state).toMatchObject({ kind: 'renewing', isRefused: true });
    const asked = after(failed.state, { kind: 'wanted', at: T });
    expect(asked.state).toMatchObject({ kind: 'renewing', isRefused: true });
  });

  it('A2: a renewal that fails for a passing reason is tried again, later each time, up to five minutes', () => {
    let state: TokenState = after(held, { kind: 'tick', at: T + 48 * MINUTE }).state;
    const pauses: number[] = [];
    for (let at = T; pauses.length < 9; at += 1) {
      const failed = after(state, { kind: 'failed', error: network, at, fraction: 0.5 });
      expect(failed.state).toMatchObject({ kind: 'waiting', error: network });
      const wait = failed.state.kind === 'waiting' ? failed.state.retryAt - at : 0;
      pauses.push(wait / 1_000);
      expect(kinds(after(failed.state, { kind: 'tick', at: at + wait - 1 }))).toEqual(['wake']);
      state = after(failed.state, { kind: 'tick', at: at + wait }).state;
      expect(state.kind).toBe('renewing');
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('A2: in the meantime the old token is good as long as it lives', () => {
    const renewing = after(held, { kind: 'tick', at: T + 48 * MINUTE });
    const waiting = after(renewing.state, {
      kind: 'failed',
      error: network,
      at: T + 48 * MINUTE,
      fraction: 0,
    });
    expect(isUsable(waiting.state, T + 59 * MINUTE)).toBe(true);
    expect(isUsable(waiting.state, T + 60 * MINUTE)).toBe(false);
  });

  it.each(['auth.session-ended', 'auth.sign-on-not-allowed'] as const)('A2: %s is the last word', (code) => {
    const renewing = after(held, { kind: 'wanted', at: T });
    const ended = after(renewing.state, { kind: 'failed', error: failure(code), at: T, fraction: 0 });
    expect(ended).toEqual({
      state: { kind: 'ended', error: { code } },
      effects: [{ kind: 'end', error: { code } }],
    });
    for (const event of [
      { kind: 'tick', at: T + DAY },
      { kind: 'wanted', at: T },
      { kind: 'refused', at: T },
      { kind: 'failed', error: withdrawn, at: T, fraction: 0 },
    ] satisfies TokenEvent[])
      expect(after(ended.state, event)).toEqual({ state: ended.state, effects: [] });
  });

  it('A2: after the end, new tokens of the person begin anew', () => {
    const ended = after(
      held,
      { kind: 'wanted', at: T },
      { kind: 'failed', error: withdrawn, at: T, fraction: 0 },
    );
    expect(after(ended.state, { kind: 'received', lives: lives(), at: T }).state).toEqual(held);
  });

  it.each([
    ['refused', { kind: 'refused', at: T }],
    ['over', { kind: 'tick', at: T + 60 * MINUTE }],
    ['wanted when over', { kind: 'wanted', at: T + 60 * MINUTE }],
  ] as const)('7.2: tokens of the implicit flow that are %s end the sign-in', (_name, event) => {
    const { state } = tokensReceived(lives(undefined, false), T);
    expect(kinds(after(state, { kind: 'tick', at: T + 59 * MINUTE }))).toEqual(['wake']);
    expect(after(state, event).effects).toEqual([{ kind: 'end', error: { code: 'auth.session-ended' } }]);
  });
});
