import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { decodeG711, encodeG711, type G711Law } from './g711.ts';
import { readRtp, readTelephoneEvent, type RtpPacket, writeRtp } from './rtp.ts';
import {
  type Codec,
  type CryptoLine,
  type Direction,
  type MediaSection,
  mirror,
  readSdp,
  type WrittenMedia,
  writeSdp,
} from './sdp.ts';
import { isSrtpSuite, SRTP_SUITES, SrtpStream, type SrtpSuite } from './srtp.ts';
import { ToneSource, toneShare } from './tone.ts';

/** What a line does with sound: send it back, make a tone, or only listen. */
export type MediaBehaviour =
  | { readonly kind: 'echo' }
  | { readonly kind: 'tone'; readonly hz: number }
  | { readonly kind: 'listen' };

/** What arrived, for tests. */
export interface MediaCounters {
  received: number;
  sent: number;
  /** Gaps in the sequence numbers. */
  lost: number;
  /** Packets whose SRTP tag was wrong. */
  refused: number;
  /** Packets by codec name. */
  readonly codecs: Map<string, number>;
  /** Digits of RFC 4733, each once. */
  digits: string;
}

export interface MediaOptions {
  readonly host: string;
  readonly behaviour: MediaBehaviour;
  /** Codec names in our order of liking; the offerer's order wins in answers. */
  readonly codecs?: readonly string[];
  /** Offer SDES instead of plain RTP. */
  readonly suite?: SrtpSuite;
  /** 0 to 100: packets dropped in each direction. */
  readonly lossPercent?: () => number;
}

const ECHO_CODECS = ['PCMU', 'PCMA', 'G722', 'opus'];
const OWN_CODECS: readonly Codec[] = [
  { payloadType: 0, name: 'PCMU', clockRate: 8000, encoding: 'PCMU/8000' },
  { payloadType: 8, name: 'PCMA', clockRate: 8000, encoding: 'PCMA/8000' },
  {
    payloadType: 101,
    name: 'telephone-event',
    clockRate: 8000,
    encoding: 'telephone-event/8000',
    fmtp: '0-16',
  },
];
const FRAME = 160;

/** The audio end of one call: SDP in and out, RTP or SDES-SRTP on an even loopback port, counters and tone detection. */
export class MediaLine {
  readonly counters: MediaCounters = {
    received: 0,
    sent: 0,
    lost: 0,
    refused: 0,
    codecs: new Map(),
    digits: '',
  };
  /** What the other side said it does: `sendonly` or `inactive` means we are on hold. */
  remoteDirection: Direction = 'sendrecv';
  /** What we do. */
  direction: Direction = 'sendrecv';
  codec: Codec | undefined;
  suite: SrtpSuite | undefined;
  readonly #options: MediaOptions;
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  readonly #id = randomBytes(3).readUIntBE(0, 3);
  readonly #ssrc = randomBytes(4).readUInt32BE(0);
  #version = 0;
  #wanted: Direction = 'sendrecv';
  #remote: { host: string; port: number } | undefined;
  #codecs: readonly Codec[] = OWN_CODECS;
  #protocol = 'RTP/AVP';
  #ownCrypto: CryptoLine | undefined;
  #outbound: SrtpStream | undefined;
  #inbound: SrtpStream | undefined;
  #inboundKey = '';
  #sequence = randomBytes(2).readUInt16BE(0);
  #timestamp = randomBytes(4).readUInt32BE(0);
  #lastSequence: number | undefined;
  #lastEvent: number | undefined;
  #heard: Int16Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #refused: readonly MediaSection[] = [];
  #audioAt = 0;

