import { describe, expect, it, vi } from 'vitest';
import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import { fixedSettings } from '../../../../test/fakes/fixed-settings.ts';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { AccessoryLine } from '../../ports/accessory-door.port.ts';
import { createAccessories } from './create-accessories.service.ts';

const CALL: Call = {
  id: 'c1' as CallId,
  direction: 'in',
  state: 'ringing-in',
  peer: { name: 'Bob', address: '1002' },
  isMuted: false,
  startedAt: 1,
  security: 'none',
  dtmfSent: '',
  can: ['answer', 'decline', 'transfer'],
};

type Said = {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: { readonly token?: string; readonly may?: readonly string[]; readonly calls?: unknown };
  readonly error?: { readonly code: number; readonly data?: unknown };
};

/** A program's end of the line. */
class Program {
  readonly said: Said[] = [];
  closed: string | undefined;
  private give: (text: string) => void = () => undefined;
  private readonly enders: (() => void)[] = [];
  private next = 0;
  readonly line: AccessoryLine = {
    send: (text) => void this.said.push(JSON.parse(text) as Said),
    onText: (listener) => void (this.give = listener),
    onClose: (listener) => void this.enders.push(listener),
    close: (reason) => this.gone(reason),
  };

  gone(reason: string): void {
    if (this.closed !== undefined) return;
    this.closed = reason;
    for (const end of this.enders) end();
  }

  raw(text: string): void {
    this.give(text);
  }

