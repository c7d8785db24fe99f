import type { VideoFeedback } from '../../engines/sdp/video-line.ts';
import { readLost, writeLost } from './lost-packets.ts';

/** What the far end's feedback asks for, and what of the packet goes on to the renderer. */
export interface ReadFeedback {
  readonly packet: Buffer;
  /** A limit for our picture, bit/s (TMMBR of RFC 5104, or REMB). */
  readonly limit?: number;
  /** The TMMBR entry, to be repeated in the answer. */
  readonly tmmbr?: Buffer;
  /** Packets of ours that did not come. */
  readonly lost: readonly { readonly ssrc: number; readonly sequences: readonly number[] }[];
}

/** RTCP packet types, and feedback formats within them (RFC 3550, 4585, 5104). */
const [firstReport, lastReport] = [200, 204];
const transport = { type: 205, nack: 1, tmmbr: 3, tmmbn: 4 };
const payload = { type: 206, pli: 1, fir: 4, application: 15 };

interface Part {
  readonly type: number;
  readonly format: number;
  readonly bytes: Buffer;
}

/** The parts of a compound packet; undefined when they don't fill it exactly. */
function partsOf(packet: Buffer): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (let offset = 0; offset < packet.length; ) {
    if (packet.length - offset < 8) return undefined;
    const end = offset + 4 * (packet.readUInt16BE(offset + 2) + 1);
    const first = packet.readUInt8(offset);
    if (first >> 6 !== 2 || end > packet.length || end - offset < 8) return undefined;
    parts.push({
      type: packet.readUInt8(offset + 1),
      format: first & 0x1f,
      bytes: packet.subarray(offset, end),
    });
    offset = end;
  }
  return parts;
}

const isReport = ({ type }: Part): boolean => type >= firstReport && type <= lastReport;
const isPictureRequest = ({ type, format }: Part): boolean =>
  type === payload.type && (format === payload.pli || format === payload.fir);

const isLoss = ({ type, format, bytes }: Part): boolean =>
  type === transport.type && format === transport.nack && bytes.length >= 16;

/** Reads what came from outside. Undefined when it is malformed and must not pass. */
export function readFeedback(packet: Buffer): ReadFeedback | undefined {
  const parts = partsOf(packet);
  if (!parts || !parts[0] || !isReport(parts[0])) return undefined;
  const tmmbr = parts.find(({ type, format }) => type === transport.type && format === transport.tmmbr);
  const entry = tmmbr && tmmbr.bytes.length >= 20 ? tmmbr.bytes.subarray(12, 20) : undefined;
  const remb = parts.find(
    ({ type, format, bytes }) =>
      type === payload.type &&
      format === payload.application &&
      bytes.length >= 20 &&
      bytes.toString('latin1', 12, 16) === 'REMB',
  );
  const limits = [
    ...(entry ? [scaled(entry.readUInt32BE(4) >>> 26, (entry.readUInt32BE(4) >>> 9) & 0x1_ffff)] : []),
    ...(remb ? [scaled(remb.bytes.readUInt8(17) >> 2, remb.bytes.readUInt32BE(16) & 0x3_ffff)] : []),
  ];
  const kept = parts.filter((part) => isReport(part) || isPictureRequest(part));
  return {
    packet: Buffer.concat(kept.map(({ bytes }) => bytes)),
    ...(limits.length > 0 && { limit: Math.min(...limits) }),
    ...(entry && { tmmbr: entry }),
    lost: parts
      .filter(isLoss)
      .map(({ bytes }) => ({ ssrc: bytes.readUInt32BE(8), sequences: readLost(bytes.subarray(12)) })),
  };
}

function scaled(exponent: number, mantissa: number): number {
  return Math.min(mantissa * 2 ** exponent, Number.MAX_SAFE_INTEGER);
}

/** What Chromium's feedback becomes for a far end that knows only some of it. */
export class FeedbackWriter {
  readonly #everyMs: number;
  #askedAt: number | undefined;
  #firSequence = 0;

  /** At most one picture request in so many ms (standards: PLI storms). */
  constructor(everyMs = 1_000) {
    this.#everyMs = everyMs;
  }

