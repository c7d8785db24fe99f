import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js';
import { isAnsweredElsewhere } from '../message/reason.ts';
import { sessionBody } from '../user-agent.ts';
import type { CallWire } from './call-wire.ts';
import { type DialogPorts, DialogWire } from './dialog-wire.ts';

/** An INVITE to us. Answers 180 at once. */
export class IncomingWire extends DialogWire implements CallWire {
  readonly callId: string;
  readonly isOurs = false;
  readonly #ports: DialogPorts;
  readonly #request: IncomingInviteRequest;

  constructor(ports: DialogPorts, request: IncomingInviteRequest) {
    super(ports);
    this.#ports = ports;
    this.#request = request;
    this.callId = request.message.callId;
    request.delegate = {
      onCancel: (message) => ports.sink.dispatch({ kind: 'cancelled', isAnsweredElsewhere: isAnsweredElsewhere(message.getHeaders('reason')) }),
      // The flow is gone; the caller's retransmission will find us on the next one, or the server gives up.
      onTransportError: () => {},
    };
  }

  ring(): void {
    this.#request.trying();
    this.#request.progress({ statusCode: 180 });
  }

  accept(sdp: string): void {
    try {
      const { session } = this.#request.accept({ statusCode: 200, body: sessionBody(sdp) });
      this.adopt(session);
    } catch {
      // Cancelled in this very moment: sip.js has answered already.
      this.#ports.sink.dispatch({ kind: 'bye', isAnsweredElsewhere: false });
    }
  }

  refuse(status: number): void {
    try {
      this.#request.reject({ statusCode: status });
    } catch {
      // Answered already; nothing is owed.
    }
  }

  /** Only outgoing calls invite and cancel. */
  sendInvite(): void {}
  sendCancel(): void {}
}
