import { isWorthAnother } from '../../../shared/errors/is-worth-another.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Random } from '../../ports/random.port.ts';
import type { HomeCluster, SignInMethod, Uds, UdsNode } from '../../ports/uds.port.ts';
import type { Detail } from '../discovery/ask-records.ts';
import type { SignInContext } from './sign-in-context.ts';
import { shuffled, tryNodes } from './try-nodes.ts';

/** The user's own cluster. */
export interface Home {
  /** The node drawn first, then the others for failover (D10). */
  readonly nodes: readonly UdsNode[];
  readonly username: string;
  readonly method: SignInMethod;
  /** The host whose list the nodes are. */
  readonly listedBy: string;
}

export interface FindHomePorts {
  readonly uds: Uds;
  readonly random: Random;
}

/**
 * The steps home-server and half of sign-in-method (D10): asks a node of the SRV answer for the user's home cluster, by
 * name and mail address at once; then the publisher there, in one flight, for its nodes and its sign-in method.
 */
export async function findHome(
  ports: FindHomePorts,
  servers: readonly UdsNode[],
  context: SignInContext,
): Promise<Result<Home>> {
  const { checklist, address } = context;
  const span = context.span.child('home-server');
  checklist.running('home-server');
  const who = { username: address.user, email: address.full };
  const inside = { ...context, span };
  const found = await tryNodes(servers, (node) =>
    context.trusted(() => ports.uds.homeCluster(node, who, inside)),
  );
  const home = found.ok ? await atHome(ports, found.value.node, found.value.value, inside) : found;
  span.end(home.ok ? 'ok' : home.error.code === 'app.cancelled' ? 'cancelled' : 'failed');
  if (!home.ok) {
    checklist.failed('home-server', home.error, [{ name: 'asked', value: servers.map(shown).join(', ') }]);
    return home;
  }
  const { nodes } = home.value;
  const details: Detail[] = [
    { name: 'asked', value: found.ok ? shown(found.value.node) : '' },
    { name: 'nodes', value: nodes.map(shown).join(', ') },
    { name: 'user', value: `${home.value.username} (${address.full})` },
  ];
  checklist.done('home-server', { key: 'step.done.found', params: { what: nodes[0]?.host ?? '' } }, details);
  return home;
}

async function atHome(
  ports: FindHomePorts,
  asked: UdsNode,
  home: HomeCluster | undefined,
  context: SignInContext,
): Promise<Result<Home>> {
  const { address } = context;
  if (!home) return fail('discovery.user-not-found', { server: asked.host, user: address.full });
  const answers = await context.trusted(() => askHome(ports.uds, home.node, context));
  if (!answers.ok) return answers;
  const { nodes, method } = answers.value;
  // Without a list the publisher itself will do.
  const listed = nodes.length > 0 ? nodes : [home.node];
  return ok({
    nodes: shuffled(listed, () => ports.random.fraction()),
    username: home.username ?? address.user,
    method,
    listedBy: home.node.host,
  });
}

async function askHome(
  uds: Uds,
  node: UdsNode,
  context: SignInContext,
): Promise<Result<{ readonly nodes: readonly UdsNode[]; readonly method: Home['method'] }>> {
  const [nodes, first] = await Promise.all([uds.nodes(node, context), uds.signInMethod(node, context)]);
  const error = stopper(nodes);
  if (error) return { ok: false, error };
  const listed = nodes.ok ? nodes.value : [];
  const method = await methodOf(uds, first, othersThan(node, listed), context);
  return method.ok ? ok({ nodes: listed, method: method.value }) : method;
}

/** The publisher's word; where it has a fault of its own, that of another node. */
async function methodOf(
  uds: Uds,
  first: Result<SignInMethod>,
  others: readonly UdsNode[],
  context: SignInContext,
): Promise<Result<SignInMethod>> {
  if (first.ok || others.length === 0 || !isWorthAnother(first.error)) return first;
  const asked = await tryNodes(others, (node) => uds.signInMethod(node, context));
  return asked.ok ? ok(asked.value.value) : first;
}

function othersThan({ host }: UdsNode, nodes: readonly UdsNode[]): readonly UdsNode[] {
  return nodes.filter((each) => each.host.toLowerCase() !== host.toLowerCase());
}

/** A list that could not be had is no reason to stop, but for these. */
function stopper(result: Result<unknown>): Failure | undefined {
  return !result.ok && /^(tls\.|app\.cancelled)/.test(result.error.code) ? result.error : undefined;
}

function shown({ host, port }: UdsNode): string {
  return `${host}:${port}`;
}
