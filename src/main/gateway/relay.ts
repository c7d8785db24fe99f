import type { Cancel, Clock } from '../ports/clock.port.ts';
import type { CodecName, GatewayStats, MediaDirection } from '../ports/media-gateway.port.ts';
import type { AgreedAudio } from '../engines/sdp/agreement.ts';
import { canReceive, canSend } from '../engines/sdp/direction.ts';
import type { PayloadType } from '../engines/sdp/payload-types.ts';
import { codecs } from '../engines/sdp/payload-types.ts';
import type { FormatMap } from './format-map.ts';
import { createFormatMap, emptyFormatMap } from './format-map.ts';
import type { EventPacket, ToneTiming } from './rtp/dtmf-generator.ts';
import { DtmfGenerator } from './rtp/dtmf-generator.ts';
import { ReceiveStatistics } from './rtp/receive-statistics.ts';
import { ReportReader } from './rtp/report-reader.ts';
import type { RtpHeader } from './rtp/rtp-packet.ts';
import { readRtpHeader } from './rtp/rtp-packet.ts';
import { SequenceOwner } from './rtp/sequence-owner.ts';
import { silenced } from './rtp/silence.ts';

export interface RelayPorts {
  readonly clock: Clock;
  readonly fraction: () => number;
  /** Whether the packet went out. */
  readonly sendToFarEnd: (packet: Buffer) => boolean;
  readonly sendToRenderer: (packet: Buffer) => void;
  readonly onFirstSent: () => void;
  readonly onFirstReceived: () => void;
  readonly onDtmfFinished: () => void;
}

/** Chromium sends every 20 ms; when nothing came for this long while digits wait, the gateway makes the slots itself. */
const slotMs = 20;
const stalledMs = 60;

/** Takes packets in clear from one leg to the other: payload types, sequence, gate, mute, digits, counts. One call's audio. */
export class Relay {
  readonly #ports: RelayPorts;
  readonly #loopbackTypes: readonly PayloadType[];
  readonly #outgoing: SequenceOwner;
  readonly #incoming: SequenceOwner;
  readonly #dtmf = new DtmfGenerator();
  readonly #received = new ReceiveStatistics();
  readonly #reports = new ReportReader();
  #formats: FormatMap = emptyFormatMap;
  #agreed: AgreedAudio | undefined;
  #direction: MediaDirection = 'inactive';
  #isMuted = false;
  #last = { ssrc: 0, timestamp: 0, at: 0, clockRate: 8_000 };
  #stopSlots: Cancel | undefined;
  #counts = { packetsSent: 0, packetsReceived: 0, bytesSent: 0, bytesReceived: 0 };
  /** When RTP last came, by the monotonic clock; undefined: none yet. */
  lastReceivedAt: number | undefined;

  constructor(ports: RelayPorts, loopbackTypes: readonly PayloadType[]) {
    this.#ports = ports;
    this.#loopbackTypes = loopbackTypes;
    this.#outgoing = new SequenceOwner(Math.floor(ports.fraction() * 0x4000));
    this.#incoming = new SequenceOwner(Math.floor(ports.fraction() * 0x4000));
  }

  setAgreed(agreed: AgreedAudio): void {
    this.#agreed = agreed;
    this.#formats = createFormatMap(this.#loopbackTypes, agreed);
    if (!agreed.sendEventType) this.#dtmf.clear();
  }

  setDirection(direction: MediaDirection): void {
    this.#direction = direction;
    if (!canSend(direction)) this.#dtmf.clear();
  }

  setMuted(isMuted: boolean): void {
    this.#isMuted = isMuted;
  }

