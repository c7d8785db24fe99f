import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { readTone } from '../../lab/real/tone.ts';
import { parseSdp } from '../../src/main/engines/sdp/parse-sdp.ts';
import { readPayloadTypes } from '../../src/main/engines/sdp/payload-types.ts';
import { buildCryptoLine, createCryptoLines, readCryptoLines } from '../../src/main/engines/sdp/sdes.ts';
import { bindUdp } from '../../src/main/gateway/rtp/udp.ts';
import { readRtpHeader } from '../../src/main/gateway/rtp/rtp-packet.ts';
import { SrtpReceiver, SrtpSender } from '../../src/main/gateway/srtp/srtp-stream.ts';
import type { SrtpSuite } from '../../src/main/ports/media-gateway.port.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import type { G711 } from './g711.ts';
import { decodeG711, encodeG711 } from './g711.ts';

export interface RtpPeerOptions {
  /** The codec as it stands in the rtpmap, with the number this far end gives it. */
  readonly codec: 'PCMU/8000' | 'PCMA/8000' | 'G722/8000' | 'opus/48000/2';
  readonly payloadType: number;
  /** Encrypts with this suite, RTP/SAVP. */
  readonly suite?: SrtpSuite;
  /** `tone`: sends 440 Hz by itself (G.711 only). `echo`: sends back what it gets. */
  readonly plays: 'tone' | 'echo' | 'nothing';
  /** Told of each packet of sound, as it comes. */
  readonly heard?: (packet: HeardPacket) => void;
  /** The way to the gateway; straight when not said. */
  readonly deliver?: (send: () => void) => void;
}

/** A packet of sound (G.711). */
export interface HeardPacket {
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly samples: Float32Array;
}

/** A finished RFC 4733 event. */
export interface HeardDigit {
  readonly event: number;
  readonly duration: number;
  readonly endPackets: number;
  readonly markers: number;
  readonly timestamps: number;
}

export interface RtpPeer {
  /** Its description, as offer or answer. */
  sdp(direction?: string): string;
  /** The gateway's description. */
  take(sdp: string): void;
  readonly received: {
    packets: number;
    rtcp: number;
    gaps: number;
    payloadTypes: Set<number>;
    ssrcs: Set<number>;
  };
  /** Whether a tone of this frequency is in the last second of what came (G.711). */
  hears(frequency: number): boolean;
  /** Plays this instead from now on, in packets of so many ms, as another source: SSRC, sequence and time are new. */
  playAnew(frequency: number, packetMs: number): void;
  digits(): HeardDigit[];
  close(): void;
}

const host = '127.0.0.1';
const eventType = 97;

