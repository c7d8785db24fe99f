import { assertNever } from '../../../../shared/errors/assert-never.ts';
import { failure, type Failure, type Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { XmppLink } from '../../../ports/xmpp.port.ts';
import {
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  connectionStep,
  initialConnection,
  type TimerName,
} from '../stream/connection.machine.ts';
import type { Negotiated } from '../stream/negotiation.ts';
import type { Wire, WireItem } from '../wire/wire.ts';
import type { AttemptResult } from './connector.ts';

/** What the runner does its effects with. */
export interface LinkDoors {
  readonly clock: Clock;
  readonly random: Random;
  attempt(number: number, signal: AbortSignal, onBytes: () => void): Promise<AttemptResult>;
  begin(negotiated: Negotiated): void;
  receive(item: WireItem & { readonly kind: 'element' }): void;
  detach(): void;
  forget(): void;
  leave(): void;
  probe(): void;
  publish(link: XmppLink): void;
  /** What the account's guide says after a loss; undefined: the retry policy decides. */
  verdict(cause: Failure): { readonly delayMs: number } | 'rest' | undefined;
}

/** How long a server may take to say goodbye. */
const GOODBYE_MS = 2_000;

/** Runs the connection machine: one attempt, one stream and one timer of each name at a time. */
export class LinkRunner {
  private readonly doors: LinkDoors;
  private state: ConnectionState = initialConnection;
  private readonly timers = new Map<TimerName, Cancel>();
  private attempting: AbortController | undefined;
  private wire: Wire | undefined;
  private lastHeard = 0;
  private attemptedAt = 0;
  private probedAt = 0;
  private answer: ((result: Result<void>) => void) | undefined;
  private goodbye: Promise<void> = Promise.resolve();

  constructor(doors: LinkDoors) {
    this.doors = doors;
  }

  get isOnline(): boolean {
    return this.state.kind === 'online';
  }

  connect(): Promise<Result<void>> {
    this.settle({ ok: false, error: failure('app.cancelled') });
    return new Promise((resolve) => {
      this.answer = resolve;
      this.dispatch({ kind: 'connect' });
    });
  }

  /** As `connect`, but what the session has is kept: it is resumed by the new way if the server still holds it. */
  move(): Promise<Result<void>> {
    this.settle({ ok: false, error: failure('app.cancelled') });
    return new Promise((resolve) => {
      this.answer = resolve;
      this.dispatch({ kind: 'move' });
    });
  }

  async disconnect(): Promise<void> {
    this.dispatch({ kind: 'disconnect' });
    await this.goodbye;
  }

  established(link: XmppLink & { readonly kind: 'online' }): void {
    this.dispatch({ kind: 'established', link });
  }

  lost(cause: Failure): void {
    this.dispatch({
      kind: 'lost',
      cause,
      fraction: this.doors.random.fraction(),
      now: this.doors.clock.now(),
      verdict: this.doors.verdict(cause),
    });
  }

  nudge(): void {
    this.dispatch({ kind: 'nudge', attemptMs: this.doors.clock.monotonic() - this.attemptedAt });
  }

  /** Something went out that the server answers. */
  asked(): void {
    if (this.state.kind === 'online' && this.state.probe === 'none')
      this.probedAt = this.doors.clock.monotonic();
    this.dispatch({ kind: 'asked' });
  }

  again(): void {
    this.dispatch({ kind: 'again' });
  }

  private dispatch(event: ConnectionEvent): void {
    const { state, effects } = connectionStep(this.state, event);
    this.state = state;
    for (const effect of effects) this.run(effect);
  }

  private run(effect: ConnectionEffect): void {
    switch (effect.kind) {
      case 'attempt':
        void this.runAttempt(effect.attempt);
        return;
      case 'drop':
        return this.drop();
      case 'close':
        return this.close();
      case 'probe':
        this.probedAt = this.doors.clock.monotonic();
        return this.doors.probe();
      case 'forget-session':
        return this.doors.forget();
      case 'timer':
        return this.startTimer(effect.name, effect.ms);
      case 'cancel-timer':
        this.timers.get(effect.name)?.();
        return;
      case 'publish':
        return this.doors.publish(effect.link);
      case 'answer':
        return this.settle(effect.result);
      default:
        return assertNever(effect);
    }
  }

  private async runAttempt(number: number): Promise<void> {
    const controller = new AbortController();
    this.attempting = controller;
    this.attemptedAt = this.doors.clock.monotonic();
    const result = await this.doors.attempt(number, controller.signal, this.onBytes);
    if (controller.signal.aborted) {
      if (result.ok) result.value.wire.drop();
      return;
    }
    this.attempting = undefined;
    if (!result.ok) return this.lost(result.error);
    const { wire } = result.value;
    this.wire = wire;
    this.lastHeard = this.doors.clock.monotonic();
    this.doors.begin(result.value);
    // The session may have found at once that this stream is of no use.
    if (this.wire === wire) wire.deliverTo((item) => this.onItem(wire, item));
  }

  private onItem(wire: Wire, item: WireItem): void {
    if (this.wire !== wire) return;
    if (item.kind === 'end') return this.lost(item.cause);
    if (item.kind !== 'element') return;
    if (this.state.kind === 'online' && this.state.probe !== 'none') this.dispatch({ kind: 'heard' });
    this.doors.receive(item);
  }

  private readonly onBytes = (): void => {
    this.lastHeard = this.doors.clock.monotonic();
  };

  private drop(): void {
    this.attempting?.abort();
    this.attempting = undefined;
    const { wire } = this;
    this.wire = undefined;
    wire?.drop();
    this.doors.detach();
  }

  private close(): void {
    const { wire } = this;
    if (!wire) return;
    this.doors.leave();
    this.wire = undefined;
    this.doors.detach();
    this.goodbye = new Promise((resolve) => {
      const done = (): void => {
        cancel();
        wire.drop();
        resolve();
      };
      const cancel = this.doors.clock.after(GOODBYE_MS, done);
      wire.deliverTo((item) => item.kind === 'end' && done());
      wire.close();
    });
  }

  private startTimer(name: TimerName, ms: number): void {
    this.timers.get(name)?.();
    this.timers.set(
      name,
      this.doors.clock.after(ms, () => this.onTimer(name)),
    );
  }

  private onTimer(name: TimerName): void {
    if (name === 'retry') this.dispatch({ kind: 'retry-due' });
    else if (name === 'probe') this.dispatch({ kind: 'probe-due', hasBytes: this.lastHeard > this.probedAt });
    else this.dispatch({ kind: 'idle-due', silentMs: this.doors.clock.monotonic() - this.lastHeard });
  }

  private settle(result: Result<void>): void {
    const { answer } = this;
    this.answer = undefined;
    answer?.(result);
  }
}
