import type { NetworkLocation } from '../../../shared/domain/outside-services.ts';
import type { Reach } from '../../ports/reach.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { SignInContext } from '../bootstrap/sign-in-context.ts';

/** Where the services are reached from; `undefined` where there is no company network to be inside of. */
export function locationOf({ edge, uds }: Deployment): NetworkLocation | undefined {
  if (edge) return 'outside';
  return uds && uds.length > 0 ? 'inside' : undefined;
}

/** Whether going from one to the other is a move (D5): the same person's services, reached from the other side of the edge. */
export function isMove(from: Deployment, to: Deployment): boolean {
  const isSamePerson = from.address === to.address;
  // A deployment that lost a service is no way to go on by.
  const isWhole = (!from.xmpp || to.xmpp !== undefined) && (!from.sip || to.sip !== undefined);
  return isSamePerson && isWhole && locationOf(from) !== locationOf(to);
}

/**
 * Whether the way that the services were reached by is still open: any of the cluster's nodes inside, the edge outside.
 * True where there is nothing to ask.
 */
export async function isWayOpen(
  reach: Reach,
  { edge, uds = [] }: Deployment,
  call: Pick<SignInContext, 'span' | 'signal'>,
): Promise<boolean> {
  const hosts = edge ? edge.edges : uds.flatMap((base) => hostOf(base));
  if (hosts.length === 0) return true;
  const answers = await Promise.all(hosts.slice(0, 3).map((host) => reach.accepts(host, call)));
  return answers.includes(true);
}

function hostOf(base: string): { host: string; port: number }[] {
  const url = URL.parse(base);
  return url ? [{ host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port) || 443 }] : [];
}
