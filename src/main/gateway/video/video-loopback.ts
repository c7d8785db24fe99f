import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { PayloadType } from '../../engines/sdp/payload-types.ts';
import { isSameVideo } from '../../engines/sdp/video-line.ts';
import type { LoopbackOffer, PictureStream } from '../../ports/media-gateway.port.ts';
import { LoopbackLeg } from '../loopback/loopback-leg.ts';
import type { LoopbackSink, LoopbackSurroundings } from '../loopback/loopback-side.ts';
import { readLoopbackAnswer, writeLoopbackOffer } from '../loopback/loopback-sdp.ts';

/** Chromium's own numbers and parameters: it knows its codecs by them. */
const modes = { whole: 103, cut: 102 };

/** The payload type of the loopback for what was agreed with the far end. */
export function loopbackVideoType(agreed: PayloadType): PayloadType {
  const common = { clockRate: 90_000, channels: 1 };
  if (agreed.name.toUpperCase() === 'VP8') return { ...common, name: 'VP8', number: 96 };
  const isCut = /(?:^|;)\s*packetization-mode=1\s*(?:;|$)/i.test(agreed.parameters ?? '');
  return {
    ...common,
    name: 'H264',
    number: isCut ? modes.cut : modes.whole,
    parameters: `level-asymmetry-allowed=1;packetization-mode=${isCut ? 1 : 0};profile-level-id=42e01f`,
  };
}

/**
 * The renderer's side of a call's picture: a peer connection of its own, so that a camera that comes or goes never touches
 * the voice. It is offered once a codec is agreed on, and only that one.
 */
export class VideoLoopback {
  readonly #around: LoopbackSurroundings;
  readonly #stream: PictureStream;
  readonly #sink: LoopbackSink;
  readonly #originId: string;
  #type: PayloadType | undefined;
  #leg: Promise<LoopbackLeg> | undefined;
  #openLeg: LoopbackLeg | undefined;
  #revision = 0;
  #isClosed = false;

  constructor(around: LoopbackSurroundings, stream: PictureStream, sink: LoopbackSink) {
    this.#around = around;
    this.#stream = stream;
    this.#sink = sink;
    this.#originId = Buffer.from(around.randomBytes(4)).readUInt32BE().toString();
  }

  get isConnected(): boolean {
    return this.#openLeg?.state === 'connected';
  }

  /** The offer's revision for this codec: another codec is another connection. */
  revisionFor(type: PayloadType): number {
    if (this.#type && isSameVideo(this.#type, type)) return this.#revision;
    this.#type = loopbackVideoType(type);
    this.#dropLeg();
    this.#revision += 1;
    return this.#revision;
  }

  /** Fresh: new ICE credentials on a new port; the old leg ends. Error: media.wrong-state before a codec is agreed on. */
  async offer(isFresh: boolean): Promise<Result<LoopbackOffer>> {
    const type = this.#type;
    if (!type) return fail('media.wrong-state', undefined, 'no picture was agreed on');
    if (isFresh && this.#leg) {
      this.#dropLeg();
      this.#revision += 1;
    }
    const revision = this.#revision;
    const opening = (this.#leg ??= this.#open());
    const leg = await opening;
    if (this.#isClosed) return fail('media.unknown-session');
    if (this.#leg === opening) this.#openLeg = leg;
    const sdp = writeLoopbackOffer({
      kind: 'video',
      originId: this.#originId,
      version: revision,
      port: leg.port,
      credentials: leg.credentials,
      fingerprint: this.#around.identity.fingerprint,
      types: [type],
      ptimeMs: 20,
    });
    return ok({ revision, sdp });
  }

  /** An answer to an offer that another has replaced is ignored. */
  takeAnswer(sdp: string, revision = this.#revision): Result<void> {
    const answer = readLoopbackAnswer(sdp, 'video');
    if (!answer.ok) return answer;
    if (revision !== this.#revision) return ok();
    if (!this.#openLeg) return fail('media.wrong-state', undefined, 'nothing was offered to the renderer');
    this.#openLeg.takeAnswer(answer.value);
    return ok();
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
    const of = { sessionId, stream: this.#stream };
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
