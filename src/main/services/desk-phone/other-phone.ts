import type { Call } from '../../../shared/domain/call.ts';
import type { DeskPhone } from '../../../shared/domain/desk-phone.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';

type Calls = Pick<Handlers, 'calls/dial' | 'calls/set-mute' | 'calls/transfer' | 'calls/hang-up'>;
type Shown = NonNullable<DeskPhone['other']>;

/** What is asked for on the way is nobody's to cancel: the person ends the call instead. */
const NO_CALLER = { signal: new AbortController().signal };

interface Attempt {
  readonly id: CallId;
  readonly target: string;
  isSentOn: boolean;
}

/**
 * Calls by another phone of the person (V8): its number is called first, silently; when somebody answers there, that call
 * is sent on to whom the person wants to speak with (REFER, RFC 3515), and this computer is out of it. Plain SIP is enough.
 */
export class OtherPhone {
  readonly #calls: Calls;
  readonly #onState: (other: Shown) => void;
  readonly #onStandIn: (callId: CallId, target: string) => void;
  #shown: Shown = { number: '', step: 'idle' };
  #attempt: Attempt | undefined;

  /** `onStandIn`: the call is to the person, but about somebody else. */
  constructor(
    calls: Calls,
    onState: (other: Shown) => void,
    onStandIn: (callId: CallId, target: string) => void = () => {},
  ) {
    this.#calls = calls;
    this.#onState = onState;
    this.#onStandIn = onStandIn;
  }

  get number(): string {
    return this.#shown.number;
  }

  setNumber(number: string): void {
    this.#show({ number, step: 'idle' });
  }

  /** `target` is checked already. One at a time: who is being called at home can't be called for somebody else. */
  async dial(target: string): Promise<Result<{ callId: CallId }>> {
    const { number } = this.#shown;
    if (number === '') return fail('desk-phone.no-number');
    if (this.#attempt) return fail('call.not-possible-now');
    const placed = await this.#calls['calls/dial']({ target: number }, NO_CALLER);
    if (!placed.ok) return placed;
    const id = placed.value.callId;
    this.#attempt = { id, target, isSentOn: false };
    this.#onStandIn(id, target);
    this.#show({ number, step: 'calling-you', target });
    // The room isn't to be heard at the other phone.
    await this.#calls['calls/set-mute']({ callId: id, isMuted: true }, NO_CALLER);
    return ok({ callId: id });
  }

  /** As calls are published; with nothing when one is gone. */
  callChanged(id: string, call: Call | undefined): void {
    const attempt = this.#attempt;
    if (attempt?.id !== id) return;
    if (call === undefined || call.state === 'ended') {
      // Once it is sent on its end is what was wanted, and the outcome is told by whoever sent it.
      if (!attempt.isSentOn) this.#over(call?.error);
      return;
    }
    if (call.state === 'connected' && !attempt.isSentOn) void this.#sendOn(attempt);
  }

  reset(): void {
    this.#attempt = undefined;
    this.#shown = { number: '', step: 'idle' };
  }

  async #sendOn(attempt: Attempt): Promise<void> {
    attempt.isSentOn = true;
    const { id, target } = attempt;
    this.#show({ number: this.#shown.number, step: 'connecting', target });
    const sent = await this.#calls['calls/transfer']({ callId: id, to: { target } }, NO_CALLER);
    // Nobody there, or busy: the person at the other phone would wait in silence for ever.
    if (!sent.ok) await this.#calls['calls/hang-up']({ callId: id }, NO_CALLER);
    if (this.#attempt === attempt) this.#over(sent.ok ? undefined : sent.error);
  }

  #over(error: Shown['error']): void {
    const { number, target } = this.#shown;
    this.#attempt = undefined;
    this.#show({ number, step: 'idle', ...(error && target !== undefined && { target, error }) });
  }

  #show(other: Shown): void {
    this.#shown = other;
    this.#onState(other);
  }
}
