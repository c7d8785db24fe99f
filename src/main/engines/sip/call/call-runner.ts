import { fail, failure, type Failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Log } from '../../../ports/log.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { SipCall, SipCallEvent, SipMedia, SipTransferRequest } from '../../../ports/sip.port.ts';
import type { Identity } from '../message/identity.ts';
import { reduceCall } from './call.machine.ts';
import type { CallEffect, CallEvent, CallState, WireEffect } from './call-state.ts';
import type { CallSink, CallWire, ReferRequest } from './call-wire.ts';
import { dtmfRelay } from './dtmf-info.ts';
import { OutgoingTransfer } from './outgoing-transfer.ts';
import type { TransferEvent } from './transfer.machine.ts';

export interface CallPorts {
  /** What sends the other side to this target or call; undefined: there is no way there. */
  referTo(to: string | SipCall): string | undefined;
  /** Somebody asks us to call somebody else: what is shown of it, undefined when it is refused unseen. */
  transferRequest(request: ReferRequest): SipTransferRequest | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly media: SipMedia;
  onEnded(): void;
}

/** Runs the call machine: one event at a time, media work in order, verbs one after the other. */
export class CallRunner implements SipCall, CallSink {
  readonly direction: 'in' | 'out';
  readonly #ports: CallPorts;
  readonly #wire: CallWire;
  readonly #listeners = new Set<(event: SipCallEvent) => void>();
  #state: CallState;
  #peer: Identity;
  #media: Promise<unknown> = Promise.resolve();
  #verbs: Promise<unknown> = Promise.resolve();
  #settle: ((result: Result<void>) => void) | undefined;
  #stopGlare: Cancel = () => {};
  #transfer: OutgoingTransfer | undefined;

  constructor(
    direction: 'in' | 'out',
    start: CallState,
    peer: Identity,
    makeWire: (sink: CallSink) => CallWire,
    ports: CallPorts,
  ) {
    this.direction = direction;
    this.#state = start;
    this.#peer = peer;
    this.#ports = ports;
    this.#wire = makeWire(this);
    if (start.kind === 'preparing') this.#run({ kind: 'create-offer' });
  }

  get peer(): Identity {
    return this.#peer;
  }

  get wire(): CallWire {
    return this.#wire;
  }

