import {
  C,
  Grammar,
  type IncomingResponseMessage,
  type OutgoingInviteRequest,
  type URI,
} from 'sip.js/lib/core/index.js';
import { descriptionOf } from '../message/description-body.ts';
import { assertedIdentity } from '../message/identity.ts';
import { redirectTargets } from '../message/redirect-targets.ts';
import { ALLOWED_METHODS } from '../outgoing-text.ts';
import type { CallSink, CallWire } from './call-wire.ts';
import { type DialogPorts, DialogWire } from './dialog-wire.ts';
import { endFailure } from './end-failure.ts';
import { refreshTarget } from './sipjs-dialog.ts';

/** The dialogs that one INVITE of ours may create (RFC 3261 section 13.2); the first to be accepted is the call. */
export class OutgoingWire extends DialogWire implements CallWire {
  readonly callId: string;
  readonly isOurs = true;
  readonly #ports: DialogPorts;
  readonly #sink: CallSink;
  readonly #target: URI;
  /** Answers that came early, by fork: a reliable one may be all there is (RFC 3262 section 5). */
  readonly #early = new Map<string, string>();
  #request: OutgoingInviteRequest | undefined;
  #isAccepted = false;
  #isCancelled = false;
  #hasRenewed = false;

  readonly #headers: readonly string[];

  /** `headers`: what the INVITE says besides, such as Replaces. */
  constructor(ports: DialogPorts, target: URI, callId: string, headers: readonly string[] = []) {
    super(ports);
    this.#headers = headers;
    this.#ports = ports;
    this.#sink = ports.sink;
    this.#target = target;
    this.callId = callId;
  }

  sendInvite(sdp: string, target: string | undefined): void {
    const { userAgent } = this.#ports;
    const uri = target === undefined ? this.#target : (Grammar.URIParse(target) ?? this.#target);
    this.#early.clear();
    const message = userAgent.request(
      C.INVITE,
      uri,
      {
        to: this.#target,
        callId: this.callId,
        sequence: (this.#request?.message.cseq ?? 0) + 1,
        headers: [
          userAgent.contactHeader(),
          `Allow: ${ALLOWED_METHODS}`,
          ...this.timer.asks(),
          ...this.#headers,
        ],
      },
      sdp,
    );
    this.#request = userAgent.core.invite(message, {
      onProgress: ({ message: response, session, prack }) => {
        // RFC 3262 section 4: a reliable provisional wants a PRACK in its early dialog.
        if (isReliable(response)) prack({ extraHeaders: [rackOf(response)] });
        refreshTarget(session, response);
        if (session.remoteTag) this.begun(session);
        this.#progress(response);
      },
      onAccept: ({ message: response, session, ack }) => {
        refreshTarget(session, response);
        if (this.#isAccepted) {
          // Another fork was quicker. This one is a call too, and ended at once (RFC 3261 section 13.2.2.4).
          ack();
          session.bye();
          return;
        }
        this.#isAccepted = true;
        this.adopt(session, () => void ack());
        this.#identifyFrom(response);
        this.timer.answered(response);
        this.#sink.dispatch({
          kind: 'accepted',
          tag: response.toTag,
          sdp: descriptionOf(response) ?? this.#early.get(response.toTag),
        });
      },
      onRedirect: ({ message: response }) => {
        // 380 leads to another service, and 305 names a proxy, not whom to call (RFC 3261 section 21.3).
        if (response.statusCode === 305 || response.statusCode === 380)
          return this.#sink.dispatch({
            kind: 'refused',
            error: endFailure(response),
            isAnsweredElsewhere: false,
          });
        // The way there is by the registered server, whatever the scheme.
        const [first, ...others] = redirectTargets(response.getHeaders('contact')).map((uri) =>
          uri.replace(/^sips:/i, 'sip:'),
        );
        this.#sink.dispatch({ kind: 'redirected', target: first, others });
      },
      onReject: ({ message: response }) => {
        // RFC 4028 section 7.3: the same once more, with the time that the refusal names.
        if (response.statusCode === 422 && this.timer.isTooShort(response))
          return this.sendInvite(sdp, target);
        if (this.#isTokenRefused(response)) return void this.#renewed(sdp, target, response);
        this.#sink.dispatch({ kind: 'refused', error: endFailure(response), isAnsweredElsewhere: false });
      },
    });
  }

  sendCancel(): void {
    this.#isCancelled = true;
    this.#request?.cancel();
  }

  /** Only incoming calls are accepted or refused. */
  accept(): void {}
  refuse(): void {}

  #isTokenRefused({ statusCode }: IncomingResponseMessage): boolean {
    const isChallenge = statusCode === 401 || statusCode === 407;
    return isChallenge && !this.#hasRenewed && this.#ports.userAgent.account.tokens !== undefined;
  }

  /** Over sooner than it said, or revoked: one renewal, then the same once more (cisco-uc 7.5). */
  async #renewed(sdp: string, target: string | undefined, response: IncomingResponseMessage): Promise<void> {
    this.#hasRenewed = true;
    const { tokens } = this.#ports.userAgent.account;
    const renewed = await tokens?.renew(tokens.current() ?? '');
    if (renewed?.ok && !this.#isCancelled) return this.sendInvite(sdp, target);
    this.#sink.dispatch({ kind: 'refused', error: endFailure(response), isAnsweredElsewhere: false });
  }

  #progress(response: IncomingResponseMessage): void {
    const sdp = descriptionOf(response);
    if (sdp !== undefined && this.#early.size < 20) this.#early.set(response.toTag, sdp);
    this.#identifyFrom(response);
    this.#sink.dispatch({
      kind: 'provisional',
      status: response.statusCode ?? 0,
      sdp,
      tag: response.toTag,
      isReliable: isReliable(response),
    });
  }

  #identifyFrom(response: IncomingResponseMessage): void {
    const identity = assertedIdentity(response);
    if (identity) this.#sink.identify(identity);
  }
}

const isReliable = (response: IncomingResponseMessage): boolean =>
  /\b100rel\b/i.test(response.getHeader('require') ?? '') && response.hasHeader('rseq');

/** What says which response a PRACK is for (RFC 3262 section 7.2). */
const rackOf = (response: IncomingResponseMessage): string =>
  `RAck: ${response.getHeader('rseq')?.trim()} ${response.cseq} ${response.method}`;
