import type { MediaTask, PictureSource } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { type Failure, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { GatewayEvent, NegotiatedVideo, PictureStream } from '../../ports/media-gateway.port.ts';
import type { CallsPorts } from './calls-ports.ts';

/** What is seen of it. */
export interface PictureShown {
  readonly isAgreed: boolean;
  readonly isSending: boolean;
  readonly isReceiving: boolean;
  readonly source: PictureSource | undefined;
  readonly error: Failure | undefined;
}

export interface CallPictureListener {
  /** What the window must do has changed. */
  onTask(): void;
  onShown(shown: PictureShown): void;
  /** Our picture went off by itself: the far end is to be told. */
  onStopped(): void;
}

/**
 * One call's picture, of camera or slides: what we send of ourselves, and the window's connection for it, which is made once a codec is agreed on.
 * The voice doesn't depend on it: whatever fails here, the call goes on.
 */
export class CallPicture {
  readonly #ports: Pick<CallsPorts, 'gateway' | 'log'>;
  readonly #callId: CallId;
  readonly #stream: PictureStream;
  readonly #listener: CallPictureListener;
  #source: PictureSource | undefined;
  /** The screen has taken its place. */
  #replaced: PictureSource | undefined;
  #negotiated: (NegotiatedVideo & { readonly hasFloor?: boolean }) | undefined;
  /** Whose turn it is to show slides, where that is agreed on. */
  #holder: 'nobody' | 'us' | 'them' = 'nobody';
  #offer: { readonly revision: number; readonly offerSdp: string } | undefined;
  /** Published revisions go on growing when a new gateway process counts from the start again. */
  #base = 0;
  #answered: { readonly revision: number; readonly sdp: string } | undefined;
  #lines: number | undefined;
  #error: Failure | undefined;
  #isClosed = false;

  constructor(
    ports: Pick<CallsPorts, 'gateway' | 'log'>,
    callId: CallId,
    stream: PictureStream,
    listener: CallPictureListener,
  ) {
    this.#ports = ports;
    this.#callId = callId;
    this.#stream = stream;
    this.#listener = listener;
  }

  get source(): PictureSource | undefined {
    return this.#source;
  }

  /** What was shown before the screen took its place. */
  get replaced(): PictureSource | undefined {
    return this.#replaced;
  }

  /** The far end takes our picture, or would if it weren't on hold. */
  get isAgreed(): boolean {
    return this.#negotiated !== undefined;
  }

  /** Whose turn it is, is agreed on by floor control and not by descriptions. */
  get hasFloor(): boolean {
    return this.#negotiated?.hasFloor ?? false;
  }

  /** What the window must bring about; `undefined`: no picture. */
  get task(): MediaTask['video'] {
    const [offer, negotiated] = [this.#offer, this.#negotiated];
    if (!offer || !negotiated) return undefined;
    return {
      ...offer,
      isSending: this.#isSending,
      ...(this.#source !== undefined && { source: this.#source }),
      ...(this.#lines !== undefined && { lines: this.#lines }),
    };
  }

  /** Opens or closes our way out at once; the far end hears of it with the next offer. */
  async setSource(source: PictureSource | undefined): Promise<Result<void>> {
    const wasOn = this.#source !== undefined;
    if (wasOn !== (source !== undefined)) {
      const set = await this.#ports.gateway.setPicture(this.#callId, source !== undefined, this.#stream);
      if (!set.ok) return set;
    }
    this.#replaced = source === 'screen' ? this.#source : undefined;
    this.#source = source;
    this.#error = undefined;
    this.#tell();
    return ok();
  }

  /** Our turn to show slides: settles when it is. */
  async takeFloor(): Promise<Result<void>> {
    const taken = await this.#ports.gateway.takeFloor(this.#callId);
    this.#tell();
    return taken;
  }

  /** A new gateway session knows nothing of it. */
  async opened(): Promise<void> {
    if (this.#source !== undefined) await this.#ports.gateway.setPicture(this.#callId, true, this.#stream);
  }

  /** The session was replaced: its revisions begin again. */
  restart(): void {
    this.#base = this.#offer?.revision ?? this.#base;
    this.#offer = undefined;
    this.#negotiated = undefined;
    this.#holder = 'nobody';
    this.#answered = undefined;
  }

  async negotiated(video: (NegotiatedVideo & { readonly hasFloor?: boolean }) | undefined): Promise<void> {
    this.#negotiated = video;
    if (!video) {
      this.#base = this.#offer?.revision ?? this.#base;
      this.#offer = undefined;
    } else if (this.#base + video.loopbackRevision > (this.#offer?.revision ?? 0))
      await this.#offerWindow(false);
    this.#tell();
  }

  /** `media/answered` of the picture. */
  async answered(revision: number, sdp: string): Promise<Result<void>> {
    if (revision !== this.#offer?.revision) return ok();
    // A second answer to the same offer comes from a window that was reloaded: the gateway's end must start anew too.
    if (this.#answered?.revision === revision && this.#answered.sdp !== sdp) {
      await this.#offerWindow(true);
      return ok();
    }
    this.#answered = { revision, sdp };
    return this.#ports.gateway.loopbackAnswer(this.#callId, sdp, revision - this.#base, this.#stream);
  }

  /** `media/failed` of the picture: the camera isn't there, or may not be used. */
  async failed(revision: number, error: Failure): Promise<void> {
    if (revision !== this.#offer?.revision) return;
    this.#ports.log.info('picture failed', { code: error.code });
    const wasOn = this.#source !== undefined;
    await this.setSource(undefined);
    this.#error = error;
    this.#tell();
    if (wasOn) this.#listener.onStopped();
  }

  onGatewayEvent(event: GatewayEvent): void {
    if (event.type === 'video-rung') {
      this.#lines = event.lines;
      this.#tell();
    } else if (event.type === 'floor') void this.#floorMoved(event.holder, event.isTakenAway);
    else if (event.type === 'silence' || event.type === 'loopback-refused') void this.#offerWindow(true);
  }

  close(): void {
    this.#isClosed = true;
  }

  get #isSending(): boolean {
    const direction = this.#negotiated?.direction;
    const isOpen = direction === 'sendrecv' || direction === 'sendonly';
    return this.#source !== undefined && isOpen && (!this.hasFloor || this.#holder === 'us');
  }

  get #isReceiving(): boolean {
    const direction = this.#negotiated?.direction;
    const isOpen = direction === 'sendrecv' || direction === 'recvonly';
    return isOpen && (!this.hasFloor || this.#holder === 'them');
  }

  async #floorMoved(holder: 'nobody' | 'us' | 'them', isTakenAway: boolean): Promise<void> {
    this.#holder = holder;
    if (!isTakenAway || this.#source === undefined) return this.#tell();
    await this.setSource(undefined);
    this.#error = failure('call.share-taken');
    this.#tell();
  }

  async #offerWindow(isFresh: boolean): Promise<void> {
    const offer = await this.#ports.gateway.loopbackOffer(this.#callId, {
      isFresh,
      stream: this.#stream,
    });
    if (this.#isClosed || !offer.ok) return;
    this.#answered = undefined;
    this.#offer = { revision: this.#base + offer.value.revision, offerSdp: offer.value.sdp };
    this.#listener.onTask();
  }

  #tell(): void {
    if (this.#isClosed) return;
    this.#listener.onTask();
    this.#listener.onShown({
      isAgreed: this.isAgreed,
      isSending: this.#isSending,
      isReceiving: this.#isReceiving,
      source: this.#source,
      error: this.#error,
    });
  }
}