  async ask(method: string, params: unknown = {}): Promise<Said> {
    this.next += 1;
    const id = this.next;
    this.give(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return this.answerTo(id);
  }

  async answerTo(id: unknown): Promise<Said> {
    // Digests of tokens are made by the runtime's own threads: how many turns they take is theirs to say.
    return vi.waitFor(
      () => {
        const found = this.said.find((each) => each.id === id);
        if (found === undefined) throw new Error(`no answer to ${String(id)}; closed: ${this.closed}`);
        return found;
      },
      { timeout: 10_000, interval: 1 },
    );
  }
}

async function desk({ allow = true, isOn = true, store = memoryKeyValue() } = {}) {
  const clock = manualClock();
  const publisher = memoryPublisher();
  const settings = fixedSettings({ allowAccessories: isOn });
  const asked: unknown[] = [];
  const done: unknown[] = [];
  let arrive: ((line: AccessoryLine) => void) | undefined;
  const answers = { allow, dial: ok({ callId: 'c2' as CallId }) as ReturnType<typeof dialled> };
  const note = (name: string) => async (argument: unknown) => {
    done.push([name, argument]);
    return ok();
  };
  const service = createAccessories({
    door: {
      async open(onLine) {
        arrive = onLine;
        return ok({ address: 'ws://127.0.0.1:1/', close: async () => void (arrive = undefined) });
      },
    },
    actions: {
      'calls/dial': async (argument) => {
        done.push(['dial', argument]);
        return answers.dial;
      },
      'calls/answer': note('answer'),
      'calls/decline': note('decline'),
      'calls/hang-up': note('end'),
      'calls/hold': note('hold'),
      'calls/resume': note('resume'),
      'calls/set-mute': note('mute'),
      'calls/send-dtmf': note('digits'),
      sendMessage: async (to, body) => {
        done.push(['message', to, body]);
        return ok();
      },
    },
    ...{ settings, store, publisher, clock, random: seededRandom(), log: silentLog },
    prompter: {
      ask: async (prompt) => {
        asked.push(prompt);
        return answers.allow;
      },
      tell: () => undefined,
    },
  });
  await service.begin();
  const connect = (): Program => {
    const program = new Program();
    arrive?.(program.line);
    return program;
  };
  const shown = () => publisher.get('accessories', 'only');
  return {
    ...{ service, settings, store, clock, asked, done, answers, connect, shown },
    isOpen: () => !!arrive,
  };
}
const dialled = () =>
  ok({ callId: 'c2' as CallId }) as ReturnType<typeof fail> | { ok: true; value: { callId: CallId } };

describe('programs that control calls', () => {
  it('V13: are let in by the person once, and know the calls from then on', async () => {
    const { service, connect, asked, shown } = await desk();
    service.callChanged('c1', CALL);
    const program = connect();
    const hello = await program.ask('hello', { name: 'Headset' });
    expect(asked).toEqual([{ kind: 'accessory', name: 'Headset', wantsMessages: false }]);
    expect(hello.result).toMatchObject({
      api: 1,
      may: ['calls'],
      calls: [{ id: 'c1', state: 'ringing-in' }],
    });
    expect(hello.result?.token).toMatch(/^[0-9a-f]{64}$/);
    service.callChanged('c1', { ...CALL, state: 'connected' });
    service.callChanged('c1', undefined);
    expect(program.said.slice(1)).toMatchObject([
      {
        method: 'call.changed',
        params: { call: { id: 'c1', state: 'connected', can: ['answer', 'decline'] } },
      },
      { method: 'call.removed', params: { callId: 'c1' } },
    ]);
    expect(shown()?.clients).toMatchObject([{ name: 'Headset', isConnected: true, maySend: false }]);
  });

  it('V13: come back with their token without a question; only its digest is kept', async () => {
    const first = await desk();
    const { result } = await first.connect().ask('hello', { name: 'Headset' });
    const token = result?.token ?? '';
    expect([...first.store.entries.values()].join('')).not.toContain(token);
    const later = await desk({ store: first.store, allow: false });
    const again = await later.connect().ask('hello', { name: 'Headset', token });
    expect(again.result).toMatchObject({ api: 1 });
    expect(again.result?.token).toBeUndefined();
    expect(later.asked).toEqual([]);
    // One digit off is a stranger.
    const stranger = await later.connect().ask('hello', { name: 'Headset', token: `${token.slice(0, -1)}x` });
    expect(stranger.error?.code).toBe(-32_002);
  });

  it('V13: answer, end, mute, hold, resume, decline, dial and press keys', async () => {
    const { connect, done } = await desk();
    const program = connect();
    await program.ask('hello', { name: 'Headset' });
    for (const method of ['answer', 'decline', 'end', 'hold', 'resume'])
      expect((await program.ask(`call.${method}`, { callId: 'c1' })).result).toEqual({});
    await program.ask('call.mute', { callId: 'c1', isMuted: true });
    await program.ask('call.digits', { callId: 'c1', digits: '12#' });
    expect((await program.ask('call.dial', { target: '1002' })).result).toEqual({ callId: 'c2' });
    expect(done).toEqual([
      ...['answer', 'decline', 'end', 'hold', 'resume'].map((name) => [name, { callId: 'c1' }]),
      ['mute', { callId: 'c1', isMuted: true }],
      ['digits', { callId: 'c1', digits: '12#' }],
      ['dial', { target: '1002' }],
    ]);
  });

  it('V13: a failure is told by its code alone', async () => {
    const { connect, answers } = await desk();
    answers.dial = fail('call.bad-number', { number: '1' }, 'sip.example.test said no');
    const program = connect();
    await program.ask('hello', { name: 'Headset' });
    const { error } = await program.ask('call.dial', { target: 'x' });
    expect(error).toEqual({ code: -32_000, message: 'Failed', data: { code: 'call.bad-number' } });
  });

  it('V13: messages are sent only by those who were let in for it', async () => {
    const { connect, done, asked } = await desk();
    const caller = connect();
    await caller.ask('hello', { name: 'Headset' });
    const message = { to: 'bob@example.test', text: 'hi' };
    expect((await caller.ask('message.send', message)).error?.code).toBe(-32_002);
    const writer = connect();
    const hello = await writer.ask('hello', { name: 'CRM', wants: ['calls', 'messages'] });
    expect(hello.result?.may).toEqual(['calls', 'messages']);
    expect(asked.at(-1)).toEqual({ kind: 'accessory', name: 'CRM', wantsMessages: true });
    expect((await writer.ask('message.send', message)).result).toEqual({});
    expect(done).toEqual([['message', 'bob@example.test', 'hi']]);
  });

  it('V13: nothing works before the hello, and who is turned down is cut off and not asked about again at once', async () => {
    const { connect, done, asked, clock } = await desk({ allow: false });
    const program = connect();
    expect((await program.ask('call.dial', { target: '1' })).error?.code).toBe(-32_001);
    expect((await program.ask('hello', { name: 'X' })).error?.code).toBe(-32_002);
    expect(program.closed).toBe('not allowed');
    await connect().ask('hello', { name: 'X' });
    expect(asked).toHaveLength(1);
    clock.advance(60_001);
    await connect().ask('hello', { name: 'X' });
    expect(asked).toHaveLength(2);
    expect(done).toEqual([]);
  });

  it('V13: revoked in Preferences, a program is cut off and its token is worth nothing', async () => {
    const { service, connect, shown, answers } = await desk();
    const program = connect();
    const { result } = await program.ask('hello', { name: 'Headset' });
    const id = shown()?.clients[0]?.id ?? '';
    await service.handlers['accessories/revoke']({ id }, { signal: new AbortController().signal });
    expect(program.closed).toBe('not allowed any more');
    expect(shown()?.clients).toEqual([]);
    answers.allow = false;
    const again = await connect().ask('hello', { name: 'Headset', token: result?.token });
    expect(again.error?.code).toBe(-32_002);
  });

  it('V13: is off until the person switches it on, and ends with that', async () => {
    const { service, settings, isOpen, shown, connect } = await desk({ isOn: false });
    expect([isOpen(), shown()?.state]).toEqual([false, 'off']);
    settings.change({ allowAccessories: true });
    await expect.poll(() => shown()?.state).toBe('open');
    const program = connect();
    await program.ask('hello', { name: 'Headset' });
    settings.change({ allowAccessories: false });
    await expect.poll(isOpen).toBe(false);
    expect(program.closed).toBe('switched off');
    await service.end();
  });

  it('V13: too many requests are turned down, and a program that says nothing is cut off', async () => {
    const { connect, clock } = await desk();
    const silent = connect();
    const program = connect();
    await program.ask('hello', { name: 'Headset' });
    const answers = [];
    for (let n = 0; n < 60; n += 1) answers.push(await program.ask('calls.list'));
    const refused = answers.filter(({ error }) => error?.code === -32_003);
    expect(refused).toHaveLength(60 - 39);
    clock.advance(10_000);
    expect([silent.closed, program.closed]).toEqual(['no hello', undefined]);
    expect((await program.ask('calls.list')).result).toEqual({ calls: [] });
  });

  it('V13: whatever a program says: no crash, no action, and in the end the line is cut', async () => {
    const { connect, done, asked } = await desk({ allow: false });
    const random = seededRandom(7);
    const seeds = [
      '{"jsonrpc":"2.0","id":1,"method":"call.dial","params":{"target":"1"}}',
      '{"jsonrpc":"2.0","method":"calls.list"}',
      '[{"jsonrpc":"2.0","id":1,"method":"calls.list"}]',
      '{"jsonrpc":"2.0","id":{},"method":"__proto__","params":[1]}',
      `{"jsonrpc":"2.0","id":2,"method":"constructor"}${'['.repeat(5000)}`,
    ];
    for (let run = 0; run < fuzzRuns(300); run += 1) {
      const program = connect();
      for (let n = 0; n < 12; n += 1) {
        const letters = [...(seeds[Math.floor(random.fraction() * seeds.length)] ?? '')];
        letters.splice(
          Math.floor(random.fraction() * letters.length),
          Math.floor(random.fraction() * 4),
          String.fromCharCode(Math.floor(random.fraction() * 256)),
        );
        program.raw(letters.join(''));
      }
      await Promise.resolve();
      expect(program.said.every(({ result }) => result === undefined)).toBe(true);
    }
    expect([done, asked]).toEqual([[], []]);
  });
});
