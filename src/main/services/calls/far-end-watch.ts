import type { MediaStats } from '../../../shared/domain/call.ts';
import { failure, type Failure } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { GatewayEvent } from '../../ports/media-gateway.port.ts';

export interface FarEndWatchListener {
  /** The first packet of the voice left, or came. */
  onBegun(kind: 'first-rtp-sent' | 'first-rtp-received'): void;
  /** It may have moved, or be gone. */
  onSilent(): void;
  onHeard(): void;
  onGiveUp(error: Failure): void;
}

/** After the gateway's half minute of silence a call may be without sound for so long: networks come back (A9). */
const NO_MEDIA_MS = 120_000;

/** Knows whether voice comes from the far end, and gives a call up that is without it for minutes. */
export class FarEndWatch {
  readonly #clock: Clock;
  readonly #listener: FarEndWatchListener;
  #isSilent = false;
  /** Packets, where the window counts them. */
  #counted = { sent: 0, received: 0 };
  #stopWaiting: Cancel = () => {};

  constructor(clock: Clock, listener: FarEndWatchListener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  onGatewayEvent(event: GatewayEvent): void {
    if (event.type === 'media-started') this.#begun(event.kind);
    else if (event.type === 'rtp-timeout') this.#silent();
    else if (event.type === 'rtp-returned') this.heard();
  }

  /** Where no gateway says when the voice begins, the window's counters do. True: more has come. */
  count({ packetsSent, packetsReceived }: MediaStats): boolean {
    const { sent, received } = this.#counted;
    this.#counted = { sent: packetsSent, received: packetsReceived };
    if (packetsSent > 0 && sent === 0) this.#begun('first-rtp-sent');
    if (packetsReceived > 0 && received === 0) this.#begun('first-rtp-received');
    return packetsReceived > received;
  }

  /** It is there: it was heard, or it answered. */
  heard(): void {
    this.#isSilent = false;
    this.#stopWaiting();
    this.#listener.onHeard();
  }

  stop(): void {
    this.#stopWaiting();
  }

  #begun(kind: 'first-rtp-sent' | 'first-rtp-received'): void {
    this.#listener.onBegun(kind);
    if (kind === 'first-rtp-received') this.heard();
  }

  #silent(): void {
    this.#isSilent = true;
    this.#stopWaiting();
    this.#stopWaiting = this.#clock.after(NO_MEDIA_MS, () =>
      this.#listener.onGiveUp(failure('call.failed', undefined, 'no sound for minutes')),
    );
    this.#listener.onSilent();
  }
}
