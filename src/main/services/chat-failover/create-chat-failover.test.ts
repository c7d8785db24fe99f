import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import type { ErrorCode } from '../../../shared/errors/catalogue.ts';
import { fail, failure, ok, type Failure, type Result } from '../../../shared/errors/result.ts';
import type { ImPresenceSession } from '../../ports/im-presence.port.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';
import { createChatFailover, DEFAULT_RELOGIN, type ReloginLimits } from './create-chat-failover.ts';

type Answer = ErrorCode | readonly string[];
type Script = Readonly<
  Partial<Record<'reuse imp-a' | 'reuse imp-b' | 'login imp-a' | 'login imp-b', Answer>>
>;

const target = (host: string): XmppTarget => ({ host, port: 5222, tls: 'starttls' });
const both = ['imp-a', 'imp-b'];
const gone = failure('net.refused');

/** A guide that has stood once, over scripted SOAP nodes: what they are asked, and what they answer. */
function led(script: Script = {}, relogin?: ReloginLimits) {
  const clock = manualClock();
  const trace = memoryTrace();
  const asked: string[] = [];
  const state = {
    script,
    refusal: undefined as Failure | undefined,
    told: undefined as ReloginLimits | undefined,
  };
  const ask =
    (how: 'reuse' | 'login') =>
    async (node: string): Promise<Result<ImPresenceSession>> => {
      asked.push(`${how} ${node}`);
      const answer = state.script[`${how} ${node}` as keyof Script] ?? 'net.refused';
      if (typeof answer === 'string') {
        if (answer.startsWith('auth.')) state.refusal = failure(answer);
        return fail(answer);
      }
      const session = { node, xmpp: answer.map(target), ...(state.told && { relogin: state.told }) };
      return ok(session as unknown as ImPresenceSession);
    };
  const guide = createChatFailover({
    ports: { clock, trace, random: seededRandom() },
    primary: 'imp-a',
    secondary: 'imp-b',
    sessions: {
      reuseAt: ask('reuse'),
      loginAt: ask('login'),
      refused: () => state.refusal,
      stayAtNode: () => undefined,
    },
    relogin,
    targetsOf: ({ xmpp }) => xmpp,
  });
  const { signal } = new AbortController();
  const next = async (failed?: Failure) => {
    const way = await guide.next(failed, signal);
    if (!way.ok) return way.error.code;
    return way.value.kind === 'target' ? way.value.target.host : way.value.kind;
  };
  const states = () =>
    trace
      .spans()
      .filter(({ name }) => /^[A-Z_]+$/.test(name))
      .map(({ name }) => name);
  guide.connected();
  return { guide, next, asked, clock, trace, state, states };
}

/** Its place is lost: the waiting time in seconds. */
async function lose(chat: ReturnType<typeof led>): Promise<number> {
  expect(chat.guide.lost(gone)).toBeUndefined();
  expect(await chat.next()).toBe('same-place');
  expect(await chat.next(gone)).toBe('net.refused');
  const verdict = chat.guide.lost(gone);
  if (typeof verdict !== 'object') throw new Error('not waiting');
  return verdict.delayMs / 1000;
}

