import {
  type Body,
  type IncomingByeRequest,
  type IncomingInfoRequest,
  type IncomingInviteRequest,
  type IncomingNotifyRequest,
  type IncomingReferRequest,
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  type OutgoingInfoRequest,
  type Session,
  type URI,
} from 'sip.js/lib/core/index.js';
import { fail, type Failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import { descriptionOf } from '../message/description-body.ts';
import { assertedIdentity } from '../message/identity.ts';
import { isAnsweredElsewhere } from '../message/reason.ts';
import { KpmlReporter } from '../kpml/kpml-reporter.ts';
import { ALLOWED_METHODS } from '../outgoing-text.ts';
import { sessionBody, type UserAgent } from '../user-agent.ts';
import type { CallSink } from './call-wire.ts';
import { endFailure } from './end-failure.ts';
import { referNews, sendRefer, takeRefer } from './refer-exchange.ts';
import type { DialogName } from './replaces.ts';
import { refreshByUpdate } from './session-refresh.ts';
import { SessionTimer, tooBrief } from './session-timer.ts';
import { keepSequence, refreshTarget, requestIn } from './sipjs-dialog.ts';
import { sipfragStatus } from './transfer.machine.ts';

export interface DialogPorts {
  readonly userAgent: UserAgent;
  readonly clock: Clock;
  readonly sink: CallSink;
}

/** 64 * T1: how long a 200 waits for its ACK (RFC 3261 section 13.3.1.4). */
const ACK_MS = 32_000;

/** What both directions share once there is a dialog: BYE, re-INVITE, UPDATE, INFO. */
export class DialogWire {
  readonly #ports: DialogPorts;
  protected readonly timer: SessionTimer;
  readonly #kpml: KpmlReporter;
  #session: Session | undefined;
  #early: Session | undefined;
  #ack: (() => void) | undefined;
  #theirReinvite: IncomingInviteRequest | undefined;
  #theirUpdate: IncomingRequestMessage | undefined;
  #stopAckTimer: Cancel = () => {};

  constructor(ports: DialogPorts) {
    this.#ports = ports;
    this.timer = new SessionTimer(ports.clock, () => this.#refresh());
    this.#kpml = new KpmlReporter({
      clock: ports.clock,
      answer: (message, statusCode, headers) =>
        void ports.userAgent.core.replyStateless(message, {
          statusCode,
          extraHeaders: [ports.userAgent.contactHeader(), ...headers],
        }),
      notify: (headers, content) => this.#notify(headers, 'application/kpml-response+xml', content),
    });
  }

  /** Takes over a confirmed dialog. `ack` acknowledges the 200 that confirmed it, when that is ours to do. */
  adopt(session: Session, ack?: () => void): void {
    this.#session = session;
    this.#ack = ack;
    session.delegate = {
      onAck: ({ message }) => this.#acked(message),
      onAckTimeout: () => this.#ports.sink.dispatch({ kind: 'ack-timeout' }),
      onBye: (request) => this.#bye(request),
      onInfo: (request) => answerInfo(request),
      onInvite: (request) => this.#reinvited(request),
      onMessage: (request) =>
        void request.reject({ statusCode: 405, extraHeaders: [`Allow: ${ALLOWED_METHODS}`] }),
      onNotify: (request) => this.#notified(request),
      onRefer: (request) => this.#referred(request),
    };
  }

  sendAck(): void {
    this.#ack?.();
    this.#ack = undefined;
  }

  sendBye(error: Failure | undefined): void {
    this.#stopAckTimer();
    const extraHeaders = error
      ? [`Reason: SIP;cause=${error.code === 'call.no-common-codec' ? 488 : 500}`]
      : [];
    this.#attempt(() => this.#session?.bye(undefined, { extraHeaders }));
  }

  sendReinvite(sdp: string): void {
    const { sink } = this.#ports;
    const refused = ({ message }: { message: IncomingResponseMessage }): void => {
      const status = message.statusCode ?? 0;
      // RFC 4028 section 7.3: the same once more, with the time that the refusal names.
      if (status === 422 && this.timer.isTooShort(message)) return this.sendReinvite(sdp);
      // An unknown dialog (481) and a far end that is away (408) end the dialog (RFC 3261 section 12.2.1.2). Silence of our
      // own server doesn't: signalling may be lost while people hear each other (A9).
      const isGone = status === 481 || (status === 408 && Boolean(message.data));
      sink.dispatch({ kind: 'reinvite-refused', status, isGone, error: endFailure(message) });
    };
    const isSent = this.#attempt(() =>
      this.#session?.invite(
        {
          onAccept: ({ message, ack }) => {
            this.#ack = () => void ack();
            refreshTarget(this.#session, message);
            this.#identify(message);
            this.timer.answered(message);
            sink.dispatch({ kind: 'reinvite-accepted', sdp: descriptionOf(message) });
          },
          onReject: refused,
          onRedirect: refused,
        },
        { extraHeaders: [...this.#targetHeaders(), ...this.timer.asks()], body: sessionBody(sdp) },
      ),
    );
    // sip.js refuses while an INVITE of either side is under way, which is what 491 means.
    if (!isSent)
      sink.dispatch({
        kind: 'reinvite-refused',
        status: 491,
        isGone: false,
        error: { code: 'call.not-possible-now' },
      });
  }

  acceptOffer(sdp: string, by: 'reinvite' | 'update'): void {
    const request = by === 'update' ? this.#theirUpdate : this.#theirReinvite?.message;
    const extraHeaders = [...this.#targetHeaders(), ...(request ? this.timer.asked(request) : [])];
    const options = { statusCode: 200, extraHeaders, body: sessionBody(sdp) };
    if (by === 'update') return this.#answerUpdate(options);
    const isSent = this.#attempt(() => this.#theirReinvite?.accept(options));
    if (isSent) this.#stopAckTimer = this.#ports.clock.after(ACK_MS, () => this.#reinviteUnacknowledged());
    else this.#ports.sink.dispatch({ kind: 'ack-timeout' });
  }

  refuseOffer(status: number, by: 'reinvite' | 'update'): void {
    const extraHeaders = status === 500 ? ['Retry-After: 2'] : [];
    if (by === 'update') return this.#answerUpdate({ statusCode: status, extraHeaders });
    this.#attempt(() => this.#theirReinvite?.reject({ statusCode: status, extraHeaders }));
    this.#theirReinvite = undefined;
  }

  /** A re-INVITE that comes while one is being dealt with never gets here: sip.js answers it. */
  onUpdate(message: IncomingRequestMessage): void {
    if (this.#theirUpdate?.cseq === message.cseq) return;
    const { core } = this.#ports.userAgent;
    const isTooBrief = tooBrief(message);
    if (isTooBrief) return void core.replyStateless(message, { statusCode: 422, extraHeaders: isTooBrief });
    this.#identify(message);
    refreshTarget(this.#session ?? this.#early, message);
    const sdp = descriptionOf(message);
    if (sdp === undefined)
      core.replyStateless(message, {
        statusCode: 200,
        extraHeaders: [...this.#targetHeaders(), ...this.timer.asked(message)],
      });
    else if (this.#theirUpdate)
      core.replyStateless(message, { statusCode: 500, extraHeaders: ['Retry-After: 2'] });
    else {
      this.#theirUpdate = message;
      this.#ports.sink.dispatch({ kind: 'peer-offer', sdp, by: 'update', tag: message.fromTag });
    }
  }

  /** What names it at the server from the first ring on: a call is diverted before it is answered. */
  named(): DialogName | undefined {
    const session = this.#session ?? this.#early;
    return session && { callId: session.callId, localTag: session.localTag, remoteTag: session.remoteTag };
  }

  /** A dialog that began before the call was answered: overlap dialling asks for digits in it (cisco-uc 12.6). */
  protected begun(session: Session): void {
    this.#early = session;
  }

  /** A SUBSCRIBE with the call's Call-ID. False: it is of another dialog. */
  onSubscribe(message: IncomingRequestMessage): boolean {
    const session = this.#session ?? this.#early;
    if (session?.localTag !== message.toTag || session.remoteTag !== message.fromTag) return false;
    refreshTarget(session, message);
    this.#kpml.subscribed(message);
    return true;
  }

  reportDigit(digit: string): boolean {
    return this.#kpml.pressed(digit);
  }

  sendInfo(body: Body): Promise<Result<void>> {
    return new Promise((resolve) => {
      const done = (result: Result<void>): void => {
        keepSequence(this.#session, request?.message.cseq);
        resolve(result);
      };
      const refused = ({ message }: { message: IncomingResponseMessage }): void => {
        done({ ok: false, error: endFailure(message) });
        this.#doubt(message);
      };
      let request: OutgoingInfoRequest | undefined;
      const isSent = this.#attempt(() => {
        request = this.#session?.info(
          { onAccept: () => done(ok()), onReject: refused, onRedirect: refused },
          { body },
        );
      });
      if (!isSent || !request) resolve(fail('call.not-possible-now'));
    });
  }

  dialog(): (DialogName & { readonly target: URI }) | undefined {
    const session = this.#session;
    if (!session) return undefined;
    const { callId, localTag, remoteTag, remoteURI } = session;
    return { callId, localTag, remoteTag, target: remoteURI };
  }

  sendRefer(referTo: string): boolean {
    const ports = { ...this.#ports, onRefused: (message: IncomingResponseMessage) => this.#doubt(message) };
    return this.#attempt(() => {
      if (!this.#session) throw new Error('no dialog');
      sendRefer(ports, this.#session, referTo);
    });
  }

  dispose(): void {
    this.timer.stop();
    this.#kpml.dispose();
    this.#stopAckTimer();
  }

  #notified(request: IncomingNotifyRequest): void {
    request.accept();
    const { message } = request;
    if (!/^\s*refer\b/i.test(message.getHeader('event') ?? '')) return;
    this.#ports.sink.transferHeard({
      kind: 'notified',
      status: sipfragStatus(message.body ?? ''),
      isLast: /^\s*terminated\b/i.test(message.getHeader('subscription-state') ?? ''),
    });
  }

  #referred(request: IncomingReferRequest): void {
    takeRefer(request, this.#ports.sink, (id, status) => {
      const { headers, body } = referNews(id, status);
      this.#notify(headers, 'message/sipfrag;version=2.0', body);
    });
  }

  #notify(headers: readonly string[], contentType: string, content: string | undefined): void {
    const body = { contentDisposition: 'render', contentType, content: content ?? '' };
    const extraHeaders = [this.#ports.userAgent.contactHeader(), ...headers];
    const options = { extraHeaders, ...(content !== undefined && { body }) };
    this.#attempt(() => {
      const { core } = this.#ports.userAgent;
      if (this.#session) this.#session.notify(undefined, options);
      else if (this.#early) core.request(requestIn(this.#early, 'NOTIFY', options));
    });
  }

  /** Who says that there is no such call (481) may mean something in it: a re-INVITE tells, and ends it if so (RFC 5057 section 5.1). */
  #doubt({ statusCode }: IncomingResponseMessage): void {
    if (statusCode === 481) this.#ports.sink.refresh();
  }

  #answerUpdate(options: { statusCode: number; extraHeaders: string[]; body?: Body }): void {
    const message = this.#theirUpdate;
    this.#theirUpdate = undefined;
    if (message) this.#ports.userAgent.core.replyStateless(message, options);
  }

  #refresh(): void {
    const { userAgent, sink } = this.#ports;
    const session = this.#session;
    if (!session || !this.timer.takesUpdate) return sink.refresh();
    const ports = {
      userAgent,
      timer: this.timer,
      headers: () => this.#targetHeaders(),
      onAccepted: (response: IncomingResponseMessage) => this.#identify(response),
      onRefused: () => sink.refresh(),
    };
    if (!this.#attempt(() => refreshByUpdate(ports, session))) sink.refresh();
  }

  #reinvited(request: IncomingInviteRequest): void {
    const isTooBrief = tooBrief(request.message);
    if (isTooBrief) return void request.reject({ statusCode: 422, extraHeaders: isTooBrief });
    this.#theirReinvite = request;
    this.#identify(request.message);
    this.#ports.sink.dispatch({ kind: 'peer-offer', sdp: descriptionOf(request.message), by: 'reinvite' });
  }

  #acked(message: IncomingRequestMessage): void {
    this.#stopAckTimer();
    this.#theirReinvite = undefined;
    this.#ports.sink.dispatch({ kind: 'acked', sdp: descriptionOf(message) });
  }

  #reinviteUnacknowledged(): void {
    // sip.js would refuse every later re-INVITE of theirs while it waits for this ACK.
    const dialog: (Session & { reinviteUserAgentServer?: unknown }) | undefined = this.#session;
    if (dialog) dialog.reinviteUserAgentServer = undefined;
    this.#theirReinvite = undefined;
    this.#ports.sink.dispatch({ kind: 'ack-timeout' });
  }

  #bye(request: IncomingByeRequest): void {
    request.accept();
    this.#stopAckTimer();
    this.#ports.sink.dispatch({
      kind: 'bye',
      isAnsweredElsewhere: isAnsweredElsewhere(request.message.getHeaders('reason')),
    });
  }

  #identify(message: IncomingRequestMessage | IncomingResponseMessage): void {
    const identity = assertedIdentity(message);
    if (identity) this.#ports.sink.identify(identity);
  }

  #targetHeaders(): string[] {
    return [this.#ports.userAgent.contactHeader(), `Allow: ${ALLOWED_METHODS}`];
  }

  /** sip.js throws where a request doesn't fit its state; false then. */
  #attempt(act: () => unknown): boolean {
    try {
      act();
      return true;
    } catch {
      return false;
    }
  }
}

/** Bodies of INFO that mean something to nobody here are taken all the same; unknown packages are refused (RFC 6086 section 4.2.2). */
function answerInfo(request: IncomingInfoRequest): void {
  if (request.message.hasHeader('info-package'))
    request.reject({ statusCode: 469, extraHeaders: ['Recv-Info:'] });
  else request.accept();
}
