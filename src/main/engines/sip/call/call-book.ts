import type { IncomingInviteRequest, IncomingRequestMessage, URI } from 'sip.js/lib/core/index.js';
import type { Failure, Result } from '../../../../shared/errors/result.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import type { Log } from '../../../ports/log.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { SipEvent, SipMedia } from '../../../ports/sip.port.ts';
import { descriptionOf, hasForeignBody } from '../message/description-body.ts';
import { assertedIdentity } from '../message/identity.ts';
import type { UserAgent } from '../user-agent.ts';
import { refusalStatus } from './call-state.ts';
import { IncomingWire } from './incoming-wire.ts';
import { OutgoingWire } from './outgoing-wire.ts';
import { CallRunner } from './sip-call.ts';

export interface CallBookPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly userAgent: UserAgent;
  incomingMedia(): SipMedia | undefined;
  emit(event: SipEvent): void;
  /** The last call is over. */
  onNone?(): void;
}

/** More calls at once than a person could mean: a flood. */
const MOST_CALLS = 20;
const LONGEST_EXAMINATION_MS = 1_000;

/** The calls of one account, by Call-ID. */
export class CallBook {
  readonly #ports: CallBookPorts;
  readonly #calls = new Map<string, { runner: CallRunner; wire: OutgoingWire | IncomingWire }>();

  constructor(ports: CallBookPorts) {
    this.#ports = ports;
  }

  get size(): number {
    return this.#calls.size;
  }

  /** `target` is checked already; `shown` is how the call names it until the server says more. */
  place(target: URI, shown: string, media: SipMedia): CallRunner {
    const callId = this.#ports.random.uuid();
    return this.#open(
      'out',
      { kind: 'preparing' },
      { name: '', address: shown },
      media,
      callId,
      (sink) => new OutgoingWire({ ...this.#ports, sink }, target, callId),
    ).runner;
  }

  take(request: IncomingInviteRequest): void {
    const { message } = request;
    const media = this.#calls.size < MOST_CALLS ? this.#ports.incomingMedia() : undefined;
    if (!media) return void request.reject({ statusCode: 486 });
    if (hasForeignBody(message))
      return void request.reject({ statusCode: 415, extraHeaders: ['Accept: application/sdp'] });
    const peer = assertedIdentity(message, 'from') ?? { name: '', address: '' };
    const { runner, wire } = this.#open(
      'in',
      { kind: 'alerting', offer: descriptionOf(message) },
      peer,
      media,
      message.callId,
      (sink) => new IncomingWire({ ...this.#ports, sink }, request),
    );
    const alertInfo = message.getHeader('alert-info');
    const announce = (): void => {
      // Given up while its description was being examined.
      if (runner.isOver()) return media.discard?.();
      wire.ring();
      this.#ports.emit({
        kind: 'incoming',
        call: runner,
        media,
        ...(alertInfo !== undefined && { alertInfo: alertInfo.slice(0, 200) }),
      });
    };
    const offer = descriptionOf(message);
    if (offer === undefined || !media.examineOffer) return announce();
    request.trying();
    void this.#unusable(media.examineOffer(offer)).then((error) => {
      if (!error) return announce();
      this.#ports.log.info('incoming call refused', { code: error.code });
      runner.dispatch({ kind: 'media-failed', error });
      media.discard?.();
    });
  }

  /**
   * Why nothing can be agreed on with the caller, who is told so without any ringing (488). Trouble of our own, or an
   * examination that takes its time, is no reason: it may be over when the call is answered.
   */
  async #unusable(examination: Promise<Result<void>>): Promise<Failure | undefined> {
    let stopTimer = (): void => {};
    const tooLong = new Promise<undefined>((resolve) => {
      stopTimer = this.#ports.clock.after(LONGEST_EXAMINATION_MS, () => resolve(undefined));
    });
    const result = await Promise.race([examination.catch(() => undefined), tooLong]);
    stopTimer();
    return result?.ok === false && refusalStatus(result.error) === 488 ? result.error : undefined;
  }

  update(message: IncomingRequestMessage): boolean {
    const found = this.#calls.get(message.callId);
    found?.wire.onUpdate(message);
    return found !== undefined;
  }

  /** We are somewhere else now: each call that stands tells its other side, by a re-INVITE with the new Contact. */
  moved(): void {
    for (const { runner } of this.#calls.values()) runner.moved();
  }

  hangUpAll(): void {
    for (const { runner } of this.#calls.values()) void runner.hangUp();
  }

  #open<W extends OutgoingWire | IncomingWire>(
    direction: 'in' | 'out',
    start: ConstructorParameters<typeof CallRunner>[1],
    peer: { name: string; address: string },
    media: SipMedia,
    callId: string,
    makeWire: (sink: CallRunner) => W,
  ): { runner: CallRunner; wire: W } {
    let wire: W | undefined;
    const ports = {
      clock: this.#ports.clock,
      random: this.#ports.random,
      log: this.#ports.log,
      media,
      onEnded: () => {
        wire?.dispose();
        this.#calls.delete(callId);
        if (this.#calls.size === 0) this.#ports.onNone?.();
      },
    };
    const runner = new CallRunner(
      direction,
      start,
      peer,
      (sink) => (wire = makeWire(sink as CallRunner)),
      ports,
    );
    if (!wire) throw new Error('the wire is made by the runner');
    this.#calls.set(callId, { runner, wire });
    return { runner, wire };
  }
}
