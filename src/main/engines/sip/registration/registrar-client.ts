import { C, type IncomingResponseMessage, URI } from 'sip.js/lib/core/index.js';
import type { Endpoint } from '../../link/socket-failure.ts';
import type { UserAgent } from '../user-agent.ts';
import { judgeRefusal, type Verdict } from './judge-refusal.ts';
import { readAcceptance } from './read-acceptance.ts';

/** How a REGISTER ended. `roundTrips`: 2 when it was challenged. */
export type RegisterOutcome = { readonly status: number; readonly roundTrips: number } & (
  | { readonly kind: 'accepted'; readonly expires: number; readonly stale: readonly string[] }
  | { readonly kind: 'refused'; readonly verdict: Verdict }
);

/** Sends REGISTER over whatever flow is attached: one Call-ID and a growing CSeq for the client's life (RFC 3261 section 10.2). */
export class RegistrarClient {
  readonly #userAgent: UserAgent;
  readonly #callId: string;
  #sequence = 0;

  constructor(userAgent: UserAgent, callId: string) {
    this.#userAgent = userAgent;
    this.#callId = callId;
  }

  /** Binds our contact for `expires` seconds, or unbinds it with 0. The promise stays open when the user agent is disposed. */
  register(expires: number): Promise<RegisterOutcome> {
    const { core, account } = this.#userAgent;
    const { contact } = core.configuration;
    const endpoint = this.#userAgent.flow?.endpoint ?? { host: core.configuration.aor.host, port: 0 };
    return this.#send(
      [`Contact: ${contact.toString({ register: true })}`, `Expires: ${expires}`],
      (response, status, roundTrips) => {
        if (status >= 300)
          return {
            kind: 'refused',
            status,
            roundTrips,
            verdict: verdictOf(response, endpoint, roundTrips > 1),
          };
        return {
          kind: 'accepted',
          status,
          roundTrips,
          ...readAcceptance(response, contact.uri, expires, account.instanceId),
        };
      },
    );
  }

  /** Removes a binding that an earlier run left behind: calls would fork to nowhere until it expires. */
  forget(contact: string): void {
    void this.#send([`Contact: <${contact}>;expires=0`], () => undefined);
  }

  #send<T>(
    headers: readonly string[],
    read: (response: IncomingResponseMessage, status: number, roundTrips: number) => T,
  ): Promise<T> {
    const { core } = this.#userAgent;
    this.#sequence += 1;
    const { aor } = core.configuration;
    const message = this.#userAgent.request(C.REGISTER, new URI('sip', '', aor.host, aor.port), {
      to: aor,
      callId: this.#callId,
      sequence: this.#sequence,
      optionTags: ['path'],
      headers,
    });
    const first = message.cseq;
    return new Promise((resolve) => {
      const done = ({ message: response }: { message: IncomingResponseMessage }): void => {
        // sip.js answers a challenge by a second request with the next CSeq.
        this.#sequence = Math.max(this.#sequence, message.cseq);
        resolve(read(response, response.statusCode ?? 0, message.cseq - first + 1));
      };
      core.register(message, { onAccept: done, onRedirect: done, onReject: done });
    });
  }
}

function verdictOf(response: IncomingResponseMessage, endpoint: Endpoint, wasChallenged: boolean): Verdict {
  const retryAfter = response.getHeader('retry-after');
  const minExpires = response.getHeader('min-expires');
  return judgeRefusal({
    endpoint,
    status: response.statusCode ?? 0,
    reasonPhrase: response.reasonPhrase ?? '',
    warning: response.getHeader('warning') ?? '',
    wasChallenged,
    isLocal: !response.data,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(minExpires !== undefined && { minExpires }),
  });
}
