import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { GatewayClient } from '../../src/main/gateway/gateway-client.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { startLoopbackRenderer } from '../../test/media/loopback-renderer.ts';
import { type CallEnds, openSocket } from './ends.ts';
import { forkGateway } from './fork-gateway.ts';

/** Something that calls go through, in a process of its own. */
export interface Subject {
  readonly pid: number;
  readonly calls: readonly CallEnds[];
  /** Keeps the process's main thread busy from now on. */
  makeBusy(): void;
  stop(): void;
}

export interface SubjectOptions {
  readonly calls: number;
  /** Every packet that comes out, at either end. */
  readonly onArrival: (packet: Buffer) => void;
}

const HOST = '127.0.0.1';
const PORTS = { start: 34_000, stop: 37_999 };

/** The product's gateway with calls that stand, media flowing both ways as soon as somebody sends. */
export async function startGatewayUnderTest({ calls, onArrival }: SubjectOptions): Promise<Subject> {
  const { child, gateway } = forkGateway();
  const ends: CallEnds[] = [];
  const stop = (): void => {
    for (const call of ends) call.close();
    end(child);
  };
  try {
    for (let call = 0; call < calls; call += 1)
      ends.push(await setUpCall(gateway, `call-${call}`, onArrival));
  } catch (error) {
    stop();
    throw error;
  }
  return { pid: child.pid ?? 0, calls: ends, makeBusy: () => void child.send('busy'), stop };
}

async function setUpCall(
  gateway: GatewayClient,
  sessionId: string,
  onArrival: (packet: Buffer) => void,
): Promise<CallEnds> {
  const spec = {
    sessionId,
    ports: PORTS,
    localAddress: HOST,
    srtp: 'none',
    codecs: ['PCMU'],
    dscpAudio: 46,
  } as const;
  const { rtpPort } = unwrap(await gateway.openSession(spec));
  const farEnd = await openSocket(onArrival);
  const offer = unwrap(await gateway.loopbackOffer(sessionId));
  unwrap(await gateway.localSdp(sessionId, 'offer'));
  unwrap(await gateway.remoteSdp(sessionId, farEndSdp(farEnd.address().port), 'answer'));
  const window = await startLoopbackRenderer(offer.sdp, onArrival);
  unwrap(await gateway.loopbackAnswer(sessionId, window.answer(), offer.revision));
  if (!(await window.check())) throw new Error('the gateway does not answer ICE checks');
  await window.handshake();
  return {
    sendOut: (packet) => window.sendRtp(packet),
    sendIn: (packet) => farEnd.send(packet, rtpPort, HOST),
    keepAlive: () => void window.check(),
    close() {
      window.close();
      farEnd.close();
    },
  };
}

function farEndSdp(port: number): string {
  const lines = ['v=0', `o=phone 1 1 IN IP4 ${HOST}`, 's=call', `c=IN IP4 ${HOST}`, 't=0 0'];
  return [...lines, `m=audio ${port} RTP/AVP 0`, 'a=rtpmap:0 PCMU/8000', 'a=sendrecv', ''].join('\r\n');
}

/** A process that only passes UDP on. */
export async function startBareRelay({ calls, onArrival }: SubjectOptions): Promise<Subject> {
  const child = fork(fileURLToPath(new URL('bare-relay-process.ts', import.meta.url)), [String(calls)]);
  const [ports] = (await once(child, 'message')) as [readonly (readonly [number, number])[]];
  const ends = await Promise.all(ports.map((pair) => relayEnds(pair, onArrival)));
  return {
    pid: child.pid ?? 0,
    calls: ends,
    makeBusy: () => undefined,
    stop() {
      for (const call of ends) call.close();
      end(child);
    },
  };
}

async function relayEnds(
  [windowPort, farPort]: readonly [number, number],
  onArrival: (packet: Buffer) => void,
): Promise<CallEnds> {
  const [window, farEnd] = [await openSocket(onArrival), await openSocket(onArrival)];
  return {
    sendOut: (packet) => window.send(packet, windowPort, HOST),
    sendIn: (packet) => farEnd.send(packet, farPort, HOST),
    keepAlive: () => undefined,
    close() {
      window.close();
      farEnd.close();
    },
  };
}

function end(child: ChildProcess): void {
  if (child.connected) child.disconnect();
}
