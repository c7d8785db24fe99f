import type { IncomingReferRequest, IncomingResponseMessage, Session } from 'sip.js/lib/core/index.js';
import type { UserAgent } from '../user-agent.ts';
import type { CallSink } from './call-wire.ts';
import { readReferTo } from './replaces.ts';
import { keepSequence } from './sipjs-dialog.ts';

export interface ReferPorts {
  readonly userAgent: UserAgent;
  readonly sink: CallSink;
  /** Told of each refusal. */
  onRefused(response: IncomingResponseMessage): void;
}

/** Asks the other side to call somebody else (RFC 3515); what comes of it goes to the sink. Throws where the dialog's state forbids it. */
export function sendRefer(
  { userAgent, sink, onRefused }: ReferPorts,
  session: Session,
  referTo: string,
): void {
  const refused = ({ message }: { message: IncomingResponseMessage }): void => {
    keepSequence(session, message.cseq);
    const words = `${message.reasonPhrase ?? ''} ${message.getHeader('warning') ?? ''}`.trim().slice(0, 200);
    sink.transferHeard({ kind: 'refused', status: message.statusCode ?? 0, words });
    onRefused(message);
  };
  const extraHeaders = [
    userAgent.contactHeader(),
    `Refer-To: ${referTo}`,
    `Referred-By: <${userAgent.core.configuration.aor.toString()}>`,
  ];
  session.refer(
    {
      onAccept: ({ message }) => {
        keepSequence(session, message.cseq);
        // RFC 4488: who says so sends no news.
        const isToldMore = !/^\s*false\b/i.test(message.getHeader('refer-sub') ?? '');
        sink.transferHeard({ kind: 'taken', isToldMore });
      },
      onReject: refused,
      onRedirect: refused,
    },
    { extraHeaders },
  );
}

/** A call on somebody else's demand costs money, and tells that we are there: the person is asked first. `tell` sends news of it. */
export function takeRefer(
  request: IncomingReferRequest,
  sink: CallSink,
  tell: (id: number, status: number) => void,
): void {
  const { message } = request;
  const to = readReferTo(message.getHeader('refer-to') ?? '');
  if (!to) return void request.reject({ statusCode: 400 });
  let isTaken = false;
  const take = (): void => {
    if (!isTaken) attempt(() => request.accept({ statusCode: 202 }));
    isTaken = true;
  };
  sink.transferAsked({
    to,
    referredBy: message.getHeader('referred-by')?.slice(0, 500),
    refuse: () => attempt(() => request.reject({ statusCode: 603 })),
    tell: (status) => {
      take();
      tell(message.cseq, status);
    },
  });
}

/** News of a call that is made on demand: headers and body of a NOTIFY. */
export function referNews(id: number, status: number): { headers: string[]; body: string } {
  const isLast = status >= 200;
  const state = isLast ? 'terminated;reason=noresource' : 'active;expires=180';
  const words = isLast ? (status < 300 ? 'OK' : 'Failed') : 'Trying';
  return {
    headers: [`Event: refer;id=${id}`, `Subscription-State: ${state}`],
    body: `SIP/2.0 ${status} ${words}\r\n`,
  };
}

/** sip.js throws where a request was answered already. */
function attempt(act: () => unknown): void {
  try {
    act();
  } catch {
    // Nothing is owed.
  }
}
