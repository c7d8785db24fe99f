import type { Result } from '../../shared/errors/result.ts';
import { fail, ok } from '../../shared/errors/result.ts';
import type { Cancel, Clock } from '../ports/clock.port.ts';
import type {
  DtmfOptions,
  GatewayEvent,
  GatewaySessionInfo,
  GatewaySessionSpec,
  GatewayStats,
  LocalSdpRole,
  LoopbackOffer,
  MediaDirection,
  MediaStreamKind,
  NegotiatedMedia,
  PictureStream,
  RemoteSdpRole,
  SrtpSuite,
} from '../ports/media-gateway.port.ts';
import type { AgreedAudio, LocalAudio } from '../engines/sdp/agreement.ts';
import { canReceive, canSend, intersect } from '../engines/sdp/direction.ts';
import type { AgreedSlides, SlidesWish } from '../engines/sdp/slides-agreement.ts';
import type { AgreedVideo, VideoWish } from '../engines/sdp/video-agreement.ts';
import type { OfferAnswer } from '../engines/sdp/offer-answer.ts';
import {
  makeAnswer,
  makeOffer,
  rollback,
  startOfferAnswer,
  takeAnswer,
  takeOffer,
} from '../engines/sdp/offer-answer.ts';
import { createCryptoLines } from '../engines/sdp/sdes.ts';
import type { DtlsIdentity } from './loopback/dtls-endpoint.ts';
import { LoopbackSide } from './loopback/loopback-side.ts';
import { watchReceiving } from './receive-watch.ts';
import { Relay } from './relay.ts';
import { areDigits } from './rtp/dtmf-generator.ts';
import type { PortPair } from './rtp/port-pair.ts';
import { bindPortPair, splitMediaPorts } from './rtp/port-pair.ts';
import { farEndOf, RtpLeg } from './rtp/rtp-leg.ts';
import { CallPictures } from './video/call-pictures.ts';
import type { RateMemory } from './video/video-stream.ts';

export interface SessionSurroundings {
  readonly clock: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly fraction: () => number;
  readonly identity: DtlsIdentity;
  readonly emit: (event: GatewayEvent) => void;
  readonly videoRate: RateMemory;
}

const defaultSuites: readonly SrtpSuite[] = [
  'AES_CM_128_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
  'AEAD_AES_256_GCM',
  'AEAD_AES_128_GCM',
];
const defaultRtpTimeoutMs = 30_000;
/** RFC 4733 gives no numbers; ITU-T Q.24 wants 40 ms of each at least. */
const toneLimits = { shortestMs: 40, longestMs: 6_000 };

/** One call's media: the far leg, the loopback leg, the relay between them and the descriptions of both. */
export class GatewaySession {
  readonly #spec: GatewaySessionSpec;
  readonly #around: SessionSurroundings;
  readonly #leg: RtpLeg;
  readonly #loopback: LoopbackSide;
  readonly #relay: Relay;
  readonly #local: LocalAudio;
  #descriptions: OfferAnswer;
  readonly #pictures: CallPictures;
  #wish: MediaDirection = 'sendrecv';
  #sendsPicture = false;
  #stopWatch: Cancel = () => undefined;

