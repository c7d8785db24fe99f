import type { MediaDirection, NegotiatedVideo, PictureStream } from '../../ports/media-gateway.port.ts';
import type { Cancel } from '../../ports/clock.port.ts';
import type { AgreedVideo, LocalVideo } from '../../engines/sdp/video-agreement.ts';
import { canReceive, canSend } from '../../engines/sdp/direction.ts';
import { videoCodecOf } from '../../engines/sdp/video-line.ts';
import type { LoopbackSurroundings } from '../loopback/renderer-leg.ts';
import type { PortPair } from '../rtp/port-pair.ts';
import { readRtcp } from '../rtp/rtcp-packet.ts';
import { farEndOf, RtpLeg } from '../rtp/rtp-leg.ts';
import { readRtpHeader } from '../rtp/rtp-packet.ts';
import { SequenceOwner } from '../rtp/sequence-owner.ts';
import { linesFor } from '../../../shared/domain/video-ladder.ts';
import { confirmLimit, FeedbackWriter, pictureRequest, rateLimit, readFeedback } from './feedback.ts';
import { SentPackets } from './lost-packets.ts';
import type { VideoRate } from './rate-control.ts';
import { afterReport, startRate } from './rate-control.ts';
import { loopbackVideoType, VideoLoopback } from './video-loopback.ts';

/** The last rate at which a picture came through whole, of all calls of this gateway. */
export interface RateMemory {
  good?: number | undefined;
}

export interface VideoStreamOptions {
  readonly sessionId: string;
  /** The camera, or the slides beside it. */
  readonly stream: PictureStream;
  readonly around: LoopbackSurroundings & { readonly fraction: () => number };
  readonly isLatching: boolean;
  readonly local: Omit<LocalVideo, 'rtpPort' | 'rtcpPort'>;
  readonly memory: RateMemory;
}

/** What is remembered for the next start is told when it has changed by so much: each time is a write to the disk. */
const worthTelling = 0.2;
/** The renderer is told its rate this often; without it Chromium stays near 300 kb/s (media reference). */
const tellRateMs = 500;

/** One call's picture between the far end and the renderer: payload types, sequence, gate, feedback and rate. */
export class VideoStream {
  readonly local: LocalVideo;
  readonly loopback: VideoLoopback;
  readonly #options: VideoStreamOptions;
  readonly #leg: RtpLeg;
  readonly #feedback = new FeedbackWriter();
  readonly #sent = new SentPackets();
  readonly #ownSsrc: number;
  #outgoing: SequenceOwner;
  #incoming: SequenceOwner;
  #agreed: AgreedVideo | undefined;
  #direction: MediaDirection = 'inactive';
  #rate: VideoRate = { rate: 0 };
  #limit = Number.POSITIVE_INFINITY;
  #share = 1;
  #lines: number | undefined;
  #toldRate = 0;
  /** Of the renderer's picture. */
  #ssrc = 0;
  #stopTelling: Cancel = () => undefined;