describe('failover of chat, run', () => {
  it('A8: the first sign-in is left to the retry policy', async () => {
    const chat = led();
    const fresh = createChatFailover({
      ports: { clock: chat.clock, trace: chat.trace, random: seededRandom() },
      primary: 'imp-a',
      secondary: 'imp-b',
      sessions: {} as never,
      targetsOf: () => [],
    });
    const { signal } = new AbortController();
    expect(await fresh.next(undefined, signal)).toEqual(ok({ kind: 'usual' }));
    expect(await fresh.next(gone, signal)).toEqual({ ok: false, error: gone });
    expect(fresh.lost(gone)).toBeUndefined();
  });

  it('A8: a stream that is had again at its place is no failover', async () => {
    const chat = led();
    expect(chat.guide.lost(gone)).toBeUndefined();
    expect(await chat.next()).toBe('same-place');
    chat.guide.connected();
    expect([chat.asked, chat.states()]).toEqual([[], []]);
  });

  it('A8: waits uniformly between the documented limits when the server told none', async () => {
    const waits = await Promise.all(
      Array.from({ length: 200 }, async (_, seed) => {
        const clock = manualClock();
        const random = seededRandom(seed + 1);
        const guide = createChatFailover({
          ports: { clock, trace: memoryTrace(), random },
          primary: 'a',
          secondary: 'b',
          sessions: { stayAtNode: () => undefined, refused: () => undefined } as never,
          targetsOf: () => [],
        });
        guide.connected();
        await guide.next(gone, new AbortController().signal);
        const verdict = guide.lost(gone);
        return typeof verdict === 'object' ? verdict.delayMs / 1000 : 0;
      }),
    );
    const { lowerS, upperS } = DEFAULT_RELOGIN;
    expect([lowerS, upperS]).toEqual([120, 537]);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(lowerS);
    expect(Math.max(...waits)).toBeLessThanOrEqual(upperS);
    // Uniform: each quarter has its share.
    const quarters = [0, 0, 0, 0];
    for (const wait of waits)
      quarters[Math.min(3, Math.floor(((wait - lowerS) / (upperS - lowerS)) * 4))]! += 1;
    for (const share of quarters) expect(share).toBeGreaterThan(25);
  });

  it('A8: the limits are the server’s, and change with what it says', async () => {
    const chat = led({ 'reuse imp-a': both }, { lowerS: 10, upperS: 20 });
    const first = await lose(chat);
    expect(first).toBeGreaterThanOrEqual(10);
    expect(first).toBeLessThanOrEqual(20);
    chat.state.told = { lowerS: 1, upperS: 2 };
    expect(await chat.next()).toBe('imp-a');
    chat.guide.connected();
    const second = await lose(chat);
    expect(second).toBeGreaterThanOrEqual(1);
    expect(second).toBeLessThanOrEqual(2);
  });

  it('A8: nothing is asked before the waiting time is over', async () => {
    const chat = led({ 'reuse imp-b': both }, { lowerS: 10, upperS: 10 });
    await lose(chat);
    chat.clock.advance(4_000);
    expect(chat.guide.lost(gone)).toEqual({ delayMs: 6_000 });
    expect(chat.asked).toEqual([]);
    expect(await chat.next()).toBe('imp-a');
    expect(chat.asked).toEqual(['reuse imp-a', 'reuse imp-b']);
    expect(await chat.next(gone)).toBe('imp-b');
    chat.guide.connected();
    expect(chat.states()).toEqual([
      'FAILOVER',
      'SOAPCONNECT_SESSION_P',
      'SOAPCONNECT_SESSION_S',
      'SOAPCONNECTED',
      'XMPPCONNECT_P',
      'XMPPCONNECT_S',
      'XMPPCONNECTED',
    ]);
  });

  it('A8: goes where the servers of the moment say', async () => {
    const chat = led({ 'reuse imp-a': ['imp-b', 'imp-a'] });
    await lose(chat);
    expect(await chat.next()).toBe('imp-b');
  });

  it('A8: a new login only when neither node takes the session', async () => {
    const chat = led({
      'reuse imp-a': 'net.timeout',
      'reuse imp-b': 'http.bad-content',
      'login imp-b': both,
    });
    await lose(chat);
    expect(await chat.next()).toBe('imp-a');
    expect(chat.asked).toEqual(['reuse imp-a', 'reuse imp-b', 'login imp-a', 'login imp-b']);
  });

  it('A8: no more attempts after both nodes failed, until asked', async () => {
    const chat = led();
    await lose(chat);
    expect(await chat.next()).toBe('xmpp.nodes-failed');
    expect(chat.guide.lost(failure('xmpp.nodes-failed'))).toBe('rest');
    expect(chat.asked).toHaveLength(4);
    chat.state.script = { 'login imp-a': both };
    expect(await chat.next()).toBe('imp-a');
    expect(chat.asked.slice(4)).toEqual(['login imp-a']);
    chat.guide.connected();
    expect(chat.states().slice(-6)).toEqual([
      'STOPPED',
      'FAILOVER',
      'SOAPCONNECT_P',
      'SOAPCONNECTED',
      'XMPPCONNECT_P',
      'XMPPCONNECTED',
    ]);
  });

  it('A8: stops also where SOAP answers and neither chat server does', async () => {
    const chat = led({ 'reuse imp-a': both });
    await lose(chat);
    expect(await chat.next()).toBe('imp-a');
    expect(await chat.next(gone)).toBe('imp-b');
    expect(await chat.next(gone)).toBe('xmpp.nodes-failed');
    expect(chat.guide.lost(failure('xmpp.nodes-failed'))).toBe('rest');
  });

  it('A2, A8: a refused password ends it at once and is the outcome', async () => {
    const chat = led({ 'login imp-a': 'auth.wrong-password', 'login imp-b': both });
    await lose(chat);
    expect(await chat.next()).toBe('auth.wrong-password');
    expect(chat.asked).toEqual(['reuse imp-a', 'reuse imp-b', 'login imp-a']);
    // The engine stops by the cause itself.
    expect(chat.guide.lost(failure('auth.wrong-password'))).toBeUndefined();
  });

  it('A2, A8: a one-time password that is refused at its place says nothing of the person’s', async () => {
    const chat = led({ 'reuse imp-b': both });
    expect(await chat.next()).toBe('same-place');
    expect(await chat.next(failure('auth.wrong-password'))).toBe('xmpp.stream');
    expect(chat.guide.lost(failure('xmpp.stream'))).toMatchObject({ delayMs: expect.any(Number) });
  });

  it('A8: a node that says it goes down is not asked at its place again', () => {
    const chat = led({}, { lowerS: 5, upperS: 5 });
    expect(chat.guide.lost(failure('xmpp.stream', {}, 'system-shutdown'))).toEqual({ delayMs: 5_000 });
  });

  it('M1, A8: without a network of our own no node has failed', async () => {
    const chat = led();
    const nameless = failure('net.name-not-found');
    expect(await chat.next()).toBe('same-place');
    expect(await chat.next(nameless)).toBe('net.name-not-found');
    expect(chat.guide.lost(nameless)).toBeUndefined();
    expect(chat.states()).toEqual([]);
    await lose(chat);
    chat.state.script = {
      'reuse imp-a': 'net.name-not-found',
      'reuse imp-b': 'net.name-not-found',
      'login imp-a': 'net.name-not-found',
      'login imp-b': 'net.name-not-found',
    };
    expect(await chat.next()).toBe('net.name-not-found');
    expect(chat.guide.lost(nameless)).toBeUndefined();
  });

  it('A8: an attempt that was given up goes on where it was', async () => {
    const chat = led({ 'reuse imp-a': both });
    await lose(chat);
    const stop = new AbortController();
    const given = chat.guide.next(undefined, stop.signal);
    stop.abort();
    expect(await given).toMatchObject({ error: { code: 'app.cancelled' } });
    expect(await chat.next()).toBe('imp-a');
    expect(chat.states()).toEqual(['FAILOVER', 'SOAPCONNECT_SESSION_P', 'SOAPCONNECTED', 'XMPPCONNECT_P']);
    expect(await chat.next()).toBe('imp-a');
  });
});
