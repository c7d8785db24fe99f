import type { Result } from '../../../shared/errors/result.ts';
import type { CodecName, GatewayStats, LoopbackOffer } from '../../ports/media-gateway.port.ts';
import type { AgreedAudio } from '../../engines/sdp/agreement.ts';
import type { PayloadType } from '../../engines/sdp/payload-types.ts';
import { loopbackTypes } from './loopback-sdp.ts';
import type { LoopbackSink, LoopbackSurroundings, OfferedTypes } from './renderer-leg.ts';
import { RendererLeg } from './renderer-leg.ts';

/** What the far end asked for that the renderer must know when it encodes. */
interface EncoderWishes {
  readonly ptimeMs: number;
  readonly maxAverageBitrate?: number;
}

const noWishes: EncoderWishes = { ptimeMs: 20 };

/** The renderer's side of a call's voice. */
export class LoopbackSide {
  readonly types: readonly PayloadType[];
  readonly #codecs: readonly CodecName[];
  readonly #leg: RendererLeg;
  #wishes = noWishes;
  /** Goes first when the far end's wishes make the codecs differ from Chromium's own, which it then can't choose among. */
  #preferred: CodecName | undefined;

  constructor(codecs: readonly CodecName[], around: LoopbackSurroundings, sink: LoopbackSink) {
    this.#codecs = codecs;
    this.types = loopbackTypes(codecs);
    this.#leg = new RendererLeg('audio', around, sink);
  }

  get state(): GatewayStats['loopback'] {
    return this.#leg.state;
  }

  /** The current offer. Fresh: new ICE credentials on a new port; the old leg ends. */
  offer(isFresh: boolean): Promise<Result<LoopbackOffer>> {
    return this.#leg.offer(isFresh, () => this.#offered());
  }

  /** An answer to an offer of an older leg is ignored. */
  takeAnswer(sdp: string, revision?: number): Result<void> {
    return this.#leg.takeAnswer(sdp, revision);
  }

  /** The revision of the offer that fits the agreement: grows when the renderer must encode differently. */
  revisionFor(agreed: AgreedAudio): number {
    const wishes = readWishes(agreed);
    const isSame =
      wishes.ptimeMs === this.#wishes.ptimeMs && wishes.maxAverageBitrate === this.#wishes.maxAverageBitrate;
    const preferred =
      wishes.ptimeMs === 20 && wishes.maxAverageBitrate === undefined ? undefined : agreed.codec;
    if (!isSame || preferred !== this.#preferred) {
      this.#wishes = wishes;
      this.#preferred = preferred;
      this.#leg.revise();
    }
    return this.#leg.revision;
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

  #offered(): OfferedTypes {
    const first = this.#preferred;
    const names = first ? [first, ...this.#codecs.filter((name) => name !== first)] : this.#codecs;
    const { ptimeMs, maxAverageBitrate } = this.#wishes;
    return { types: loopbackTypes(names, maxAverageBitrate), ptimeMs };
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
