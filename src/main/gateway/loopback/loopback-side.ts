import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type {
  CodecName,
  GatewayEvent,
  GatewayStats,
  LoopbackOffer,
  MediaSessionId,
} from '../../ports/media-gateway.port.ts';
import type { AgreedAudio } from '../../engines/sdp/agreement.ts';
import type { PayloadType } from '../../engines/sdp/payload-types.ts';
import type { DtlsIdentity } from './dtls-endpoint.ts';
import { LoopbackLeg } from './loopback-leg.ts';
import { loopbackTypes, readLoopbackAnswer, writeLoopbackOffer } from './loopback-sdp.ts';

export interface LoopbackSurroundings {
  readonly clock: Clock;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly identity: DtlsIdentity;
  readonly emit: (event: GatewayEvent) => void;
}

export interface LoopbackSink {
  readonly sessionId: MediaSessionId;
  readonly onRtp: (packet: Buffer) => void;
  readonly onRtcp: (packet: Buffer) => void;
}

/** What the far end asked for that the renderer must know when it encodes. */
interface EncoderWishes {
  readonly ptimeMs: number;
  readonly maxAverageBitrate?: number;
}

const noWishes: EncoderWishes = { ptimeMs: 20 };

/** The renderer's side of a session: its offers and their revisions, and the leg that serves the newest one. */
export class LoopbackSide {
  readonly types: readonly PayloadType[];
  readonly #codecs: readonly CodecName[];
  readonly #around: LoopbackSurroundings;
  readonly #sink: LoopbackSink;
  readonly #originId: string;
  #leg: Promise<LoopbackLeg> | undefined;
  #openLeg: LoopbackLeg | undefined;
  #revision = 1;
  /** The first revision that describes the leg that is open. */
  #legRevision = 1;
  #wishes = noWishes;
  /** Goes first when the far end's wishes make the codecs differ from Chromium's own, which it then can't choose among. */
  #preferred: CodecName | undefined;
  #isClosed = false;

  constructor(codecs: readonly CodecName[], around: LoopbackSurroundings, sink: LoopbackSink) {
    this.#codecs = codecs;
    this.#around = around;
    this.#sink = sink;
    this.types = loopbackTypes(codecs);
    this.#originId = Buffer.from(around.randomBytes(4)).readUInt32BE().toString();
  }

  get state(): GatewayStats['loopback'] {
    return this.#openLeg?.state ?? 'idle';
  }

  /** The current offer. Fresh: new ICE credentials on a new port; the old leg ends. */
  async offer(isFresh: boolean): Promise<Result<LoopbackOffer>> {
    if (isFresh && this.#leg) {
      this.#dropLeg();
      this.#revision += 1;
    }
    const opening = (this.#leg ??= this.#open());
    const leg = await opening;
    if (this.#isClosed) return fail('media.unknown-session');
    if (this.#leg === opening && this.#openLeg !== leg) {
      this.#openLeg = leg;
      this.#legRevision = this.#revision;
    }
    const order = this.#preferred;
    const names = order ? [order, ...this.#codecs.filter((name) => name !== order)] : this.#codecs;
    const sdp = writeLoopbackOffer({
      originId: this.#originId,
      version: this.#revision,
      port: leg.port,
      credentials: leg.credentials,
      fingerprint: this.#around.identity.fingerprint,
      types: loopbackTypes(names, this.#wishes.maxAverageBitrate),
      ptimeMs: this.#wishes.ptimeMs,
    });
    return ok({ revision: this.#revision, sdp });
  }

  /** An answer to an offer of an older leg is ignored. */
  takeAnswer(sdp: string, revision = this.#revision): Result<void> {
    const answer = readLoopbackAnswer(sdp);
    if (!answer.ok) return answer;
    if (revision < this.#legRevision) return ok();
    if (!this.#openLeg) return fail('media.wrong-state', undefined, 'nothing was offered to the renderer');
    this.#openLeg.takeAnswer(answer.value);
    return ok();
  }

  /** The revision of the offer that fits the agreement: grows when the renderer must encode differently. */
  revisionFor(agreed: AgreedAudio): number {
    const wishes = readWishes(agreed);
    const isSame =
      wishes.ptimeMs === this.#wishes.ptimeMs && wishes.maxAverageBitrate === this.#wishes.maxAverageBitrate;
    const preferred =
      wishes.ptimeMs === 20 && wishes.maxAverageBitrate === undefined ? undefined : agreed.codec;
    if (isSame && preferred === this.#preferred) return this.#revision;
    this.#wishes = wishes;
    this.#preferred = preferred;
    this.#revision += 1;
    return this.#revision;
  }

  sendRtp(packet: Buffer): void {
    this.#openLeg?.sendRtp(packet);
  }

  sendRtcp(packet: Buffer): void {
    this.#openLeg?.sendRtcp(packet);
  }

  close(): void {
    this.#isClosed = true;
    this.#dropLeg();
  }

  #dropLeg(): void {
    void this.#leg?.then((leg) => leg.close());
    this.#leg = undefined;
    this.#openLeg = undefined;
  }

  #open(): Promise<LoopbackLeg> {
    const { clock, randomBytes, identity, emit } = this.#around;
    const { sessionId, onRtp, onRtcp } = this.#sink;
    return LoopbackLeg.open({
      identity,
      clock,
      randomBytes,
      handlers: {
        onRtp,
        onRtcp,
        onConnected: () => emit({ type: 'loopback-connected', sessionId }),
        onSilence: (cause) => emit({ type: 'silence', sessionId, cause }),
        onRefused: (detail) => emit({ type: 'loopback-refused', sessionId, detail }),
      },
    });
  }
}

function readWishes(agreed: AgreedAudio): EncoderWishes {
  const ptimeMs = agreed.remote.ptimeMs ?? 20;
  const bitrate = Number(
    /(?:^|;)\s*maxaveragebitrate=(\d{4,6})\s*(?:;|$)/.exec(agreed.sendType.parameters ?? '')?.[1] ??
      Number.NaN,
  );
  // RFC 7587 section 6.1: 6,000 to 510,000.
  const isLimited = agreed.codec === 'opus' && bitrate >= 6_000 && bitrate <= 510_000;
  return isLimited ? { ptimeMs, maxAverageBitrate: bitrate } : { ptimeMs };
}
