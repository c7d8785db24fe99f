import type { ImPresence, ImPresenceSession } from '../../ports/im-presence.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { Span, Trace } from '../../ports/trace.port.ts';
import type { XmppCredentials } from '../../ports/xmpp.port.ts';
import { oneTimePasswords } from './one-time-passwords.ts';

/** Credentials that fetch a one-time password for each login; `session` is one that stands already. */
export function chatCredentials(
  ports: { readonly imp: ImPresence; readonly trace: Trace },
  deployment: Deployment,
  password: string,
  span: Span,
  session?: ImPresenceSession,
): XmppCredentials {
  const { username, xmpp } = deployment;
  return oneTimePasswords({
    imp: ports.imp,
    nodes: xmpp?.soap ?? [],
    username,
    password,
    address: `${username}@${xmpp?.domain ?? ''}`,
    span,
    startSpan: () => ports.trace.start('one-time-password'),
    ...(session && { session }),
  });
}
