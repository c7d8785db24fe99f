import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { AuthorizationServer } from '../../ports/authorization.port.ts';
import type { Uds, UdsNode } from '../../ports/uds.port.ts';
import type { Home } from './find-home.ts';
import type { SignInContext } from './sign-in-context.ts';

/**
 * Which of the nodes may be shown a token of this server (A2). Names came from records that anybody may have answered, and a
 * good certificate proves a name, not whose it is. So a node counts when it is in the person's own domain, or when the server
 * that gives the tokens lists it. Behind an edge that has proved the domain every name is the cluster's.
 * Failures: auth.token-elsewhere (none is left), app.cancelled.
 */
export async function tokenAudience(
  uds: Uds,
  { nodes, listedBy }: Home,
  server: AuthorizationServer,
  context: SignInContext,
): Promise<Result<readonly UdsNode[]>> {
  if (context.way !== undefined && context.way !== 'inside') return ok(nodes);
  const issuer = URL.parse(server.authorize);
  const issuerHost = issuer?.hostname.toLowerCase() ?? '';
  const isOwn = ({ host }: UdsNode): boolean =>
    isSame(host, issuerHost) || isBelow(host, context.address.domain);
  if (nodes.every(isOwn) || isSame(listedBy, issuerHost)) return ok(nodes);
  const listed = await listOf(uds, { host: issuerHost, port: Number(issuer?.port) || 443 }, context);
  if (context.signal.aborted) return fail('app.cancelled');
  const left = nodes.filter((node) => isOwn(node) || listed.some(({ host }) => isSame(host, node.host)));
  const [first] = nodes;
  return left.length > 0
    ? ok(left)
    : fail('auth.token-elsewhere', { host: first?.host ?? '', issuer: issuerHost });
}

/** None where it does not answer: then only the person's own domain counts. */
async function listOf(uds: Uds, issuer: UdsNode, context: SignInContext): Promise<readonly UdsNode[]> {
  const span = context.span.child('token-audience', { host: issuer.host });
  const answer = await context.trusted(() => uds.nodes(issuer, { ...context, span }));
  span.end(answer.ok ? 'ok' : 'failed');
  return answer.ok ? answer.value : [];
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function isBelow(host: string, domain: string): boolean {
  return domain !== '' && (isSame(host, domain) || host.toLowerCase().endsWith(`.${domain.toLowerCase()}`));
}
