import { C, type IncomingResponseMessage, URI } from 'sip.js/lib/core/index.js';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import type { SipAccount } from '../../../ports/sip.port.ts';
import { quotableName } from '../outgoing-text.ts';
import type { UserAgent } from '../user-agent.ts';
import { judgeRefusal, type Verdict } from './judge-refusal.ts';
import { readAcceptance } from './read-acceptance.ts';
import type { Registrar } from './redirected-to.ts';

/** How a REGISTER ended. `roundTrips`: 2 when it was challenged. */
export type RegisterOutcome = { readonly status: number; readonly roundTrips: number } & (
  | {
      readonly kind: 'accepted';
      readonly expires: number;
      readonly stale: readonly string[];
      readonly takesStandby: boolean;
    }
  | { readonly kind: 'refused'; readonly verdict: Verdict }
);

type Alarm = 'started' | 'taken-over';

const ALARMS: Readonly<Record<Alarm, readonly [number, string]>> = {
  started: [25, 'initialized'],
  'taken-over': [111, 'Application-Requested-Destroy'],
};

/** Sends REGISTER over whatever flow is attached: one Call-ID and a growing CSeq for the client's life (RFC 3261 section 10.2). */
export class RegistrarClient {
  readonly #userAgent: UserAgent;
  readonly #callId: string;
  #sequence = 0;
  /** What the next REGISTER tells CUCM of its reason (cisco-uc 12.2). */
  #alarm: Alarm | undefined = 'started';

  constructor(userAgent: UserAgent, callId: string) {
    this.#userAgent = userAgent;
    this.#callId = callId;
  }

  /** The next REGISTER takes the line over from whoever has it. */
  takeOver(): void {
    this.#alarm = 'taken-over';
  }

  /** Binds our contact for `expires` seconds, or unbinds it with 0. The promise stays open when the user agent is disposed. */
  async register(expires: number): Promise<RegisterOutcome> {
    const { tokens } = this.#userAgent.account;
    if (!tokens) return this.#register(expires);
    const token = await tokens.get();
    if (!token.ok) return unproven(token.error);
    const first = await this.#register(expires);
    if (!isTokenRefused(first)) return first;
    // Over sooner than it said, or revoked: one renewal, then another try (cisco-uc 7.5).
    const renewed = await tokens.renew(token.value);
    if (!renewed.ok) return unproven(renewed.error);
    const second = await this.#register(expires);
    if (!isTokenRefused(second)) return second;
    const { status, roundTrips } = second;
    const { host } = this.#userAgent.core.configuration.aor;
    return {
      kind: 'refused',
      status,
      roundTrips,
      verdict: { kind: 'stop', cause: failure('auth.token-refused', { host }) },
    };
  }

  async #register(expires: number): Promise<RegisterOutcome> {
    const { core, account } = this.#userAgent;
    const { contact } = core.configuration;
    const { flow } = this.#userAgent;
    const endpoint: Registrar = {
      ...(flow?.endpoint ?? { host: core.configuration.aor.host, port: 0 }),
      transport: flow?.transport ?? 'udp',
    };
    const headers = [
      `Contact: ${contact.toString({ register: true })}`,
      `Expires: ${expires}`,
      ...this.#reason(account),
    ];
    return this.#send(headers, (response, status, roundTrips) => {
      if (status >= 300)
        return {
          kind: 'refused',
          status,
          roundTrips,
          verdict: verdictOf(response, endpoint, roundTrips > 1),
        };
      this.#alarm = undefined;
      this.#userAgent.setServiceRoute(response.getHeaders('service-route'));
      return {
        kind: 'accepted',
        status,
        roundTrips,
        ...readAcceptance(response, contact.uri, expires, account.instanceId),
      };
    });
  }

  #reason({ device }: SipAccount): string[] {
    if (!device || !this.#alarm) return [];
    const [number, last] = ALARMS[this.#alarm];
    const name = quotableName(device.name);
    return [
      `Reason: SIP;cause=200;text="cisco-alarm:${number} Name=${name} ActiveLoad=Parlance InactiveLoad= Last=${last}"`,
    ];
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

const isTokenRefused = (outcome: RegisterOutcome): boolean =>
  outcome.kind === 'refused' &&
  outcome.verdict.kind === 'stop' &&
  outcome.verdict.cause.code === 'auth.wrong-password';

/** No token could be had, so nothing was sent: only the person can help, or time does. */
function unproven(cause: Failure): RegisterOutcome {
  const kind = cause.code.startsWith('auth.') ? 'stop' : 'try-next';
  return { kind: 'refused', status: 0, roundTrips: 0, verdict: { kind, cause } };
}

function verdictOf(response: IncomingResponseMessage, endpoint: Registrar, wasChallenged: boolean): Verdict {
  const retryAfter = response.getHeader('retry-after');
  const minExpires = response.getHeader('min-expires');
  return judgeRefusal({
    endpoint,
    status: response.statusCode ?? 0,
    reasonPhrase: response.reasonPhrase ?? '',
    warning: response.getHeader('warning') ?? '',
    wasChallenged,
    isLocal: !response.data,
    contacts: response.getHeaders('contact'),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(minExpires !== undefined && { minExpires }),
  });
}