// size: one far end with its few state variables reads better whole than in parts that pass them around
/** A far end on loopback: a phone reduced to its RTP. */
export async function startRtpPeer(options: RtpPeerOptions): Promise<RtpPeer> {
  const rtp: Socket = await bindUdp({ address: host, port: 0 });
  const rtcp: Socket = await bindUdp({ address: host, port: 0 });
  let [line] = options.suite ? createCryptoLines([options.suite], randomBytes) : [];
  const received = {
    packets: 0,
    rtcp: 0,
    gaps: 0,
    payloadTypes: new Set<number>(),
    ssrcs: new Set<number>(),
  };
  const samples: number[] = [];
  const digits: (HeardDigit & { at: number })[] = [];
  const own = { ssrc: randomBytes(4).readUInt32BE(), sequence: 65_500, timestamp: 0, phase: 0 };
  let tone = { frequency: 440, packetMs: 20 };
  const name = options.codec.split('/')[0] ?? '';
  const clock = options.codec.startsWith('opus') ? 48_000 : 8_000;
  let remote: { port: number; type: number } | undefined;
  let sender: SrtpSender | undefined;
  let receiver: SrtpReceiver | undefined;
  let lastSequence: number | undefined;
  let isClosed = false;

  const send = (payload: Buffer, type: number, timestamp: number): void => {
    if (!remote) return;
    const packet = Buffer.alloc(12 + payload.length);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8(type, 1);
    packet.writeUInt16BE(own.sequence & 0xffff, 2);
    packet.writeUInt32BE(timestamp >>> 0, 4);
    packet.writeUInt32BE(own.ssrc, 8);
    payload.copy(packet, 12);
    own.sequence += 1;
    const out = sender ? sender.protectRtp(packet) : packet;
    const { port } = remote;
    if (out) (options.deliver ?? ((send) => send()))(() => void (isClosed || rtp.send(out, port, host)));
  };
  const playTone = (): void => {
    const block = Float32Array.from(
      { length: 8 * tone.packetMs },
      () => 0.3 * Math.sin((2 * Math.PI * tone.frequency * own.phase++) / 8_000),
    );
    send(encodeG711(name as G711, block), remote?.type ?? 0, own.timestamp);
    own.timestamp += 8 * tone.packetMs;
  };
  const noteDigit = (payload: Buffer, timestamp: number, hasMarker: boolean): void => {
    const event = payload.readUInt8(0);
    const isEnd = payload.readUInt8(1) >= 0x80;
    const known = digits.find((digit) => digit.at === timestamp && digit.event === event);
    const before = known ?? { at: timestamp, event, duration: 0, endPackets: 0, markers: 0, timestamps: 1 };
    const next = {
      ...before,
      duration: payload.readUInt16BE(2),
      endPackets: before.endPackets + (isEnd ? 1 : 0),
      markers: before.markers + (hasMarker ? 1 : 0),
    };
    if (known) digits[digits.indexOf(known)] = next;
    else digits.push(next);
  };
  rtp.on('message', (datagram) => {
    const packet = receiver ? receiver.unprotectRtp(datagram) : datagram;
    const header = packet && readRtpHeader(packet);
    if (!packet || !header) return;
    received.packets += 1;
    received.payloadTypes.add(header.payloadType);
    received.ssrcs.add(header.ssrc);
    if (lastSequence !== undefined && ((header.sequence - lastSequence) & 0xffff) !== 1) received.gaps += 1;
    lastSequence = header.sequence;
    const payload = packet.subarray(header.headerLength);
    if (header.payloadType === eventType) return noteDigit(payload, header.timestamp, header.hasMarker);
    if (name === 'PCMU' || name === 'PCMA') {
      const decoded = decodeG711(name, payload);
      samples.push(...decoded);
      options.heard?.({ ...header, samples: decoded });
    }
    if (samples.length > 16_000) samples.splice(0, samples.length - 16_000);
    if (options.plays === 'echo') send(payload, remote?.type ?? 0, header.timestamp);
  });
  rtcp.on('message', () => {
    received.rtcp += 1;
  });
  // By the clock: an interval of its own would be slower than the sound that it plays.
  let due = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const play = (): void => {
    for (; due <= performance.now(); due += tone.packetMs) playTone();
    timer = setTimeout(play, Math.max(1, due - performance.now()));
  };
  if (options.plays === 'tone') play();

  return {
    received,
    sdp: (direction = 'sendrecv') =>
      [
        'v=0',
        `o=phone 1 1 IN IP4 ${host}`,
        's=call',
        `c=IN IP4 ${host}`,
        't=0 0',
        `m=audio ${rtp.address().port} ${line ? 'RTP/SAVP' : 'RTP/AVP'} ${options.payloadType} ${eventType}`,
        `a=rtcp:${rtcp.address().port}`,
        `a=rtpmap:${options.payloadType} ${options.codec}`,
        `a=rtpmap:${eventType} telephone-event/${clock}`,
        ...(line ? [`a=crypto:${buildCryptoLine(line)}`] : []),
        `a=${direction}`,
        '',
      ].join('\r\n'),
    take(sdp) {
      const [audio] = unwrap(parseSdp(sdp)).media;
      const type =
        audio && readPayloadTypes(audio).find((one) => one.name.toLowerCase() === name.toLowerCase());
      remote = { port: audio?.port ?? 0, type: type?.number ?? 0 };
      const theirs = audio && readCryptoLines(audio).find((one) => one.suite === options.suite);
      if (!line || !theirs) return;
      // As answerer it repeats the tag of the line it took.
      line = { ...line, tag: theirs.tag };
      sender ??= new SrtpSender(line);
      receiver ??= new SrtpReceiver(theirs);
    },
    hears: (frequency) =>
      readTone({ sampleRate: 8_000, samples: Float32Array.from(samples) }, frequency).present,
    playAnew(frequency, packetMs) {
      tone = { frequency, packetMs };
      Object.assign(own, {
        ssrc: randomBytes(4).readUInt32BE(),
        sequence: randomBytes(2).readUInt16BE(),
        timestamp: randomBytes(4).readUInt32BE(),
      });
    },
    digits: () => digits.filter((digit) => digit.endPackets > 0),
    close() {
      isClosed = true;
      clearTimeout(timer);
      rtp.close();
      rtcp.close();
    },
  };
}
