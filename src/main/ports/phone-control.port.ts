import type { Failure, Result } from '../../shared/errors/result.ts';
import type { Forward } from '../../shared/domain/phone.ts';

/** One call of a phone that is controlled, as the phone tells it. */
export interface ControlledCall {
  /** The phone's own name for it; it may change when calls are joined or transferred. */
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly state:
    | 'dialling'
    | 'ringing-out'
    | 'ringing-in'
    | 'connected'
    | 'held'
    | 'held-by-peer'
    | 'failed';
  readonly peer: { readonly name: string; readonly address: string };
  /** Several people hear each other in it. */
  readonly isConference: boolean;
  readonly error?: Failure;
}

/** How a call left the phone. */
export interface ControlledEnd {
  readonly id: string;
  readonly error?: Failure;
  /** It went to another phone before it was answered here. */
  readonly isElsewhere: boolean;
}

export type PhoneControlEvent =
  /** All calls of the phone now. `renamed`: old name → new name, for a call that goes on under another. */
  | {
      readonly kind: 'calls';
      readonly calls: readonly ControlledCall[];
      readonly ended: readonly ControlledEnd[];
      readonly renamed: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'do-not-disturb'; readonly isOn: boolean }
  | { readonly kind: 'forward'; readonly forward: Forward }
  /** The phone is out of reach; nothing is known of it any more. */
  | { readonly kind: 'lost'; readonly error: Failure };

/**
 * A phone under control (ECMA-323 over SIP, ECMA TR/87). Each verb settles when the phone took it or not; what comes of it
 * is told by events. Failures: desk-phone.refused, desk-phone.not-allowed, desk-phone.lost, call.busy, call.no-such-number,
 * call.not-found, call.not-possible-now.
 */
export interface PhoneLink {
  dial(number: string): Promise<Result<{ readonly id?: string }>>;
  answer(id: string): Promise<Result<void>>;
  clear(id: string): Promise<Result<void>>;
  hold(id: string): Promise<Result<void>>;
  retrieve(id: string): Promise<Result<void>>;
  /** Holds the call and calls somebody about it. */
  consult(id: string, number: string): Promise<Result<{ readonly id?: string }>>;
  /** Joins the other ends of both calls; the phone is out of it then. */
  transfer(heldId: string, activeId: string): Promise<Result<void>>;
  /** Unannounced. */
  transferTo(id: string, number: string): Promise<Result<void>>;
  conference(heldId: string, activeId: string): Promise<Result<void>>;
  /** Sends a call that rings somewhere else. */
  deflect(id: string, number: string): Promise<Result<void>>;
  sendDigits(id: string, digits: string): Promise<Result<void>>;
  setForward(forward: Forward): Promise<Result<void>>;
  setDoNotDisturb(isOn: boolean): Promise<Result<void>>;
  /** Ends the control; calls of the phone go on. */
  close(): void;
}

export interface PhoneControl {
  /**
   * Takes the phone at this SIP address under control. Its calls of now are told at once. Failures: sip.not-registered,
   * desk-phone.lost (no answer), desk-phone.no-control (it has no uaCSTA), desk-phone.not-allowed, auth.wrong-password, net.*.
   */
  open(address: string, listener: (event: PhoneControlEvent) => void): Promise<Result<PhoneLink>>;
}
