import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { fail, failure, ok, type Result } from '../../../shared/errors/result.ts';
import { askInTurn } from './ask-in-turn.ts';

const DOWN = failure('net.refused', { host: 'a', port: 8443 });

/** Asks three servers that answer when the test says so. */
function rig(servers = ['a', 'b', 'c']) {
  const clock = manualClock();
  const caller = new AbortController();
  const asked: string[] = [];
  const cancelled: string[] = [];
  const answers = new Map<string, (result: Result<string>) => void>();
  const result = askInTurn<string>({
    servers,
    clock,
    signal: caller.signal,
    ask(server, signal) {
      asked.push(server);
      signal.addEventListener('abort', () => cancelled.push(server));
      return new Promise((resolve) => {
        answers.set(server, resolve);
        signal.addEventListener('abort', () => resolve(fail('app.cancelled')));
      });
    },
  });
  const answer = async (server: string, value: Result<string>): Promise<void> => {
    answers.get(server)?.(value);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, caller, asked, cancelled, answer, result };
}

describe('asking servers in turn', () => {
  it('C1: one that answers is the only one asked', async () => {
    const t = rig();
    await t.answer('a', ok('found'));
    expect(await t.result).toEqual({ ok: true, value: { server: 'a', value: 'found' } });
    expect([t.asked, t.clock.pending()]).toEqual([['a'], 0]);
  });

  it('C1 A9: one that is down makes way at once, up to the third', async () => {
    const t = rig();
    await t.answer('a', { ok: false, error: DOWN });
    await t.answer('b', { ok: false, error: DOWN });
    await t.answer('c', ok('found'));
    expect(await t.result).toMatchObject({ value: { server: 'c' } });
    expect(t.clock.monotonic()).toBe(0);
  });

  it('C1 A9: one that hangs keeps nobody waiting, and its question is taken back', async () => {
    const t = rig();
    t.clock.advance(999);
    expect(t.asked).toEqual(['a']);
    t.clock.advance(1);
    expect(t.asked).toEqual(['a', 'b']);
    await t.answer('b', ok('found'));
    expect(await t.result).toMatchObject({ value: { server: 'b' } });
    expect(t.cancelled).toContain('a');
  });

  it('C1: a slow one may still be the first to answer', async () => {
    const t = rig();
    t.clock.advance(2_000);
    expect(t.asked).toEqual(['a', 'b', 'c']);
    await t.answer('b', { ok: false, error: DOWN });
    await t.answer('a', ok('late'));
    expect(await t.result).toMatchObject({ value: { server: 'a', value: 'late' } });
  });

  it('A2: a refusal is an answer: no other server is shown the password after it', async () => {
    const t = rig();
    await t.answer('a', fail('auth.wrong-password'));
    expect(await t.result).toMatchObject({ error: { code: 'auth.wrong-password' } });
    expect(t.asked).toEqual(['a']);
  });

  it('C1: when all are down the last failure is told; without servers the directory is unavailable', async () => {
    const t = rig(['a']);
    await t.answer('a', { ok: false, error: DOWN });
    expect(await t.result).toEqual({ ok: false, error: DOWN });
    expect(await rig([]).result).toMatchObject({ error: { code: 'directory.unavailable' } });
  });

  it('C3: cancelled by the asker, every question is taken back', async () => {
    const t = rig();
    t.clock.advance(1_000);
    t.caller.abort();
    expect(await t.result).toMatchObject({ error: { code: 'app.cancelled' } });
    expect(t.cancelled).toEqual(['a', 'b']);
  });
});