  /** Digits go out in the order they are queued. False when too many wait. */
  sendDtmf(digits: string, timing: ToneTiming): boolean {
    if (!this.#dtmf.enqueue(digits, timing)) return false;
    if (!this.#stopSlots) this.#scheduleSlot();
    return true;
  }

  fromRenderer(packet: Buffer): void {
    const header = readRtpHeader(packet);
    const mapped = header && this.#formats.toFarEnd.get(header.payloadType);
    if (!header) return;
    if (!mapped?.codec || !canSend(this.#direction)) return this.#outgoing.holdBack();
    const length = this.#noteSlot(header, mapped.clockRate);
    const event = this.#eventFor(header.timestamp, length, mapped.clockRate);
    const sequence = this.#outgoing.map(header.ssrc, header.sequence);
    if (event) return this.#sendEvent(event, header.ssrc, sequence);
    const audio = this.#isMuted ? silenced(mapped.codec, packet, header.headerLength) : packet;
    audio.writeUInt16BE(sequence, 2);
    audio.writeUInt8((audio.readUInt8(1) & 0x80) | mapped.number, 1);
    this.#send(audio);
  }

  fromFarEnd(packet: Buffer): boolean {
    const header = readRtpHeader(packet);
    const mapped = header && this.#formats.toRenderer.get(header.payloadType);
    if (!header) return false;
    if (!mapped) return this.#isComfortNoise(header);
    const now = this.#ports.clock.monotonic();
    this.#received.note(header, mapped.clockRate, now);
    this.#counts.packetsReceived += 1;
    this.#counts.bytesReceived += packet.length - header.headerLength;
    if (this.lastReceivedAt === undefined) this.#ports.onFirstReceived();
    this.lastReceivedAt = now;
    if (!canReceive(this.#direction)) {
      this.#incoming.holdBack();
      return true;
    }
    packet.writeUInt16BE(this.#incoming.map(header.ssrc, header.sequence), 2);
    packet.writeUInt8((packet.readUInt8(1) & 0x80) | mapped.number, 1);
    this.#ports.sendToRenderer(packet);
    return true;
  }

  /** Noise for a pause (RFC 3389), which Chromium makes itself: no loss, and whoever sends it is there. */
  #isComfortNoise(header: RtpHeader): boolean {
    const { payloadType } = header;
    const isNoise =
      payloadType === 13 ||
      this.#agreed?.remote.types.some(
        ({ number, name }) => number === payloadType && name.toUpperCase() === 'CN',
      ) === true;
    if (!isNoise) return false;
    const now = this.#ports.clock.monotonic();
    this.#received.note(header, 8_000, now);
    this.#incoming.holdBack();
    if (this.lastReceivedAt !== undefined) this.lastReceivedAt = now;
    return true;
  }

  /** RTCP passes as it is; the gateway only reads along. */
  noteRendererReports(packet: Buffer): void {
    this.#reports.noteSent(packet, this.#ports.clock.monotonic());
  }

  /** False when the packet is malformed and must not pass. */
  noteFarEndReports(packet: Buffer): boolean {
    return this.#reports.noteReceived(
      packet,
      this.#last.ssrc,
      this.#last.clockRate,
      this.#ports.clock.monotonic(),
    );
  }

  stats(): Omit<GatewayStats, 'loopback' | 'packetsDropped'> {
    const { remoteReport } = this.#reports;
    const codec: CodecName | undefined = this.#agreed?.codec;
    return {
      ...this.#counts,
      ...(codec && { codec }),
      ...(this.#agreed?.crypto && { srtp: this.#agreed.crypto.suite }),
      direction: this.#direction,
      packetsLost: this.#received.packetsLost,
      jitterMs: this.#received.jitterMs,
      ...(remoteReport && { remoteReport }),
    };
  }

  close(): void {
    this.#stopSlots?.();
    this.#dtmf.clear();
  }

  /** Remembers where the renderer's stream stands; gives the slot's length. */
  #noteSlot(header: RtpHeader, clockRate: number): number {
    const standard = (clockRate * slotMs) / 1_000;
    const step = (header.timestamp - this.#last.timestamp) | 0;
    const isNext =
      header.ssrc === this.#last.ssrc &&
      clockRate === this.#last.clockRate &&
      step > 0 &&
      step <= 6 * standard;
    this.#last = {
      ssrc: header.ssrc,
      timestamp: header.timestamp,
      at: this.#ports.clock.monotonic(),
      clockRate,
    };
    return isNext ? step : standard;
  }

  #eventFor(timestamp: number, length: number, clockRate: number): EventPacket | undefined {
    const type = this.#agreed?.sendEventType;
    if (!this.#dtmf.isActive || !type) return undefined;
    return this.#dtmf.replace({ timestamp, length }, { audio: clockRate, event: type.clockRate });
  }

  #sendEvent(event: EventPacket, ssrc: number, sequence: number): void {
    const number = this.#agreed?.sendEventType?.number ?? 0;
    const packet = Buffer.allocUnsafe(12 + event.payload.length);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8((event.hasMarker ? 0x80 : 0) | number, 1);
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt32BE(event.timestamp, 4);
    packet.writeUInt32BE(ssrc, 8);
    event.payload.copy(packet, 12);
    this.#send(packet);
  }

  #send(packet: Buffer): void {
    const bytes = packet.length - 12;
    if (!this.#ports.sendToFarEnd(packet)) return;
    this.#counts.packetsSent += 1;
    this.#counts.bytesSent += bytes;
    if (this.#counts.packetsSent === 1) this.#ports.onFirstSent();
  }

  /** Watches over queued digits: tells when they are out, and keeps them going when the renderer sends nothing. */
  #scheduleSlot(): void {
    this.#stopSlots = this.#ports.clock.after(slotMs, () => {
      this.#stopSlots = undefined;
      if (!this.#dtmf.isActive) return this.#ports.onDtmfFinished();
      if (this.#ports.clock.monotonic() - this.#last.at > stalledMs) this.#makeSlot();
      this.#scheduleSlot();
    });
  }

  /** A slot the renderer didn't fill. Audio would have stood there, so in gaps nothing is sent. */
  #makeSlot(): void {
    const codec = this.#agreed?.codec;
    if (!codec || !canSend(this.#direction)) return;
    const { clockRate } = codecs[codec];
    const length = (clockRate * slotMs) / 1_000;
    const timestamp = (this.#last.timestamp + length) >>> 0;
    const ssrc = this.#last.ssrc === 0 ? Math.floor(this.#ports.fraction() * 0x100000000) : this.#last.ssrc;
    this.#last = { ...this.#last, ssrc, timestamp, clockRate };
    const event = this.#eventFor(timestamp, length, clockRate);
    if (event) this.#sendEvent(event, ssrc, this.#outgoing.insert());
  }
}
