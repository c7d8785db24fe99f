import type { Socket as UdpSocket } from 'node:dgram';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { bindUdp } from '../../src/main/gateway/rtp/udp.ts';
import { type MediaPlace, moveAudio } from './media-ports.ts';
import { createSipReader, nameOf, type SipText, writeSip } from './sip-stream.ts';

/** When the steps of the newest call were on the wire, ms of this process's clock. */
export interface CallTimes {
  readonly invite: number;
  /** The final answer that was yes. */
  readonly answered: number;
  /** The caller's first audio packet. */
  readonly audioOut: number;
  /** The far end's first audio packet, passed on to the caller. */
  readonly audioIn: number;
}

export interface SipTap {
  readonly port: number;
  /** From its first REGISTER until it was registered, ms; past or to come. */
  readonly registeredMs: Promise<number>;
  /** When the caller's audio packets came since it was asked the last time, ms of this process's clock. */
  takeArrivals(): readonly number[];
  /** Forgets the last call; resolves with the next one's times when audio has gone both ways. */
  nextCall(): Promise<CallTimes>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const CALL_MS = 20_000;

type Times = { -readonly [K in keyof CallTimes]?: CallTimes[K] };

/** Listens for one phone's SIP over TCP and passes it to the server and back, and its calls' audio as well. */
export async function startSipTap(server: {
  readonly address: string;
  readonly port: number;
}): Promise<SipTap> {
  const audio = await openAudio();
  const sockets = new Set<Socket>();
  const front = createServer({ noDelay: true }, (phone) => {
    const upstream = connect({ host: server.address, port: server.port, noDelay: true });
    pass(phone, upstream, (message) => audio.fromCaller(message));
    pass(upstream, phone, (message) => audio.fromCallee(message));
    for (const socket of [phone, upstream]) sockets.add(socket);
  });
  await new Promise<void>((resolve) => front.listen(0, HOST, resolve));
  return {
    port: (front.address() as AddressInfo).port,
    nextCall: () => audio.nextCall(),
    registeredMs: audio.registering.done,
    takeArrivals: () => audio.takeArrivals(),
    async close() {
      for (const socket of sockets) socket.destroy();
      audio.close();
      await new Promise<void>((resolve) => front.close(() => resolve()));
    },
  };
}

function pass(from: Socket, to: Socket, change: (message: SipText) => SipText): void {
  const read = createSipReader();
  from.on('data', (chunk) => {
    for (const message of read(chunk)) to.write(writeSip(change(message)));
  });
  from.on('error', () => undefined);
  from.on('close', () => to.destroy());
}

async function openAudio(): Promise<AudioTap> {
  return new AudioTap(await bindUdp({ address: HOST, port: 0 }), await bindUdp({ address: HOST, port: 0 }));
}

/** A phone's first registration. */
class RegisterWatch {
  readonly done: Promise<number>;
  private beganAt: number | undefined;
  private end: (ms: number) => void = () => undefined;

  constructor() {
    this.done = new Promise((resolve) => (this.end = resolve));
  }

  note(name: string): void {
    if (name === 'REGISTER') this.beganAt ??= performance.now();
    if (name === '200 REGISTER' && this.beganAt !== undefined) this.end(performance.now() - this.beganAt);
  }
}

/** Stands between the two ends of a call's audio: each is told our socket instead of the other. */
class AudioTap {
  readonly registering = new RegisterWatch();
  private arrivals: number[] = [];
  private times: Times = {};
  private whenBothWays: (times: CallTimes) => void = () => undefined;
  private caller: MediaPlace | undefined;
  private callee: MediaPlace | undefined;
  /** What the callee sends to, and what the caller sends to. */
  private readonly towardsCaller: UdpSocket;
  private readonly towardsCallee: UdpSocket;

  constructor(towardsCaller: UdpSocket, towardsCallee: UdpSocket) {
    this.towardsCaller = towardsCaller;
    this.towardsCallee = towardsCallee;
    towardsCaller.on('message', (packet) => {
      this.note('audioIn');
      if (this.caller) this.towardsCallee.send(packet, this.caller.port, this.caller.address);
    });
    towardsCallee.on('message', (packet) => {
      this.note('audioOut');
      this.arrivals.push(performance.now());
      if (this.callee) this.towardsCaller.send(packet, this.callee.port, this.callee.address);
    });
  }

  takeArrivals(): readonly number[] {
    const taken = this.arrivals;
    this.arrivals = [];
    return taken;
  }

  nextCall(): Promise<CallTimes> {
    this.times = {};
    this.caller = undefined;
    this.callee = undefined;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const seen = Object.keys(this.times).join(', ') || 'nothing';
        reject(new Error(`no audio both ways within ${CALL_MS} ms; on the wire were ${seen}`));
      }, CALL_MS);
      this.whenBothWays = (times) => {
        clearTimeout(timer);
        resolve(times);
      };
    });
  }

  fromCaller(message: SipText): SipText {
    this.registering.note(nameOf(message));
    if (nameOf(message) !== 'INVITE') return message;
    this.note('invite');
    const moved = moveAudio(message.body, placeOf(this.towardsCaller));
    this.caller = moved?.was ?? this.caller;
    return moved ? { ...message, body: moved.sdp } : message;
  }

  fromCallee(message: SipText): SipText {
    const name = nameOf(message);
    this.registering.note(name);
    if (!/^(18\d|200) INVITE$/.test(name)) return message;
    if (name === '200 INVITE') this.note('answered');
    const moved = moveAudio(message.body, placeOf(this.towardsCallee));
    this.callee = moved?.was ?? this.callee;
    return moved ? { ...message, body: moved.sdp } : message;
  }

  close(): void {
    this.towardsCaller.close();
    this.towardsCallee.close();
  }

  private note(step: keyof CallTimes): void {
    this.times[step] ??= performance.now();
    const { invite, answered, audioOut, audioIn } = this.times;
    if (invite && answered && audioOut && audioIn) this.whenBothWays({ invite, answered, audioOut, audioIn });
  }
}

function placeOf(socket: UdpSocket): MediaPlace {
  return { address: HOST, port: socket.address().port };
}
