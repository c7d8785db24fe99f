import { C, type OutgoingSubscribeRequest, type Subscription } from 'sip.js/lib/core/index.js';
import type { Log } from '../../../ports/log.port.ts';
import type { SipFlow } from '../transport/sip-flow.ts';
import type { UserAgent } from '../user-agent.ts';

/** Seconds asked for; the server's answer decides, and it is renewed before. */
const EXPIRES_S = 3_600;
const LONGEST_BODY = 4_000;

/**
 * The line's subscription to its mailbox (RFC 6665, RFC 3842). A new way to the server is a new subscription: the old one
 * ends there with its time. A server that refuses, as many do who tell unasked, is not asked again before the next way.
 */
export class MessageWaiting {
  readonly #userAgent: UserAgent;
  readonly #log: Log;
  readonly #onSummary: (body: string) => void;
  #flow: SipFlow | undefined;
  #request: OutgoingSubscribeRequest | undefined;
  #subscription: Subscription | undefined;

  constructor(userAgent: UserAgent, log: Log, onSummary: (body: string) => void) {
    this.#userAgent = userAgent;
    this.#log = log;
    this.#onSummary = onSummary;
  }

  /** Each change of the registration: the flow that stands, or none. */
  follow(flow: SipFlow | undefined): void {
    if (this.#userAgent.account.asksForMessages !== true || flow === this.#flow) return;
    this.#forget();
    this.#flow = flow;
    if (flow) this.#subscribe();
  }

  #forget(): void {
    this.#request?.waitNotifyStop();
    this.#request = undefined;
    this.#subscription?.dispose();
    this.#subscription = undefined;
  }

  #subscribe(): void {
    const { core } = this.#userAgent;
    const { aor } = core.configuration;
    const headers = [
      this.#userAgent.contactHeader(),
      'Event: message-summary',
      `Expires: ${EXPIRES_S}`,
      'Accept: application/simple-message-summary',
    ];
    const message = core.makeOutgoingRequestMessage(C.SUBSCRIBE, aor, aor, aor, {}, headers);
    this.#request = core.subscribe(message, {
      onReject: ({ message: answer }) => {
        this.#log.debug('no subscription to waiting messages', { status: answer.statusCode });
        this.#request = undefined;
      },
      onNotify: ({ request, subscription }) => {
        request.accept();
        this.#told(request.message.body);
        if (!subscription) return;
        this.#subscription = subscription;
        subscription.autoRefresh = true;
        subscription.delegate = {
          onNotify: (note) => {
            note.accept();
            this.#told(note.message.body);
          },
          onTerminated: () => {
            this.#subscription = undefined;
          },
        };
      },
    });
  }

  #told(body: string | undefined): void {
    if (body) this.#onSummary(body.slice(0, LONGEST_BODY));
  }
}
