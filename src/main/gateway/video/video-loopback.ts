import type { Result } from '../../../shared/errors/result.ts';
import { fail } from '../../../shared/errors/result.ts';
import type { PayloadType } from '../../engines/sdp/payload-types.ts';
import { isSameVideo } from '../../engines/sdp/video-line.ts';
import type { LoopbackOffer, PictureStream } from '../../ports/media-gateway.port.ts';
import type { LoopbackSink, LoopbackSurroundings } from '../loopback/renderer-leg.ts';
import { RendererLeg } from '../loopback/renderer-leg.ts';

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
  readonly #leg: RendererLeg;
  #type: PayloadType | undefined;
  #hasNack = false;

  constructor(around: LoopbackSurroundings, stream: PictureStream, sink: LoopbackSink) {
    this.#leg = new RendererLeg(stream, around, sink);
  }

  /** The offer's revision for this codec: another codec, or another way to mend losses, is another connection. */
  revisionFor(type: PayloadType, hasNack: boolean): number {
    if (!this.#type || !isSameVideo(this.#type, type) || this.#hasNack !== hasNack) {
      if (this.#type) this.#leg.replace();
      this.#type = loopbackVideoType(type);
      this.#hasNack = hasNack;
    }
    return this.#leg.revision;
  }

  /** Fresh: new ICE credentials on a new port; the old leg ends. Error: media.wrong-state before a codec is agreed on. */
  async offer(isFresh: boolean): Promise<Result<LoopbackOffer>> {
    if (!this.#type) return fail('media.wrong-state', undefined, 'no picture was agreed on');
    return this.#leg.offer(isFresh, () => ({
      types: this.#type ? [this.#type] : [],
      ptimeMs: 20,
      hasNack: this.#hasNack,
    }));
  }

  /** An answer to an offer that another has replaced is ignored. */
  takeAnswer(sdp: string, revision?: number): Result<void> {
    return this.#leg.takeAnswer(sdp, revision);
  }

  sendRtp(packet: Buffer): void {
    this.#leg.sendRtp(packet);
  }

  sendRtcp(packet: Buffer): void {
    this.#leg.sendRtcp(packet);
  }

  close(): void {
    this.#leg.close();
  }
}
