import type { Failure, Result } from '../../../../shared/errors/result.ts';
import type { Identity } from '../message/identity.ts';
import type { CallEvent } from './call-state.ts';

/** Where a wire reports what happens on its dialog. */
export interface CallSink {
  dispatch(event: CallEvent): void;
  /** The server named the other side. */
  identify(identity: Identity): void;
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
  sendInfo(body: { contentDisposition: string; contentType: string; content: string }): Promise<Result<void>>;
}
