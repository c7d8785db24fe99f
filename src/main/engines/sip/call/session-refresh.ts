import type { IncomingResponseMessage, Session } from 'sip.js/lib/core/index.js';
import type { UserAgent } from '../user-agent.ts';
import type { SessionTimer } from './session-timer.ts';
import { keepSequence, refreshTarget, requestIn } from './sipjs-dialog.ts';

export interface RefreshPorts {
  readonly userAgent: UserAgent;
  readonly timer: SessionTimer;
  /** What target refresh requests carry. */
  headers(): readonly string[];
  onAccepted(response: IncomingResponseMessage): void;
  /** The far end would not have it: a re-INVITE says what is the matter. */
  onRefused(): void;
}

/**
 * Refreshes a session by an UPDATE without a description (RFC 4028 section 7.4, RFC 3311), which touches no media and meets no
 * re-INVITE. For far ends that say that they take one.
 */
export function refreshByUpdate(ports: RefreshPorts, session: Session): void {
  const { userAgent, timer } = ports;
  const message = requestIn(session, 'UPDATE', { extraHeaders: [...ports.headers(), ...timer.asks()] });
  const refused = ({ message: response }: { message: IncomingResponseMessage }): void => {
    keepSequence(session, message.cseq);
    if (response.statusCode === 422 && timer.isTooShort(response)) return refreshByUpdate(ports, session);
    if (response.statusCode === 405 || response.statusCode === 501) timer.avoidUpdate();
    ports.onRefused();
  };
  userAgent.core.request(message, {
    onAccept: ({ message: response }) => {
      keepSequence(session, message.cseq);
      refreshTarget(session, response);
      timer.answered(response);
      ports.onAccepted(response);
    },
    onReject: refused,
    onRedirect: refused,
  });
}
