import type { Clock } from '../../ports/clock.port.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { ImPresence, ImPresenceSession } from '../../ports/im-presence.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { Span, Trace } from '../../ports/trace.port.ts';
import type { XmppCredentials } from '../../ports/xmpp.port.ts';
import { createChatFailover } from '../chat-failover/create-chat-failover.ts';
import { chatTargets } from './cisco-deployment.ts';
import { OneTimePasswords } from './one-time-passwords.ts';

export interface ChatCredentialsPorts {
  readonly imp: ImPresence;
  readonly trace: Trace;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Credentials that fetch a one-time password for each login; `session` is one that stands already. With two nodes they bring
 * the guide that leads chat from one to the other (A8).
 */
export function chatCredentials(
  ports: ChatCredentialsPorts,
  deployment: Deployment,
  secret: Secret,
  span: Span,
  session?: ImPresenceSession,
): XmppCredentials {
  const { username, xmpp } = deployment;
  const nodes = xmpp?.soap ?? [];
  const passwords = new OneTimePasswords({
    imp: ports.imp,
    nodes,
    username,
    ...secret,
    span,
    startSpan: () => ports.trace.start('one-time-password'),
    ...(session && { session }),
  });
  const [primary, secondary] = nodes;
  // Through an edge it is the edge's matter which node serves; their names mean nothing outside.
  const isPair = primary !== undefined && secondary !== undefined && !deployment.edge;
  return {
    kind: 'one-time',
    address: `${username}@${xmpp?.domain ?? ''}`,
    get: () => passwords.get(),
    ...(isPair && {
      guide: createChatFailover({
        ports,
        primary,
        secondary,
        sessions: passwords,
        relogin: session?.relogin ?? xmpp?.relogin,
        targetsOf: (now) => chatTargets([now.node, ...nodes.filter((node) => node !== now.node)], now),
      }),
    }),
  };
}
