import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../test/fakes/silent-log.ts';
import { fail, ok } from '../../shared/errors/result.ts';
import type { PartChannel } from '../ports/host.port.ts';
import type { GatewayEvent, GatewaySessionSpec, MediaGatewayPort } from '../ports/media-gateway.port.ts';
import { createGatewayClient } from './gateway-client.ts';
import { isGatewayReply, isGatewayRequest } from './gateway-protocol.ts';
import { serveGateway } from './gateway-server.ts';

const spec: GatewaySessionSpec = {
  sessionId: 'a',
  ports: { start: 1, stop: 2 },
  localAddress: '127.0.0.1',
  srtp: 'none',
  codecs: ['PCMU'],
  dscpAudio: 46,
};

/** A process that holds a made-up gateway; `crash` ends it, `mute` leaves requests unanswered. */
function startProcess(gateway: Partial<MediaGatewayPort>) {
  const listeners: ((message: unknown) => void)[] = [];
  const exits: ((code: number) => void)[] = [];
  let emit: (event: GatewayEvent) => void = () => undefined;
  let isMute = false;
  const whole = {
    openSession: async () => ok({ rtpPort: 2, rtcpPort: 3, isDscpApplied: true }),
    close: async () => ok(),
    onEvent(listener: (event: GatewayEvent) => void) {
      emit = listener;
      return () => undefined;
    },
    ...gateway,
  } as MediaGatewayPort;
  const serve = serveGateway(whole, (reply) => {
    for (const listener of listeners) listener(structuredClone(reply));
  });
  const channel: PartChannel = {
    post: (message) => {
      if (!isMute) serve(structuredClone(message));
    },
    onMessage: (listener) => void listeners.push(listener),
    onExit: (listener) => void exits.push(listener),
    stop: () => undefined,
  };
  return {
    channel,
    emit: (event: GatewayEvent) => emit(event),
    say: (message: unknown) => listeners.forEach((listener) => listener(message)),
    mute: () => {
      isMute = true;
    },
    crash: () => exits.forEach((listener) => listener(1)),
  };
}

function clientOf(gateway: Partial<MediaGatewayPort> = {}) {
  const processes: ReturnType<typeof startProcess>[] = [];
  const events: GatewayEvent[] = [];
  const client = createGatewayClient({
    log: silentLog,
    start() {
      const started = startProcess(gateway);
      processes.push(started);
      return started.channel;
    },
  });
  client.onEvent((event) => events.push(event));
  return { client, processes, events };
}

describe('the gateway’s client', () => {
  it('V2: carries calls with their arguments, results and failures', async () => {
    const seen: unknown[] = [];
    const { client } = clientOf({
      remoteSdp: async (...args) => {
        seen.push(args);
        return fail('call.no-common-codec');
      },
      localSdp: async () => ok('v=0'),
    });
    expect(await client.localSdp('a', 'offer')).toEqual(ok('v=0'));
    expect(await client.remoteSdp('a', 'v=0', 'early-answer')).toEqual(fail('call.no-common-codec'));
    expect(seen).toEqual([['a', 'v=0', 'early-answer']]);
  });

  it('V2: starts one process, when it is needed or told', async () => {
    const { client, processes } = clientOf();
    expect(processes).toHaveLength(0);
    client.warmUp();
    await client.openSession(spec);
    expect(processes).toHaveLength(1);
  });

  it('V2: an exception over there is a failure here', async () => {
    const { client } = clientOf({
      stats: async () => {
        throw new Error('oops');
      },
    });
    expect(await client.stats('a')).toMatchObject({
      ok: false,
      error: { code: 'media.failed', detail: 'oops' },
    });
  });

  it('V2: passes events on until nobody listens', async () => {
    const { client, processes, events } = clientOf();
    const heard: GatewayEvent[] = [];
    const stop = client.onEvent((event) => heard.push(event));
    client.warmUp();
    const event: GatewayEvent = { type: 'rtp-timeout', sessionId: 'a' };
    processes[0]?.emit(event);
    stop();
    processes[0]?.emit(event);
    expect([heard.length, events.length]).toEqual([1, 2]);
  });

  it('V2: a process that dies fails what waits, names its sessions, and the next call starts another', async () => {
    const { client, processes, events } = clientOf();
    await client.openSession(spec);
    await client.openSession({ ...spec, sessionId: 'b' });
    await client.close('b');
    processes[0]?.mute();
    const waiting = client.setMuted('a', true);
    processes[0]?.crash();
    expect(await waiting).toMatchObject({ error: { code: 'media.gateway-lost' } });
    expect(events).toEqual([{ type: 'gateway-lost', sessionIds: ['a'] }]);
    expect(await client.openSession(spec)).toMatchObject({ ok: true });
    expect(processes).toHaveLength(2);
  });

  it('V2: stopped, leaves nobody waiting', async () => {
    const { client, processes, events } = clientOf();
    client.warmUp();
    processes[0]?.mute();
    const waiting = client.stats('a');
    client.stop();
    expect(await waiting).toMatchObject({ error: { code: 'media.gateway-lost' } });
    expect(events).toEqual([]);
  });

  it('Q2: ignores what isn’t of the protocol', () => {
    const { client, processes, events } = clientOf();
    client.warmUp();
    for (const message of [
      undefined,
      null,
      1,
      'x',
      {},
      { kind: 'event' },
      { kind: 'reply', id: 9, result: {} },
    ])
      processes[0]?.say(message);
    expect(events).toEqual([]);
  });
});

describe('the protocol’s shapes', () => {
  it.each([
    { kind: 'request', id: 1, method: 'onEvent', args: ['a'] },
    { kind: 'request', id: 1, method: 'constructor', args: ['a'] },
    { kind: 'request', id: 1, method: 'stats', args: [] },
    { kind: 'request', id: 1, method: 'stats', args: 'a' },
    { kind: 'request', id: 1, method: 'openSession', args: ['a'] },
    { kind: 'request', id: 1, method: 'stats', args: ['a', 2, 3, 4, 5] },
    { kind: 'request', id: '1', method: 'stats', args: ['a'] },
    { kind: 'reply', id: 1, method: 'stats', args: ['a'] },
  ])('Q2: %o is no request', (message) => {
    expect(isGatewayRequest(message)).toBe(false);
  });

  it('V2: requests and replies are', () => {
    expect(isGatewayRequest({ kind: 'request', id: 1, method: 'openSession', args: [spec] })).toBe(true);
    expect(isGatewayReply({ kind: 'reply', id: 1, result: ok() })).toBe(true);
    expect(isGatewayReply({ kind: 'event', event: { type: 'rtp-timeout' } })).toBe(true);
  });
});