  private constructor(options: MediaOptions, rtp: Socket, rtcp: Socket) {
    this.#options = options;
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    rtp
      .on('message', (packet, from) => this.#onPacket(packet, from.address, from.port))
      .on('error', () => undefined);
    rtcp.on('error', () => undefined);
    if (options.suite) {
      this.#protocol = 'RTP/SAVP';
      this.#setOwnKey(options.suite, '1');
    }
  }

  static async open(options: MediaOptions): Promise<MediaLine> {
    const [rtp, rtcp] = await bindPair(options.host);
    return new MediaLine(options, rtp, rtcp);
  }

  get port(): number {
    return this.#rtp.address().port;
  }

  /** Our description: an offer of what we like, or the answer to the last offer. */
  describe(): string {
    const audio: WrittenMedia = {
      kind: 'audio',
      port: this.port,
      protocol: this.#protocol,
      direction: this.direction,
      codecs: this.#codecs,
      ...(this.#ownCrypto ? { crypto: this.#ownCrypto } : {}),
    };
    const sections: WrittenMedia[] = this.#refused.map((section) => ({
      kind: section.kind,
      port: 0,
      protocol: section.protocol,
      direction: 'inactive',
      codecs: [],
      formats: section.formats,
    }));
    sections.splice(this.#audioAt, 0, audio);
    return writeSdp(this.#options.host, this.#id, ++this.#version, sections);
  }

  /** Takes an offer; false when nothing in it can be used (488). The answer is then `describe()`. */
  acceptOffer(text: string): boolean {
    const sections = readSdp(text)?.media ?? [];
    const at = sections.findIndex(
      (section) =>
        section.kind === 'audio' && section.port !== 0 && ['RTP/AVP', 'RTP/SAVP'].includes(section.protocol),
    );
    const audio = sections[at];
    if (!audio) return false;
    const allowed =
      this.#options.codecs ?? (this.#options.behaviour.kind === 'echo' ? ECHO_CODECS : ['PCMU', 'PCMA']);
    const usable = audio.codecs.filter((codec) =>
      allowed.some((name) => name.toLowerCase() === codec.name.toLowerCase()),
    );
    const chosen = usable[0];
    if (!chosen) return false;
    const isSecure = audio.protocol === 'RTP/SAVP';
    const crypto = audio.cryptos.find(
      (line) =>
        isSrtpSuite(line.suite) &&
        line.key.length === SRTP_SUITES[line.suite].keyBytes + SRTP_SUITES[line.suite].saltBytes,
    );
    if (isSecure && !crypto) return false;
    this.#protocol = audio.protocol;
    this.#refused = sections.filter((_, index) => index !== at);
    this.#audioAt = at;
    // One codec is answered, with its events at the same clock (RFC 4733 section 2.1).
    const events =
      audio.codecs.find(
        (codec) => codec.name === 'telephone-event' && codec.clockRate === chosen.clockRate,
      ) ?? audio.codecs.find((codec) => codec.name === 'telephone-event');
    this.#codecs = events ? [chosen, events] : [chosen];
    if (crypto && isSecure && isSrtpSuite(crypto.suite)) {
      if (this.suite !== crypto.suite || !this.#ownCrypto) this.#setOwnKey(crypto.suite, crypto.tag);
      this.#ownCrypto = this.#ownCrypto && { ...this.#ownCrypto, tag: crypto.tag };
      this.#setRemoteKey(crypto);
    } else this.#dropKeys();
    this.#start(audio, chosen);
    return true;
  }

  acceptAnswer(text: string): boolean {
    const audio = readSdp(text)?.media.find((section) => section.kind === 'audio');
    const chosen = audio?.codecs.find((codec) => codec.name !== 'telephone-event');
    if (!audio || audio.port === 0 || !chosen) return false;
    const crypto = audio.cryptos[0];
    if (this.#ownCrypto && (!crypto || crypto.suite !== this.#ownCrypto.suite)) return false;
    if (crypto && this.#ownCrypto) this.#setRemoteKey(crypto);
    this.#start(audio, chosen);
    return true;
  }

  /** Asks for this direction in the next description (our own hold). */
  want(direction: Direction): void {
    this.#wanted = direction;
    this.direction = direction;
  }

  /** How much of the last 200 ms was this tone, 0 to 1; PCMU and PCMA only. */
  toneShare(hz: number): number {
    const heard = this.#heard.slice(-10);
    const joined = new Int16Array(heard.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of heard) {
      joined.set(part, offset);
      offset += part.length;
    }
    return joined.length < 8 * FRAME ? 0 : toneShare(joined, hz);
  }

  /** Forgets what was heard, to look at what comes after some event. */
  forgetHeard(): void {
    this.#heard = [];
  }

  close(): void {
    clearInterval(this.#timer);
    this.#rtp.close();
    this.#rtcp.close();
  }

  #start(audio: MediaSection, codec: Codec): void {
    this.codec = codec;
    this.remoteDirection = audio.direction;
    const allowed = mirror(audio.direction);
    this.direction =
      this.#wanted === 'sendrecv' ? allowed : allowed === 'sendrecv' ? this.#wanted : 'inactive';
    this.#remote = {
      host: audio.address === '0.0.0.0' ? this.#options.host : audio.address,
      port: audio.port,
    };
    if (this.#options.behaviour.kind === 'tone' && this.#timer === undefined)
      this.#startTone(this.#options.behaviour.hz);
  }

  get #maySend(): boolean {
    return this.direction === 'sendrecv' || this.direction === 'sendonly';
  }

  /** 20 ms frames, as many as the clock says are due, so that a late timer doesn't slow the tone. */
  #startTone(hz: number): void {
    const source = new ToneSource(hz);
    const startedAt = performance.now();
    let frames = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor((performance.now() - startedAt) / 20);
      // After a long stall only the last frames are worth sending.
      if (due - frames > 50) frames = due - 1;
      for (; frames < due; frames++) {
        this.#timestamp = (this.#timestamp + FRAME) >>> 0;
        const law = lawOf(this.codec);
        if (law && this.#maySend)
          this.#send(
            this.codec?.payloadType ?? 0,
            encodeG711(law, source.next(FRAME)),
            this.#timestamp,
            false,
          );
      }
    }, 10);
    this.#timer.unref();
  }

