import type { URI } from 'sip.js/lib/core/index.js';
import type { Failure, Result } from '../../../../shared/errors/result.ts';
import type { Identity } from '../message/identity.ts';
import type { CallEvent } from './call-state.ts';
import type { DialogName, ReferTo } from './replaces.ts';
import type { TransferEvent } from './transfer.machine.ts';

/** Where a wire reports what happens on its dialog. */
export interface CallSink {
  dispatch(event: CallEvent): void;
  /** The server named the other side. */
  identify(identity: Identity): void;
  /** The session is to be refreshed (RFC 4028), by a re-INVITE in its turn. */
  refresh(): void;
  /** News of the REFER that we sent (RFC 3515). */
  transferHeard(event: TransferEvent): void;
  /** The other side asks us to call somebody else (RFC 3515); `tell` says what comes of it, until a final status. */
  transferAsked(request: ReferRequest): void;
}

export interface ReferRequest {
  readonly to: ReferTo;
  /** The value of its Referred-By header. */
  readonly referredBy: string | undefined;
  /** 603: we don't go there. */
  refuse(): void;
  /** 202, once; then each status of the call there, the last one final. */
  tell(status: number): void;
}

/** The protocol side of one call: what the machine's effects do, and in which dialog. */
export interface CallWire {
  readonly callId: string;
  /** We made the Call-ID: after a collision we wait the longer time (RFC 3261 section 14.1). */
  readonly isOurs: boolean;
  sendInvite(sdp: string, target: string | undefined): void;
  sendCancel(): void;
  sendAck(): void;
  sendBye(error: Failure | undefined): void;
  accept(sdp: string): void;
  refuse(status: number): void;
  sendReinvite(sdp: string): void;
  acceptOffer(sdp: string, by: 'reinvite' | 'update'): void;
  refuseOffer(status: number, by: 'reinvite' | 'update'): void;
  /** What names the dialog; undefined before there is one. `target` is whom it is with. */
  dialog(): (DialogName & { readonly target: URI }) | undefined;
  /** Sends the other side there; what is heard of it goes to the sink. False: there is no dialog. */
  sendRefer(referTo: string): boolean;
  /** A key, for a server that subscribed to them (RFC 4730). False: nobody did. */
  reportDigit(digit: string): boolean;
  sendInfo(body: { contentDisposition: string; contentType: string; content: string }): Promise<Result<void>>;
}
