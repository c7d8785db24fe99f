import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type {
  GatewayEvent,
  GatewayStats,
  LoopbackOffer,
  MediaSessionId,
  MediaStreamKind,
} from '../../ports/media-gateway.port.ts';
import type { DtlsIdentity } from './dtls-endpoint.ts';
import { LoopbackLeg } from './loopback-leg.ts';
import type { LoopbackMedia, LoopbackOfferParts } from './loopback-sdp.ts';
import { readLoopbackAnswer, writeLoopbackOffer } from './loopback-sdp.ts';

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

/** What of an offer its stream decides; the rest is the leg's. */
export type OfferedTypes = Pick<LoopbackOfferParts, 'types' | 'ptimeMs'>;

/** One stream's offers to the renderer: their revisions, and the leg that serves the newest one. A leg that is replaced ends. */
export class RendererLeg {
  readonly #kind: MediaStreamKind;
  readonly #around: LoopbackSurroundings;
  readonly #sink: LoopbackSink;
  readonly #originId: string;
  #opening: Promise<LoopbackLeg> | undefined;
  #leg: LoopbackLeg | undefined;
  #revision = 1;
  /** The first revision that describes the newest leg. */
  #legRevision = 1;
  #isClosed = false;

  constructor(kind: MediaStreamKind, around: LoopbackSurroundings, sink: LoopbackSink) {
    this.#kind = kind;
    this.#around = around;
    this.#sink = sink;
    this.#originId = Buffer.from(around.randomBytes(4)).readUInt32BE().toString();
  }

  get revision(): number {
    return this.#revision;
  }

  get state(): GatewayStats['loopback'] {
    return this.#leg?.state ?? 'idle';
  }

  /** The next offer says something new about the same leg. */
  revise(): void {
    this.#revision += 1;
  }

  /** The next offer is of another leg: new ICE credentials on a new port. */
  replace(): void {
    this.#drop();
    this.#revision += 1;
    this.#legRevision = this.#revision;
  }

  /** The newest offer, whatever came between. Fresh: of another leg. Error: media.unknown-session once closed. */
  async offer(isFresh: boolean, offered: () => OfferedTypes): Promise<Result<LoopbackOffer>> {
    if (isFresh && this.#opening) this.replace();
    const opening = (this.#opening ??= this.#open());
    const leg = await opening;
    if (this.#isClosed) return fail('media.unknown-session');
    if (this.#opening !== opening) return this.offer(false, offered);
    this.#leg = leg;
    const sdp = writeLoopbackOffer({
      kind: this.#media,
      originId: this.#originId,
      version: this.#revision,
      port: leg.port,
      credentials: leg.credentials,
      fingerprint: this.#around.identity.fingerprint,
      ...offered(),
    });
    return ok({ revision: this.#revision, sdp });
  }

  /** An answer to an offer of an older leg is ignored. */
  takeAnswer(sdp: string, revision = this.#revision): Result<void> {
    const answer = readLoopbackAnswer(sdp, this.#media);
    if (!answer.ok) return answer;
    if (revision < this.#legRevision) return ok();
    if (!this.#leg) return fail('media.wrong-state', undefined, 'nothing was offered to the renderer');
    this.#leg.takeAnswer(answer.value);
    return ok();
  }

  sendRtp(packet: Buffer): void {
    this.#leg?.sendRtp(packet);
  }

  sendRtcp(packet: Buffer): void {
    this.#leg?.sendRtcp(packet);
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  get #media(): LoopbackMedia {
    return this.#kind === 'audio' ? 'audio' : 'video';
  }

  #drop(): void {
    void this.#opening?.then((leg) => leg.close());
    this.#opening = undefined;
    this.#leg = undefined;
  }

  #open(): Promise<LoopbackLeg> {
    const { clock, randomBytes, identity, emit } = this.#around;
    const { sessionId, onRtp, onRtcp } = this.#sink;
    const of = { sessionId, ...(this.#kind !== 'audio' && { stream: this.#kind }) };
    return LoopbackLeg.open({
      identity,
      clock,
      randomBytes,
      handlers: {
        onRtp,
        onRtcp,
        onConnected: () => emit({ type: 'loopback-connected', ...of }),
        onSilence: (cause) => emit({ type: 'silence', cause, ...of }),
        onRefused: (detail) => emit({ type: 'loopback-refused', detail, ...of }),
      },
    });
  }
}