  /**
   * The packet without what only Chromium understands; undefined when nothing is left. `now`: monotonic ms. `theirs`: the far
   * end's number for a packet that Chromium misses.
   */
  write(
    packet: Buffer,
    feedback: VideoFeedback,
    now: number,
    theirs: (sequence: number) => number | undefined,
  ): Buffer | undefined {
    const kept = (partsOf(packet) ?? []).flatMap((part) => {
      if (isReport(part)) return [part.bytes];
      if (isLoss(part)) return feedback.hasNack ? lossReport(part.bytes, theirs) : [];
      return isPictureRequest(part) ? this.#ask(part, feedback, now) : [];
    });
    return kept.length === 0 ? undefined : Buffer.concat(kept);
  }

  /** Where neither is negotiated PLI is sent all the same: most know it, nobody minds (cisco-uc 12.5: plain AVP). */
  #ask(part: Part, { hasPli, hasFir }: VideoFeedback, now: number): readonly Buffer[] {
    if (this.#askedAt !== undefined && now - this.#askedAt < this.#everyMs) return [];
    this.#askedAt = now;
    if (part.format === payload.pli && (hasPli || !hasFir)) return [part.bytes];
    const mediaSsrc = part.bytes.readUInt32BE(
      part.format === payload.fir && part.bytes.length >= 20 ? 12 : 8,
    );
    const senderSsrc = part.bytes.readUInt32BE(4);
    return [hasFir ? this.#fir(senderSsrc, mediaSsrc) : pli(senderSsrc, mediaSsrc)];
  }

  #fir(senderSsrc: number, mediaSsrc: number): Buffer {
    const packet = header(payload.type, payload.fir, 20);
    packet.writeUInt32BE(senderSsrc, 4);
    packet.writeUInt32BE(mediaSsrc, 12);
    packet.writeUInt8(this.#firSequence, 16);
    this.#firSequence = (this.#firSequence + 1) & 0xff;
    return packet;
  }
}

function lossReport(bytes: Buffer, theirs: (sequence: number) => number | undefined): readonly Buffer[] {
  const lost = readLost(bytes.subarray(12)).flatMap((sequence) => theirs(sequence) ?? []);
  if (lost.length === 0) return [];
  const entries = writeLost(lost);
  const packet = header(transport.type, transport.nack, 12 + entries.length);
  bytes.copy(packet, 4, 4, 12);
  entries.copy(packet, 12);
  return [packet];
}

function pli(senderSsrc: number, mediaSsrc: number): Buffer {
  const packet = header(payload.type, payload.pli, 12);
  packet.writeUInt32BE(senderSsrc, 4);
  packet.writeUInt32BE(mediaSsrc, 8);
  return packet;
}

/** Asks the renderer for a whole picture: an empty report with a PLI. */
export function pictureRequest(senderSsrc: number, mediaSsrc: number): Buffer {
  return Buffer.concat([emptyReport(senderSsrc), pli(senderSsrc, mediaSsrc)]);
}

/** Tells the renderer how fast it may send, bit/s (draft-alvestrand-rmcat-remb-03). */
export function rateLimit(senderSsrc: number, mediaSsrc: number, rate: number): Buffer {
  const exponent = Math.max(0, Math.ceil(Math.log2((rate + 1) / 0x4_0000)));
  const remb = header(payload.type, payload.application, 24);
  remb.writeUInt32BE(senderSsrc, 4);
  remb.write('REMB', 12, 'latin1');
  remb.writeUInt32BE(((1 << 24) | (exponent << 18) | Math.floor(rate / 2 ** exponent)) >>> 0, 16);
  remb.writeUInt32BE(mediaSsrc, 20);
  return Buffer.concat([emptyReport(senderSsrc), remb]);
}

/** Confirms a limit (TMMBN, RFC 5104 section 4.2.2). */
export function confirmLimit(senderSsrc: number, entry: Buffer): Buffer {
  const packet = header(transport.type, transport.tmmbn, 20);
  packet.writeUInt32BE(senderSsrc, 4);
  entry.copy(packet, 12);
  return Buffer.concat([emptyReport(senderSsrc), packet]);
}

function emptyReport(ssrc: number): Buffer {
  const report = header(201, 0, 8);
  report.writeUInt32BE(ssrc, 4);
  return report;
}

function header(type: number, format: number, length: number): Buffer {
  const packet = Buffer.alloc(length);
  packet.writeUInt8(0x80 | format, 0);
  packet.writeUInt8(type, 1);
  packet.writeUInt16BE(length / 4 - 1, 2);
  return packet;
}