  constructor(pair: PortPair, options: VideoStreamOptions) {
    const { around, sessionId, stream } = options;
    this.#options = options;
    const random = (below: number) => Math.floor(around.fraction() * below);
    this.#ownSsrc = random(0x1_0000_0000);
    this.#outgoing = new SequenceOwner(random(0x4000));
    this.#incoming = new SequenceOwner(random(0x4000));
    this.loopback = new VideoLoopback(around, stream, {
      sessionId,
      onRtp: (packet) => this.#fromRenderer(packet),
      onRtcp: (packet) => this.#fromRendererControl(packet),
    });
    this.#leg = new RtpLeg(pair, {
      isLatching: options.isLatching,
      handlers: {
        onRtp: (packet) => this.#fromFarEnd(packet),
        onRtcp: (packet) => this.#fromFarEndControl(packet),
      },
    });
    this.local = { ...options.local, rtpPort: this.#leg.rtpPort, rtcpPort: this.#leg.rtcpPort };
  }

  describe(agreed: AgreedVideo): NegotiatedVideo {
    return {
      codec: agreed.codec,
      direction: agreed.direction,
      isEncrypted: agreed.crypto !== undefined,
      maxBitrate: agreed.maxBitrate,
      loopbackRevision: this.loopback.revisionFor(agreed.sendType, agreed.remote.feedback.hasNack),
    };
  }

  /** Puts what was agreed into force; undefined: there is no picture. */
  apply(agreed: AgreedVideo | undefined): void {
    const before = this.#agreed;
    this.#agreed = agreed;
    if (!agreed) return this.setDirection('inactive');
    this.#leg.setRemote(farEndOf(agreed));
    this.#sent.clear();
    this.loopback.revisionFor(agreed.sendType, agreed.remote.feedback.hasNack);
    if (!before) this.#rate = startRate(agreed.maxBitrate, this.#options.memory.good);
  }

  setDirection(direction: MediaDirection): void {
    const couldSend = canSend(this.#direction);
    this.#direction = direction;
    if (!canSend(direction)) return this.#stopTelling();
    if (couldSend) return;
    this.#wantPicture();
    this.#tellRate();
  }

  /** How much of the call's rate is for this stream, when another runs beside it: 0 to 1. */
  setShare(share: number): void {
    this.#share = share;
  }

  get isSending(): boolean {
    return canSend(this.#direction);
  }

  close(): void {
    this.#stopTelling();
    this.#leg.close();
    this.loopback.close();
  }

  #fromRenderer(packet: Buffer): void {
    const header = readRtpHeader(packet);
    const agreed = this.#agreed;
    if (!header) return;
    if (!agreed || !canSend(this.#direction)) return this.#outgoing.holdBack();
    if (header.ssrc !== this.#ssrc) this.#ssrc = header.ssrc;
    const sequence = this.#outgoing.map(header.ssrc, header.sequence);
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt8((packet.readUInt8(1) & 0x80) | agreed.sendType.number, 1);
    const sent = this.#leg.sendRtpAs(packet);
    if (sent && agreed.remote.feedback.hasNack) this.#sent.keep(sequence, sent, this.#now());
  }

  #fromFarEnd(packet: Buffer): void {
    const header = readRtpHeader(packet);
    const agreed = this.#agreed;
    const type = header && agreed?.receiveTypes.find(({ number }) => number === header.payloadType);
    if (!header || !agreed || !type || videoCodecOf(type) !== agreed.codec) return this.#leg.countDrop();
    if (!canReceive(this.#direction)) return this.#incoming.holdBack();
    packet.writeUInt16BE(this.#incoming.map(header.ssrc, header.sequence), 2);
    packet.writeUInt8((packet.readUInt8(1) & 0x80) | loopbackVideoType(agreed.sendType).number, 1);
    this.loopback.sendRtp(packet);
  }

  #fromRendererControl(packet: Buffer): void {
    const agreed = this.#agreed;
    const theirs = (sequence: number) => this.#incoming.original(sequence);
    const written = agreed && this.#feedback.write(packet, agreed.remote.feedback, this.#now(), theirs);
    if (written) this.#leg.sendRtcp(written);
  }

  #fromFarEndControl(packet: Buffer): void {
    const read = readFeedback(packet);
    const reports = read && readRtcp(packet);
    if (!read || !reports || !this.#agreed) return this.#leg.countDrop();
    if (read.limit !== undefined) this.#limit = read.limit;
    for (const { ssrc, sequences } of read.lost) if (ssrc === this.#ssrc) this.#sendAgain(sequences);
    if (read.tmmbr) this.#leg.sendRtcp(confirmLimit(this.#ownSsrc, read.tmmbr));
    const about = reports.blocks.find(({ ssrc }) => ssrc === this.#ssrc);
    if (about && canSend(this.#direction)) {
      this.#rate = afterReport(this.#rate, about.fractionLost, this.#max);
      if (this.#rate.good !== undefined) this.#options.memory.good = this.#rate.good;
    }
    this.loopback.sendRtcp(read.packet);
  }

  #sendAgain(sequences: readonly number[]): void {
    if (!canSend(this.#direction)) return;
    for (const sequence of sequences) {
      const packet = this.#sent.again(sequence, this.#now());
      if (packet) this.#leg.sendAgain(packet);
    }
  }

  get #max(): number {
    return Math.min((this.#agreed?.maxBitrate ?? 0) * this.#share, this.#limit);
  }

  /** What the renderer sends next is whole, so that the far end has something to begin with. */
  #wantPicture(): void {
    this.loopback.sendRtcp(pictureRequest(this.#ownSsrc, this.#ssrc));
  }

  #tellRate(): void {
    this.#stopTelling();
    const rate = Math.min(this.#rate.rate, this.#max);
    if (this.#ssrc !== 0) this.loopback.sendRtcp(rateLimit(this.#ownSsrc, this.#ssrc, rate));
    const lines = linesFor(rate, this.#lines, this.#agreed?.largestPicture);
    if (lines !== this.#lines && this.#options.stream === 'video') {
      this.#lines = lines;
      this.#options.around.emit({ type: 'video-rung', sessionId: this.#options.sessionId, lines });
    }
    this.#tellGood(this.#rate.good ?? this.#toldRate);
    this.#stopTelling = this.#options.around.clock.after(tellRateMs, () => this.#tellRate());
  }

  #tellGood(rate: number): void {
    const { around, sessionId, stream } = this.#options;
    if (stream !== 'video' || Math.abs(rate - this.#toldRate) <= worthTelling * this.#toldRate) return;
    this.#toldRate = rate;
    around.emit({ type: 'video-rate', sessionId, rate });
  }

  #now(): number {
    return this.#options.around.clock.monotonic();
  }
}