  private constructor(
    spec: GatewaySessionSpec,
    around: SessionSurroundings,
    pair: PortPair,
    pictures: CallPictures,
  ) {
    const { sessionId } = spec;
    this.#spec = spec;
    this.#around = around;
    this.#loopback = new LoopbackSide(spec.codecs, around, {
      sessionId,
      onRtp: (packet) => this.#relay.fromRenderer(packet),
      onRtcp: (packet) => {
        this.#relay.noteRendererReports(packet);
        this.#leg.sendRtcp(packet);
      },
    });
    this.#leg = new RtpLeg(pair, {
      isLatching: spec.isLatching ?? true,
      identity: around.identity,
      handlers: {
        onRtp: (packet) => {
          if (!this.#relay.fromFarEnd(packet)) this.#leg.countDrop();
        },
        onRtcp: (packet) => {
          if (this.#relay.noteFarEndReports(packet)) this.#loopback.sendRtcp(packet);
          else this.#leg.countDrop();
        },
      },
    });
    this.#relay = new Relay(
      {
        clock: around.clock,
        fraction: around.fraction,
        sendToFarEnd: (packet) => this.#leg.sendRtp(packet),
        sendToRenderer: (packet) => this.#loopback.sendRtp(packet),
        onFirstSent: () => around.emit({ type: 'media-started', sessionId, kind: 'first-rtp-sent' }),
        onFirstReceived: () => around.emit({ type: 'media-started', sessionId, kind: 'first-rtp-received' }),
        onDtmfFinished: () => around.emit({ type: 'dtmf-finished', sessionId }),
      },
      this.#loopback.types,
    );
    this.#local = {
      address: spec.localAddress,
      rtpPort: this.#leg.rtpPort,
      rtcpPort: this.#leg.rtcpPort,
      codecs: spec.codecs,
      srtp: spec.srtp,
      cryptoLines: createCryptoLines(suitesOf(spec), around.randomBytes),
      dtlsFingerprint: around.identity.fingerprint,
    };
    this.#pictures = pictures;
    this.#descriptions = startOfferAnswer(Buffer.from(around.randomBytes(4)).readUInt32BE().toString());
  }

  static async open(spec: GatewaySessionSpec, around: SessionSurroundings): Promise<Result<GatewaySession>> {
    if (spec.codecs.length === 0) return fail('call.no-common-codec');
    const ranges = splitMediaPorts(spec.ports);
    const pair = await bindPortPair(spec.localAddress, ranges.audio, around.fraction);
    if (!pair.ok) return pair;
    const pictures = await CallPictures.open(spec, {
      ...{ around, emit: around.emit, videoRate: around.videoRate },
      ...{ range: ranges.video, suites: suitesOf(spec) },
    });
    return ok(new GatewaySession(spec, around, pair.value, pictures));
  }

  get info(): GatewaySessionInfo {
    const wanted = this.#spec.dscpAudio;
    const ports = { rtpPort: this.#local.rtpPort, rtcpPort: this.#local.rtcpPort };
    if (wanted === 0) return { ...ports, isDscpApplied: true };
    return { ...ports, isDscpApplied: false, dscpReason: 'Node cannot mark UDP packets on this system' };
  }

  loopbackOffer(isFresh: boolean, stream: MediaStreamKind): Promise<Result<LoopbackOffer>> {
    if (stream === 'audio') return this.#loopback.offer(isFresh);
    return this.#pictures.of(stream)?.loopback.offer(isFresh) ?? Promise.resolve(fail('media.wrong-state'));
  }

  loopbackAnswer(sdp: string, revision: number | undefined, stream: MediaStreamKind): Result<void> {
    if (stream === 'audio') return this.#loopback.takeAnswer(sdp, revision);
    return this.#pictures.of(stream)?.loopback.takeAnswer(sdp, revision) ?? fail('media.wrong-state');
  }

  localSdp(role: LocalSdpRole): Result<string> {
    const made =
      role === 'offer'
        ? makeOffer(this.#descriptions, this.#local, this.#wish, this.#videoWish, this.#slidesWish)
        : makeAnswer(this.#descriptions, this.#local, this.#wish, this.#videoWish, this.#slidesWish);
    if (!made.ok) return made;
    this.#descriptions = made.value.state;
    if (role === 'answer') this.#apply();
    return ok(made.value.sdp);
  }

  remoteSdp(sdp: string, role: RemoteSdpRole): Result<NegotiatedMedia> {
    if (role === 'offer') {
      const taken = takeOffer(
        this.#descriptions,
        this.#local,
        sdp,
        this.#wish,
        this.#videoWish,
        this.#slidesWish,
      );
      if (!taken.ok) return taken;
      this.#descriptions = taken.value.state;
      const { proposal, video, slides } = taken.value;
      return ok(this.#describe(proposal, video, slides));
    }
    const isFinal = role === 'answer';
    const taken = takeAnswer(
      this.#descriptions,
      this.#local,
      sdp,
      isFinal,
      this.#videoWish,
      this.#slidesWish,
    );
    if (!taken.ok) return taken;
    this.#descriptions = taken.value;
    this.#apply();
    const { agreed, agreedVideo, slides } = taken.value;
    return agreed ? ok(this.#describe(agreed, agreedVideo, slides.agreed)) : fail('media.wrong-state');
  }

  rollback(): void {
    this.#descriptions = rollback(this.#descriptions);
  }

  setDirection(direction: MediaDirection): void {
    this.#wish = direction;
    this.#openGate();
  }

  setMuted(isMuted: boolean): void {
    this.#relay.setMuted(isMuted);
  }

  setPicture(isOn: boolean, stream: PictureStream): Result<void> {
    if (!this.#pictures.of(stream))
      return fail('call.not-possible-now', undefined, 'no picture in this session');
    if (stream === 'video') this.#sendsPicture = isOn;
    else this.#pictures.slides?.setOn(isOn);
    this.#openGate();
    return ok();
  }

  async takeFloor(): Promise<Result<void>> {
    const taken = await (this.#pictures.slides?.takeFloor() ?? fail('call.not-possible-now'));
    this.#pictures.divideRate();
    return taken;
  }

  sendDtmf(digits: string, options: DtmfOptions): Result<void> {
    const { durationMs = 100, gapMs = 70 } = options;
    if (!areDigits(digits)) return fail('media.bad-digit');
    const { agreed } = this.#descriptions;
    if (!agreed?.sendEventType) return fail('media.dtmf-not-negotiated');
    if (!canSend(this.#direction)) return fail('call.not-possible-now');
    const timing = {
      durationMs: Math.min(Math.max(durationMs, toneLimits.shortestMs), toneLimits.longestMs),
      gapMs: Math.max(gapMs, toneLimits.shortestMs),
    };
    return this.#relay.sendDtmf(digits, timing) ? ok() : fail('call.not-possible-now');
  }

  stats(): GatewayStats {
    return {
      ...this.#relay.stats(),
      packetsDropped: this.#leg.packetsDropped,
      loopback: this.#loopback.state,
    };
  }

  close(): void {
    this.#stopWatch();
    this.#relay.close();
    this.#leg.close();
    this.#loopback.close();
    this.#pictures.close();
  }

  /** Nobody is seen while the call is on hold; a picture of theirs is welcome whenever it isn't. */
  get #videoWish(): VideoWish | undefined {
    if (!this.#pictures.video) return undefined;
    const open = this.#sendsPicture ? 'sendrecv' : 'recvonly';
    return {
      local: this.#pictures.video.local,
      direction: canReceive(this.#wish) ? open : 'inactive',
      isWanted: this.#sendsPicture,
    };
  }

  get #slidesWish(): SlidesWish | undefined {
    return this.#pictures.slides?.wish(!canReceive(this.#wish));
  }

  /** What may flow now: our wish, as far as it was agreed on. */
  get #direction(): MediaDirection {
    const { agreed } = this.#descriptions;
    return agreed ? intersect(this.#wish, agreed.direction) : 'inactive';
  }

  #describe(
    agreed: AgreedAudio,
    video: AgreedVideo | undefined,
    slides: AgreedSlides | undefined,
  ): NegotiatedMedia {
    return {
      ...(slides && this.#pictures.slides && { slides: this.#pictures.slides.describe(slides) }),
      ...(video && this.#pictures.video && { video: this.#pictures.video.describe(video) }),
      codec: agreed.codec,
      direction: agreed.direction,
      isHeldByRemote: agreed.isHeldByRemote,
      remoteAddress: agreed.remote.address,
      remotePort: agreed.remote.rtpPort,
      ...(agreed.crypto && { srtp: agreed.crypto.suite }),
      ...(agreed.remote.dtls && { isDtls: true }),
      ...(agreed.sendEventType && { dtmfPayloadType: agreed.sendEventType.number }),
      mediaLineCount: agreed.remote.mediaLineCount,
      loopbackRevision: this.#loopback.revisionFor(agreed),
    };
  }

  /** Puts what was agreed into force. */
  #apply(): void {
    const { agreed } = this.#descriptions;
    if (!agreed) return;
    this.#leg.setRemote(farEndOf(agreed));
    this.#loopback.revisionFor(agreed);
    this.#relay.setAgreed(agreed);
    this.#pictures.video?.apply(this.#descriptions.agreedVideo);
    this.#pictures.slides?.apply(this.#descriptions.slides.agreed);
    this.#openGate();
  }

  #openGate(): void {
    this.#relay.setDirection(this.#direction);
    const { agreedVideo } = this.#descriptions;
    const wish = this.#videoWish;
    if (wish && agreedVideo)
      this.#pictures.video?.setDirection(intersect(wish.direction, agreedVideo.direction));
    this.#pictures.slides?.openGate(!canReceive(this.#wish));
    this.#pictures.divideRate();
    this.#stopWatch();
    if (canReceive(this.#direction)) this.#stopWatch = this.#watchReceiving();
  }

  #watchReceiving(): Cancel {
    const { clock, emit } = this.#around;
    const { sessionId, rtpTimeoutMs = defaultRtpTimeoutMs } = this.#spec;
    return watchReceiving({
      clock,
      timeoutMs: rtpTimeoutMs,
      lastReceivedAt: () => this.#relay.lastReceivedAt,
      onTimeout: () => emit({ type: 'rtp-timeout', sessionId }),
      onReturn: () => emit({ type: 'rtp-returned', sessionId }),
    });
  }
}

function suitesOf({ srtp, srtpSuites = defaultSuites }: GatewaySessionSpec): readonly SrtpSuite[] {
  return srtp === 'none' ? [] : srtpSuites;
}
