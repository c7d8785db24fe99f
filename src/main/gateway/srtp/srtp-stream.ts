import { isRtcp, rtpHeaderLength } from '../rtp/rtp-packet.ts';
import type { MasterKey } from './key-derivation.ts';
import type { PacketCipher } from './packet-cipher.ts';
import { createPacketCipher } from './packet-cipher.ts';
import { ReplayWindow } from './replay-window.ts';

/** Sources tracked at once for one key; the longest known is forgotten first. Only authentic packets make one. */
const maxSources = 32;

/** The 48-bit index of one source's packets: roll-over counter and sequence (RFC 3711 section 3.3.1). */
class SourceIndex {
  #highest: number;
  readonly replay = new ReplayWindow();

  constructor(highest = -1) {
    this.#highest = highest;
  }

  /** The index a sequence number most likely means; negative when it would lie before the stream's start. */
  guess(sequence: number): number {
    if (this.#highest < 0) return sequence;
    const roc = Math.floor(this.#highest / 0x10000);
    const last = this.#highest % 0x10000;
    if (last < 0x8000) return (sequence - last > 0x8000 ? roc - 1 : roc) * 0x10000 + sequence;
    return (last - 0x8000 > sequence ? roc + 1 : roc) * 0x10000 + sequence;
  }

  accept(index: number): void {
    this.#highest = Math.max(this.#highest, index);
    this.replay.accept(index);
  }

  /** Where the counters stand, with nothing seen yet: for the next master key. */
  rekeyed(): SourceIndex {
    return new SourceIndex(this.#highest);
  }
}

/** Adds to a map that foreign packets fill, dropping its oldest entry when it is full. */
function keep<T>(map: Map<number, T>, ssrc: number, entry: T): void {
  const [oldest] = map.keys();
  if (!map.has(ssrc) && map.size >= maxSources && oldest !== undefined) map.delete(oldest);
  map.set(ssrc, entry);
}

/** Protects what we send with one master key. The same class serves SDES and DTLS-SRTP. */
export class SrtpSender {
  readonly #cipher: PacketCipher;
  readonly #sources = new Map<number, SourceIndex>();
  #rtcpIndex = 0;

  constructor(master: MasterKey) {
    this.#cipher = createPacketCipher(master);
  }

  /**
   * The protected packet. Undefined when the packet is malformed, or when its index was used already: sealing two packets
   * under one index would give the key stream away.
   */
  protectRtp(packet: Buffer): Buffer | undefined {
    const headerLength = rtpHeaderLength(packet);
    if (headerLength === undefined) return undefined;
    const ssrc = packet.readUInt32BE(8);
    const source = this.#sources.get(ssrc) ?? new SourceIndex();
    const index = source.guess(packet.readUInt16BE(2));
    if (index < 0 || !source.replay.isFresh(index)) return undefined;
    source.accept(index);
    keep(this.#sources, ssrc, source);
    return this.#cipher.sealRtp(packet, headerLength, index);
  }

  protectRtcp(packet: Buffer): Buffer | undefined {
    if (packet.length < 8 || !isRtcp(packet)) return undefined;
    const index = this.#rtcpIndex;
    this.#rtcpIndex = (index + 1) % 0x80000000;
    return this.#cipher.sealRtcp(packet, index);
  }
}

/** Opens what the peer protected with one master key: authentic, not replayed, or undefined. */
export class SrtpReceiver {
  readonly #cipher: PacketCipher;
  readonly #mkiLength: number;
  readonly #sources = new Map<number, SourceIndex>();
  /** Sources of the key before this one, not yet heard with this key. */
  readonly #inherited: ReadonlyMap<number, SourceIndex>;
  readonly #rtcpReplay = new Map<number, ReplayWindow>();

  /** `previous`: the receiver of the master key before this one; its roll-over counters go on (RFC 3711 section 8.1). */
  constructor(
    master: MasterKey,
    options: { readonly mkiLength?: number; readonly previous?: SrtpReceiver } = {},
  ) {
    this.#cipher = createPacketCipher(master);
    this.#mkiLength = options.mkiLength ?? 0;
    const { previous } = options;
    this.#inherited = new Map(previous ? [...previous.#inherited, ...previous.#sources] : []);
  }

  unprotectRtp(sealed: Buffer): Buffer | undefined {
    const packet = this.#withoutMki(sealed, this.#cipher.bytesAfterMki.rtp);
    const headerLength = packet && rtpHeaderLength(packet);
    if (!packet || headerLength === undefined) return undefined;
    const ssrc = packet.readUInt32BE(8);
    const known = this.#sources.get(ssrc);
    if (known) return this.#open(packet, headerLength, ssrc, known);
    const inherited = this.#inherited.get(ssrc)?.rekeyed();
    // Many far ends start the counter again with a new key, against the RFC: take either, once, for the first packet.
    return (
      (inherited && this.#open(packet, headerLength, ssrc, inherited)) ??
      this.#open(packet, headerLength, ssrc, new SourceIndex())
    );
  }

  unprotectRtcp(sealed: Buffer): Buffer | undefined {
    const packet = this.#withoutMki(sealed, this.#cipher.bytesAfterMki.rtcp);
    if (!packet || packet.length < 12) return undefined;
    const opened = this.#cipher.openRtcp(packet);
    if (!opened) return undefined;
    const ssrc = packet.readUInt32BE(4);
    const replay = this.#rtcpReplay.get(ssrc) ?? new ReplayWindow();
    if (!replay.isFresh(opened.index)) return undefined;
    replay.accept(opened.index);
    keep(this.#rtcpReplay, ssrc, replay);
    return opened.packet;
  }

  #open(packet: Buffer, headerLength: number, ssrc: number, source: SourceIndex): Buffer | undefined {
    const index = source.guess(packet.readUInt16BE(2));
    if (index < 0 || !source.replay.isFresh(index)) return undefined;
    const opened = this.#cipher.openRtp(packet, headerLength, index);
    if (!opened) return undefined;
    source.accept(index);
    keep(this.#sources, ssrc, source);
    return opened;
  }

  #withoutMki(packet: Buffer, bytesAfter: number): Buffer | undefined {
    if (this.#mkiLength === 0) return packet;
    const end = packet.length - bytesAfter;
    if (end - this.#mkiLength < 8) return undefined;
    return Buffer.concat([packet.subarray(0, end - this.#mkiLength), packet.subarray(end)]);
  }
}
