import type {
  GatewayEvent,
  GatewaySessionSpec,
  PictureStream,
  SrtpSuite,
} from '../../ports/media-gateway.port.ts';
import { createCryptoLines } from '../../engines/sdp/sdes.ts';
import type { PortRange } from '../rtp/port-pair.ts';
import { bindPortPair } from '../rtp/port-pair.ts';
import type { SlidesOptions } from './slides.ts';
import { bindSlides, Slides } from './slides.ts';
import type { RateMemory, VideoStreamOptions } from './video-stream.ts';
import { VideoStream } from './video-stream.ts';

export interface PicturesSurroundings {
  readonly around: VideoStreamOptions['around'];
  readonly emit: (event: GatewayEvent) => void;
  readonly videoRate: RateMemory;
  readonly range: PortRange;
  readonly suites: readonly SrtpSuite[];
}

/** What of a call is seen: camera and slides, as far as the session has them. */
export class CallPictures {
  readonly video: VideoStream | undefined;
  readonly slides: Slides | undefined;

  private constructor(video: VideoStream | undefined, slides: Slides | undefined) {
    this.video = video;
    this.slides = slides;
  }

  /** Binds their ports; where none are free there is none: a call without a picture is better than no call. */
  static async open(spec: GatewaySessionSpec, ports: PicturesSurroundings): Promise<CallPictures> {
    const { around, range, suites, emit, videoRate } = ports;
    const { sessionId, localAddress, video: wanted } = spec;
    if (!wanted) return new CallPictures(undefined, undefined);
    const pair = await bindPortPair(localAddress, range, around.fraction);
    if (!pair.ok) return new CallPictures(undefined, undefined);
    const options = () => ({
      ...{ sessionId, around, isLatching: spec.isLatching ?? true },
      local: {
        codecs: wanted.codecs,
        maxBitrate: wanted.maxBitrate,
        srtp: spec.srtp,
        cryptoLines: createCryptoLines(suites, around.randomBytes),
      },
    });
    videoRate.good ??= wanted.lastGoodRate;
    const video = new VideoStream(pair.value, { ...options(), stream: 'video', memory: videoRate });
    const bound = wanted.hasSlides ? await bindSlides(localAddress, range, around.fraction) : undefined;
    if (!bound) return new CallPictures(video, undefined);
    const onFloor: SlidesOptions['onFloor'] = (holder, isTakenAway) => {
      pictures.divideRate();
      emit({ type: 'floor', sessionId, holder, isTakenAway });
    };
    const pictures = new CallPictures(
      video,
      new Slides(bound, { ...options(), memory: {}, localAddress, onFloor }),
    );
    return pictures;
  }

  of(stream: PictureStream): VideoStream | undefined {
    return stream === 'video' ? this.video : this.slides?.stream;
  }

  /** Where camera and slides both run each has half of the rate (T11). */
  divideRate(): void {
    const both = this.video?.isSending && this.slides?.stream.isSending;
    this.video?.setShare(both ? 0.5 : 1);
    this.slides?.stream.setShare(both ? 0.5 : 1);
  }

  close(): void {
    this.video?.close();
    this.slides?.close();
  }
}
