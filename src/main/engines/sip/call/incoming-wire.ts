import type { IncomingInviteRequest } from 'sip.js/lib/core/index.js';
import type { Cancel } from '../../../ports/clock.port.ts';
import { descriptionOf } from '../message/description-body.ts';
import { isAnsweredElsewhere } from '../message/reason.ts';
import { sessionBody } from '../user-agent.ts';
import type { CallWire } from './call-wire.ts';
import { type DialogPorts, DialogWire } from './dialog-wire.ts';

/** RFC 3262 section 3: from T1, doubled, for 64 * T1. */
const T1 = 500;
const RINGING_MS = 16_000;

/** An INVITE to us. Answers 180 at once. */
export class IncomingWire extends DialogWire implements CallWire {
  readonly callId: string;
  readonly isOurs = false;
  readonly #ports: DialogPorts;
  readonly #request: IncomingInviteRequest;
  #stopRinging: Cancel = () => {};

  constructor(ports: DialogPorts, request: IncomingInviteRequest) {
    super(ports);
    this.#ports = ports;
    this.#request = request;
    this.callId = request.message.callId;
    request.delegate = {
      onCancel: (message) =>
        ports.sink.dispatch({
          kind: 'cancelled',
          isAnsweredElsewhere: isAnsweredElsewhere(message.getHeaders('reason')),
        }),
      // The flow is gone; the caller's retransmission will find us on the next one, or the server gives up.
      onTransportError: () => {},
    };
  }

  ring(): void {
    this.#request.trying();
    const { message } = this.#request;
    if (/\b100rel\b/i.test(message.getHeaders('require').join(','))) {
      // Without an offer of theirs the first reliable response would have to hold ours (RFC 3262 section 5): the 200 does.
      if (descriptionOf(message) !== undefined) this.#ringReliably(T1);
    } else this.begun(this.#request.progress({ statusCode: 180 }).session);
  }

  accept(sdp: string): void {
    this.#stopRinging();
    try {
      const { session } = this.#request.accept({
        statusCode: 200,
        extraHeaders: this.timer.asked(this.#request.message),
        body: sessionBody(sdp),
      });
      this.adopt(session);
    } catch {
      // Cancelled in this very moment: sip.js has answered already.
      this.#ports.sink.dispatch({ kind: 'bye', isAnsweredElsewhere: false });
    }
  }

  refuse(status: number): void {
    this.#stopRinging();
    try {
      this.#request.reject({ statusCode: status });
    } catch {
      // Answered already; nothing is owed.
    }
  }

  override dispose(): void {
    this.#stopRinging();
    super.dispose();
  }

  /** The caller insists that ringing be acknowledged (RFC 3262 section 3): said again, less and less often, until its PRACK. */
  #ringReliably(wait: number): void {
    const { session } = this.#request.progress({
      statusCode: 180,
      extraHeaders: ['Require: 100rel', 'RSeq: 1'],
    });
    this.begun(session);
    session.delegate = {
      onPrack: (request) => {
        this.#stopRinging();
        request.accept();
      },
    };
    if (wait > RINGING_MS) return;
    this.#stopRinging = this.#ports.clock.after(wait, () => this.#ringReliably(wait * 2));
  }

  /** Only outgoing calls invite and cancel. */
  sendInvite(): void {}
  sendCancel(): void {}
}