  on(listener: (event: SipCallEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  answer(): Promise<Result<void>> {
    if (this.#state.kind !== 'alerting') return Promise.resolve(fail('call.not-possible-now'));
    return this.#verb(() => this.#asked({ kind: 'answer' }));
  }

  /** Doesn't wait for its turn: whatever is under way is over. */
  decline(): Promise<Result<void>> {
    const isPossible = this.#state.kind === 'alerting' || this.#state.kind === 'answering';
    if (isPossible) this.dispatch({ kind: 'decline' });
    return Promise.resolve(isPossible ? ok() : fail('call.not-possible-now'));
  }

  hangUp(): Promise<Result<void>> {
    if (this.#state.kind === 'ended') return Promise.resolve(fail('call.ended'));
    this.dispatch({ kind: 'hang-up' });
    return Promise.resolve(ok());
  }

  renegotiate(): Promise<Result<void>> {
    return this.#verb(() => {
      const isPossible =
        this.#state.kind === 'confirmed' ||
        this.#state.kind === 'confirming' ||
        (this.#state.kind === 'awaiting-ack' && !this.#state.isOver);
      return isPossible
        ? this.#asked({ kind: 'renegotiate' })
        : Promise.resolve(fail('call.not-possible-now'));
    });
  }

  transfer(to: string | SipCall): Promise<Result<void>> {
    const isPossible = this.#state.kind === 'confirmed' && this.#state.path === undefined;
    if (!isPossible || this.#transfer?.isOver === false)
      return Promise.resolve(fail('call.not-possible-now'));
    const referTo = this.#ports.referTo(to);
    if (referTo === undefined)
      return Promise.resolve(
        typeof to === 'string'
          ? fail('call.bad-number', { number: to.slice(0, 40) })
          : fail('call.not-possible-now'),
      );
    const transfer = new OutgoingTransfer(this.#ports.clock, () => this.dispatch({ kind: 'hang-up' }));
    this.#transfer = transfer;
    if (!this.#wire.sendRefer(referTo)) transfer.heard({ kind: 'refused', status: 0, words: 'not sent' });
    return transfer.outcome;
  }

  transferHeard(event: TransferEvent): void {
    this.#transfer?.heard(event);
  }

  transferAsked(request: ReferRequest): void {
    const shown = this.#state.kind === 'confirmed' ? this.#ports.transferRequest(request) : undefined;
    if (shown) this.#emit({ kind: 'transfer-asked', request: shown });
    else request.refuse();
  }

  reportDigit(digit: string): boolean {
    return this.#wire.reportDigit(digit);
  }

  sendInfoDtmf(digit: string, durationMs: number): Promise<Result<void>> {
    const body = dtmfRelay(digit, durationMs);
    if (!body) return Promise.resolve(fail('media.bad-digit'));
    return this.#verb(() =>
      this.#state.kind === 'confirmed'
        ? this.#wire.sendInfo(body)
        : Promise.resolve(fail('call.not-possible-now')),
    );
  }

  /** We are registered somewhere else now: a call that stands tells its other side, in its turn. */
  moved(): void {
    if (this.#state.kind === 'confirmed') void this.#verb(() => this.#asked({ kind: 'moved' }));
  }

  refresh(): void {
    if (this.#state.kind === 'confirmed') void this.renegotiate();
  }

  isOver(): boolean {
    return this.#state.kind === 'ended';
  }

  identify(identity: Identity): void {
    if (identity.name === this.#peer.name && identity.address === this.#peer.address) return;
    this.#peer = identity;
    this.#emit({ kind: 'peer', ...identity });
  }

  dispatch(event: CallEvent): void {
    const before = this.#state.kind;
    const step = reduceCall(this.#state, event);
    this.#state = step.state;
    for (const effect of step.effects) this.#run(effect);
    if (step.state.kind === 'ended' && before !== 'ended') this.#over();
  }

  #verb(act: () => Promise<Result<void>>): Promise<Result<void>> {
    const result = this.#verbs.then(act);
    this.#verbs = result;
    return result;
  }

  #asked(event: CallEvent): Promise<Result<void>> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.dispatch(event);
      if (this.#state.kind === 'ended') resolve(fail('call.ended'));
    });
  }

  #over(): void {
    this.#stopGlare();
    this.#transfer?.heard({ kind: 'call-ended' });
    this.#settle?.(fail('call.ended'));
    this.#settle = undefined;
    this.#ports.onEnded();
  }

  #run(effect: CallEffect): void {
    const { media } = this.#ports;
    switch (effect.kind) {
      case 'create-offer':
        return this.#describe(() => media.createOffer());
      case 'create-answer':
        return this.#describe(() => media.createAnswer(effect.offer));
      case 'apply-answer':
        return this.#work(
          () => media.applyAnswer(effect.sdp),
          () => this.dispatch({ kind: 'applied' }),
        );
      case 'apply-early':
        // Early media that can't be played is no reason to end the call.
        return this.#work(
          () => media.applyEarlyAnswer(effect.sdp, effect.tag),
          () => {},
          () => {},
        );
      case 'rollback':
        return this.#work(
          () => media.rollback(),
          () => {},
          () => {},
        );
      case 'emit':
        return this.#emit(effect.event);
      case 'settle':
        this.#settle?.(effect.error ? { ok: false, error: effect.error } : ok());
        this.#settle = undefined;
        return;
      case 'wait-after-glare':
        return this.#waitAfterGlare();
      default:
        return this.#send(effect);
    }
  }

  #send(effect: WireEffect): void {
    const wire = this.#wire;
    switch (effect.kind) {
      case 'send-invite':
        return wire.sendInvite(effect.sdp, effect.target);
      case 'send-cancel':
        return wire.sendCancel();
      case 'send-ack':
        return wire.sendAck();
      case 'send-bye':
        return wire.sendBye(effect.error);
      case 'accept':
        return wire.accept(effect.sdp);
      case 'refuse':
        return wire.refuse(effect.status);
      case 'send-reinvite':
        return wire.sendReinvite(effect.sdp);
      case 'accept-offer':
        return wire.acceptOffer(effect.sdp, effect.by);
      case 'refuse-offer':
        return wire.refuseOffer(effect.status, effect.by);
    }
  }

  /** RFC 3261 section 14.1: 2.1–4 s for the owner of the Call-ID, up to 2 s for the other. */
  #waitAfterGlare(): void {
    const fraction = this.#ports.random.fraction();
    const ms = this.#wire.isOurs ? 2_100 + fraction * 1_900 : fraction * 2_000;
    this.#stopGlare = this.#ports.clock.after(ms, () => this.dispatch({ kind: 'glare-over' }));
  }

  #describe(make: () => Promise<Result<string>>): void {
    this.#work(make, (sdp) => this.dispatch({ kind: 'described', sdp }));
  }

  #work<T>(
    act: () => Promise<Result<T>>,
    onDone: (value: T) => void,
    onFailed: (error: Failure) => void = (error) => this.dispatch({ kind: 'media-failed', error }),
  ): void {
    this.#media = this.#media.then(async () => {
      if (this.#state.kind === 'ended') return;
      const result = await act().catch((error: unknown) => this.#thrown(error));
      if (result.ok) onDone(result.value);
      else onFailed(result.error);
    });
  }

  #thrown(error: unknown): { ok: false; error: Failure } {
    this.#ports.log.error('media threw', { name: error instanceof Error ? error.name : 'unknown' });
    return { ok: false, error: failure('media.failed') };
  }

  #emit(event: SipCallEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
