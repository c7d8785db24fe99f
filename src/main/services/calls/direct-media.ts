import type { DirectMediaTask, IceSettings } from '../../../shared/domain/call.ts';
import { fail, failure, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import { readDirect } from './direct-description.ts';
import { SerialQueue } from './serial-queue.ts';

export interface DirectMediaPorts {
  readonly clock: Clock;
  readonly codecs: readonly string[];
  readonly settings: IceSettings;
  /** The address that we are reached at now. */
  readonly localAddress: () => string | undefined;
}

export interface DirectMediaListener {
  /** What the window must do has changed. */
  onTask(): void;
  onNegotiated(codec: string): void;
  onWindowReady(): void;
  onWindowFailed(error: Failure): void;
  /** The window's connection is gone, and with it what was agreed on: the far end must be offered a new one. */
  onLost(): void;
}

/** What of a media task says what to do. */
export interface DirectStep {
  readonly revision: number;
  readonly offerSdp: string;
  readonly direct: DirectMediaTask;
}

/** The window needs a microphone and its candidates; a server for those that is silent costs it 1.5 s. */
const STEP_MS = 10_000;
/** In a row, without a connection between them. */
const MOST_LOSSES = 4;

/**
 * One call's media to a far end that speaks ICE and DTLS-SRTP itself: the window's own descriptions go to the far end as
 * they are. The window does one step after the other; each is asked for by a revision and answered by `media/answered`.
 */
export class DirectMedia {
  readonly #ports: DirectMediaPorts;
  readonly #listener: DirectMediaListener;
  readonly #queue = new SerialQueue();
  #revision: number;
  #connection = 1;
  #step: DirectStep | undefined;
  #waiting: ((result: Result<string>) => void) | undefined;
  /** What the window said last, to know one that starts over by. */
  #settled: { readonly revision: number; readonly sdp: string } | undefined;
  /** Made while it rang. */
  #prepared: { readonly offer: string; readonly answer: Promise<Result<string>> } | undefined;
  #address: string | undefined;
  /** Who is heard before the answer. */
  #early: string | undefined;
  #digits: DirectMediaTask['digits'];
  #isClosed = false;
  #isAgreed = false;
  /** Every candidate pair has failed, or the page is another: the next offer asks for new ones. */
  #needsRestart = false;
  #losses = 0;

  /** Does the far end take digits as events. */
  canSendEvents = false;

  constructor(ports: DirectMediaPorts, revision: number, listener: DirectMediaListener) {
    this.#ports = ports;
    this.#revision = revision;
    this.#listener = listener;
  }

  get step(): DirectStep | undefined {
    return (
      this.#step && {
        ...this.#step,
        direct: { ...this.#step.direct, ...(this.#digits && { digits: this.#digits }) },
      }
    );
  }

  get isReady(): boolean {
    return this.#settled !== undefined && this.#settled.revision === this.#revision;
  }

  /** Has the window answer an offer ahead of time, so that a person who answers is heard at once. */
  prepareAnswer(offer: string): void {
    this.#prepared = { offer, answer: this.#ask('answer', offer) };
  }

  createOffer(): Promise<Result<string>> {
    return this.#ask('offer', '');
  }

  async createAnswer(offer: string): Promise<Result<string>> {
    if (!readDirect(offer)) return fail('media.bad-sdp', undefined, 'no longer of the same kind');
    const prepared = this.#prepared;
    this.#prepared = undefined;
    const made =
      prepared?.offer === offer
        ? await this.#again(offer, prepared.answer)
        : await this.#ask('answer', offer);
    if (made.ok) this.#agreed(made.value);
    return made;
  }

  /**
   * An answer. Of several far ends that ring (forks), the first one is heard early; when another answers, a browser's
   * connection can't change over to it, so there is a new one, offered to it at once.
   */
  async apply(step: 'apply' | 'early', answer: string): Promise<Result<void>> {
    const end = endOf(answer);
    if (this.#early !== undefined && this.#early !== end) {
      if (step === 'early') return ok();
      this.#early = undefined;
      this.#isAgreed = true;
      this.startOver();
      this.#listener.onLost();
      return ok();
    }
    const read = readDirect(answer);
    if (!read) return fail('media.bad-sdp', undefined, 'no answer to an offer of ICE and DTLS');
    if (read.codec === '') return fail('call.no-common-codec');
    this.#early = step === 'early' ? end : undefined;
    const applied = await this.#ask(step, answer);
    if (!applied.ok) return applied;
    this.#agreed(answer);
    return ok();
  }

  async rollback(): Promise<Result<void>> {
    const done = await this.#ask('rollback', '');
    return done.ok ? ok() : done;
  }

  sendDigits(keys: string): Result<void> {
    if (!/^[\d*#A-D,]+$/i.test(keys)) return fail('media.bad-digit');
    this.#digits = { number: (this.#digits?.number ?? 0) + 1, keys };
    this.#listener.onTask();
    return ok();
  }

  /** `media/answered` from the window. */
  answered(revision: number, sdp: string): void {
    if (revision !== this.#revision) return;
    // A second answer to the same step comes from a window that was reloaded.
    if (this.#settled?.revision === revision) {
      if (this.#settled.sdp !== sdp) this.#lose();
      return;
    }
    this.#settled = { revision, sdp };
    this.#settle(ok(sdp));
    this.#listener.onWindowReady();
  }

  /** Sound has come from the far end. */
  heard(): void {
    this.#losses = 0;
  }

  /** `media/failed` from the window: of the step that is waited for, or of a connection that stood. */
  failed(revision: number, error: Failure): void {
    if (revision !== this.#revision) return;
    if (this.#waiting) {
      this.#settle({ ok: false, error });
      const step = this.#step?.direct.step;
      // A call needs no early media, and what stands goes on; for a description that can't be taken signalling answers.
      if (step === 'early' || step === 'rollback') return;
      if (!this.#isAgreed) this.#listener.onWindowFailed(error);
      else if (step === 'apply') this.#lose();
    } else this.#lose();
  }

  /** The window starts over with a connection that is new. True: the far end must hear of it, by an offer. */
  startOver(): boolean {
    const prepared = this.#prepared;
    this.#connection += 1;
    this.#settled = undefined;
    if (prepared) this.prepareAnswer(prepared.offer);
    return prepared === undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#settle(fail('call.ended'));
  }

  /** A preparation that failed (no microphone yet) is tried once more when it counts. */
  async #again(offer: string, prepared: Promise<Result<string>>): Promise<Result<string>> {
    const made = await prepared;
    if (made.ok) return made;
    this.startOver();
    return this.#ask('answer', offer);
  }

  #lose(): void {
    this.#losses += 1;
    if (this.#losses > MOST_LOSSES)
      return this.#listener.onWindowFailed(failure('media.failed', undefined, 'lost again and again'));
    this.#needsRestart = true;
    this.#settled = undefined;
    this.#listener.onLost();
  }

  #agreed(description: string): void {
    const read = readDirect(description);
    this.#isAgreed = true;
    this.canSendEvents = read?.takesEvents === true;
    this.#listener.onNegotiated(read?.codec ?? '');
  }

  #ask(step: DirectMediaTask['step'], offerSdp: string): Promise<Result<string>> {
    return this.#queue.run(() => {
      if (this.#isClosed) return Promise.resolve(fail('call.ended'));
      const { servers, isRelayOnly } = this.#ports.settings;
      const address = this.#ports.localAddress();
      const hasMoved = this.#address !== undefined && address !== undefined && address !== this.#address;
      if (step === 'offer' || step === 'answer') this.#address = address ?? this.#address;
      this.#revision += 1;
      this.#step = {
        revision: this.#revision,
        offerSdp,
        direct: {
          connection: this.#connection,
          step,
          iceServers: [...servers],
          isRelayOnly,
          restartsIce: step === 'offer' && (hasMoved || this.#needsRestart),
          codecs: [...this.#ports.codecs],
        },
      };
      if (step === 'offer') this.#needsRestart = false;
      const answered = this.#answer();
      this.#listener.onTask();
      return answered;
    });
  }

  #answer(): Promise<Result<string>> {
    return new Promise((resolve) => {
      const stopTimer = this.#ports.clock.after(STEP_MS, () =>
        this.#settle({
          ok: false,
          error: failure('media.failed', undefined, 'the media window did not answer'),
        }),
      );
      this.#waiting = (result) => {
        stopTimer();
        this.#waiting = undefined;
        resolve(result);
      };
    });
  }

  #settle(result: Result<string>): void {
    this.#waiting?.(result);
  }
}

/** What tells one far end from another: its certificate and its ICE name. */
const endOf = (description: string): string =>
  [...description.matchAll(/^a=(?:fingerprint|ice-ufrag):.*$/gm)].map(([line]) => line.trim()).join();
