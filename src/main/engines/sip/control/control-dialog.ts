import {
  type Body,
  C,
  type IncomingResponseMessage,
  type OutgoingInfoRequest,
  type Session,
  type URI,
} from 'sip.js/lib/core/index.js';
import { fail, type Failure, failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { SipControl, SipControlListener, SipControlOpened } from '../../../ports/sip.port.ts';
import { SessionTimer } from '../call/session-timer.ts';
import { keepSequence, refreshTarget } from '../call/sipjs-dialog.ts';
import { ALLOWED_METHODS } from '../outgoing-text.ts';
import type { UserAgent } from '../user-agent.ts';

const CSTA_TYPE = 'application/csta+xml';
const LONGEST_BODY = 64 * 1024;
/** A phone answers at once or not at all: nobody has to pick up. */
const ANSWER_MS = 8_000;

/** One phone under control: a dialog without sound, whose INFO requests carry what is asked and told (ECMA TR/87 clause 6). */
export class ControlDialog implements SipControl {
  readonly #userAgent: UserAgent;
  readonly #clock: Clock;
  readonly #listener: SipControlListener;
  readonly #onOver: () => void;
  readonly #timer: SessionTimer;
  #session: Session | undefined;
  #first = '';
  #isOver = false;

  constructor(userAgent: UserAgent, clock: Clock, listener: SipControlListener, onOver: () => void) {
    this.#userAgent = userAgent;
    this.#clock = clock;
    this.#listener = listener;
    this.#onOver = onOver;
    this.#timer = new SessionTimer(clock, () => this.refresh());
  }

  open(target: URI, body: string): Promise<Result<SipControlOpened>> {
    this.#first = body;
    const userAgent = this.#userAgent;
    return new Promise((resolve) => {
      const message = userAgent.request(
        C.INVITE,
        target,
        { headers: [...this.#headers(), `Accept: ${CSTA_TYPE}`] },
        csta(body),
      );
      let stopTimer: Cancel = () => {};
      const refused = ({ message: response }: { message: IncomingResponseMessage }): void => {
        stopTimer();
        this.#over();
        resolve({ ok: false, error: refusal(response) });
      };
      const request = userAgent.core.invite(message, {
        onAccept: ({ message: response, session, ack }) => {
          stopTimer();
          ack();
          // Another phone of the same address took it as well, or it came too late.
          if (this.#session || this.#isOver) return void session.bye();
          refreshTarget(session, response);
          if (!isCsta(response) && (response.body ?? '') !== '') {
            session.bye();
            this.#over();
            return resolve(fail('desk-phone.no-control', undefined, 'a call, not a control'));
          }
          this.#adopt(session);
          this.#timer.answered(response);
          resolve(ok({ control: this, answer: (response.body ?? '').slice(0, LONGEST_BODY) }));
        },
        onReject: refused,
        onRedirect: refused,
      });
      stopTimer = this.#clock.after(ANSWER_MS, () => {
        request.cancel();
        this.#over();
        resolve(fail('desk-phone.lost', undefined, 'no answer to INVITE'));
      });
    });
  }

  info(body: string): Promise<Result<string>> {
    return new Promise((resolve) => {
      const done = (result: Result<string>): void => {
        keepSequence(this.#session, request?.message.cseq);
        resolve(result);
      };
      const refused = ({ message }: { message: IncomingResponseMessage }): void => {
        done({ ok: false, error: refusal(message) });
        // RFC 3261 section 12.2.1.2: the dialog is gone at the other side.
        if (message.statusCode === 481 || message.statusCode === 408) this.#lost(refusal(message));
      };
      let request: OutgoingInfoRequest | undefined;
      const isSent = this.#attempt(() => {
        request = this.#session?.info(
          {
            onAccept: ({ message }) => done(ok((message.body ?? '').slice(0, LONGEST_BODY))),
            onReject: refused,
            onRedirect: refused,
          },
          { body: csta(body) },
        );
      });
      if (!isSent || !request) resolve(fail('desk-phone.lost', undefined, 'no dialog'));
    });
  }

  end(): void {
    const session = this.#session;
    this.#over();
    this.#attempt(() => session?.bye());
  }

  /** The same once more (RFC 4028, and after a move): the body is the question that began it, as TR/87 wants it. */
  refresh(): void {
    const refused = ({ message }: { message: IncomingResponseMessage }): void => {
      const status = message.statusCode ?? 0;
      if (status === 481 || status === 408) this.#lost(refusal(message));
    };
    this.#attempt(() =>
      this.#session?.invite(
        {
          onAccept: ({ message, ack }) => {
            ack();
            refreshTarget(this.#session, message);
            this.#timer.answered(message);
          },
          onReject: refused,
          onRedirect: refused,
        },
        { extraHeaders: this.#headers(), body: csta(this.#first) },
      ),
    );
  }

  #adopt(session: Session): void {
    this.#session = session;
    session.delegate = {
      onBye: (request) => {
        request.accept();
        this.#lost(failure('desk-phone.lost', undefined, 'BYE'));
      },
      onInfo: (request) => {
        const { message } = request;
        if (!isCsta(message)) return void request.reject({ statusCode: 415 });
        const answer = this.#listener.onInfo((message.body ?? '').slice(0, LONGEST_BODY));
        request.accept(answer === undefined ? undefined : { statusCode: 200, body: csta(answer) });
      },
      onInvite: (request) => {
        const { message } = request;
        refreshTarget(session, message);
        const answer = this.#listener.onInfo((message.body ?? '').slice(0, LONGEST_BODY));
        request.accept({
          statusCode: 200,
          extraHeaders: [this.#userAgent.contactHeader(), ...this.#timer.asked(message)],
          ...(answer !== undefined && { body: csta(answer) }),
        });
      },
      onMessage: (request) => void request.reject({ statusCode: 405 }),
      onNotify: (request) => void request.accept(),
      onRefer: (request) => void request.reject({ statusCode: 603 }),
    };
  }

  #headers(): string[] {
    return [this.#userAgent.contactHeader(), `Allow: ${ALLOWED_METHODS}`, ...this.#timer.asks()];
  }

  #lost(error: Failure): void {
    if (this.#isOver) return;
    const session = this.#session;
    this.#over();
    this.#attempt(() => session?.dispose());
    this.#listener.onEnded(error);
  }

  #over(): void {
    this.#isOver = true;
    this.#session = undefined;
    this.#timer.stop();
    this.#onOver();
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

const csta = (content: string): Body => ({
  contentDisposition: 'signal;handling=required',
  contentType: CSTA_TYPE,
  content,
});

const isCsta = (message: { getHeader(name: string): string | undefined }): boolean =>
  /^\s*application\/csta\+xml\b/i.test(message.getHeader('content-type') ?? '');

/** What a refusal of control means; the status is for Details. */
function refusal(response: IncomingResponseMessage): Failure {
  const status = response.statusCode ?? 0;
  const words = `SIP ${status} ${response.reasonPhrase ?? ''}`.trim().slice(0, 100);
  if ([401, 403, 407, 603].includes(status)) return failure('desk-phone.not-allowed', undefined, words);
  if ([404, 405, 406, 415, 420, 484, 488, 501, 604, 606].includes(status))
    return failure('desk-phone.no-control', undefined, words);
  return failure('desk-phone.lost', undefined, words);
}