  #onPacket(raw: Buffer, host: string, port: number): void {
    if (this.#isLost()) return;
    const packet = this.#inbound ? this.#inbound.open(raw) : raw;
    const rtp = packet && readRtp(packet);
    if (!rtp) {
      this.counters.refused++;
      return;
    }
    // Symmetric RTP: answer where it comes from (RFC 4961).
    this.#remote = { host, port };
    const codec = this.#codecs.find((known) => known.payloadType === rtp.payloadType);
    this.#count(rtp, codec?.name ?? `PT${rtp.payloadType}`);
    if (codec?.name === 'telephone-event') this.#onEvent(rtp);
    const law = lawOf(codec);
    if (law) {
      this.#heard.push(decodeG711(law, rtp.payload));
      if (this.#heard.length > 50) this.#heard.shift();
    }
    if (this.#options.behaviour.kind === 'echo' && this.#maySend)
      this.#send(rtp.payloadType, rtp.payload, rtp.timestamp, rtp.hasMarker);
  }

  #count(rtp: RtpPacket, name: string): void {
    this.counters.received++;
    this.counters.codecs.set(name, (this.counters.codecs.get(name) ?? 0) + 1);
    const gap = this.#lastSequence === undefined ? 1 : (rtp.sequence - this.#lastSequence) & 0xffff;
    if (gap > 1 && gap < 1000) this.counters.lost += gap - 1;
    this.#lastSequence = rtp.sequence;
  }

  /** An event is its timestamp: repeated packets and the three ends are one digit. */
  #onEvent(rtp: RtpPacket): void {
    const event = readTelephoneEvent(rtp.payload);
    if (!event || this.#lastEvent === rtp.timestamp) return;
    this.#lastEvent = rtp.timestamp;
    this.counters.digits += event.digit;
  }

  #send(payloadType: number, payload: Buffer, timestamp: number, hasMarker: boolean): void {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    if (!this.#remote || this.#remote.port === 0 || this.#isLost()) return;
    const packet = writeRtp({
      payloadType,
      payload,
      timestamp,
      hasMarker,
      sequence: this.#sequence,
      ssrc: this.#ssrc,
    });
    this.counters.sent++;
    this.#rtp.send(
      this.#outbound ? this.#outbound.protect(packet) : packet,
      this.#remote.port,
      this.#remote.host,
      () => undefined,
    );
  }

  #isLost(): boolean {
    const percent = this.#options.lossPercent?.() ?? 0;
    return percent > 0 && Math.random() * 100 < percent;
  }

  #setOwnKey(suite: SrtpSuite, tag: string): void {
    const key = randomBytes(SRTP_SUITES[suite].keyBytes + SRTP_SUITES[suite].saltBytes);
    this.suite = suite;
    this.#ownCrypto = { tag, suite, key };
    this.#outbound = new SrtpStream(suite, key);
  }

  #setRemoteKey(line: CryptoLine): void {
    const id = `${line.suite} ${line.key.toString('base64')}`;
    // The same key again is the same stream: its rollover counter must be kept.
    if (id === this.#inboundKey || !isSrtpSuite(line.suite)) return;
    this.#inboundKey = id;
    this.#inbound = new SrtpStream(line.suite, line.key);
  }

  #dropKeys(): void {
    this.suite = undefined;
    this.#ownCrypto = undefined;
    this.#outbound = undefined;
    this.#inbound = undefined;
    this.#inboundKey = '';
  }
}

function lawOf(codec: Codec | undefined): G711Law | undefined {
  return codec?.name === 'PCMU' || codec?.name === 'PCMA' ? codec.name : undefined;
}

/** An even port and the next one (RFC 3550 section 11). */
async function bindPair(host: string): Promise<[Socket, Socket]> {
  for (;;) {
    const first = await bind(host, 0);
    const { port } = first.address();
    if (port % 2 === 0) {
      try {
        return [first, await bind(host, port + 1)];
      } catch {
        // Taken: look for another pair.
      }
    }
    first.close();
  }
}

function bind(host: string, port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: host, port, exclusive: true }, () => resolve(socket.removeAllListeners('error')));
  });
}
