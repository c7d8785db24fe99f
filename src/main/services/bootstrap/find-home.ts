import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Uds, UdsNode } from '../../ports/uds.port.ts';
import type { Detail } from '../discovery/ask-records.ts';
import type { SignInContext } from './sign-in-context.ts';
import { shuffled, tryNodes } from './try-nodes.ts';

/** The user's own cluster. */
export interface Home {
  /** The node drawn first, then the others for failover (D10). */
  readonly nodes: readonly UdsNode[];
  readonly username: string;
  readonly method: 'password' | 'single-sign-on';
}

export interface FindHomePorts {
  readonly uds: Uds;
  readonly random: Random;
}

/**
 * The steps home-server and half of sign-in-method (D10): asks a node of the SRV answer for the user's home cluster, by
 * name and mail address at once. Its node list and sign-in method are asked in the same flight, on the guess that the
 * node is at home already; where the home is elsewhere they are asked there.
 */
export async function findHome(
  ports: FindHomePorts,
  servers: readonly UdsNode[],
  context: SignInContext,
): Promise<Result<Home>> {
  const { checklist, address } = context;
  const span = context.span.child('home-server');
  checklist.running('home-server');
  const found = await tryNodes(servers, (node) =>
    context.trusted(() => askNode(ports.uds, node, { ...context, span })),
  );
  const home = found.ok
    ? await atHome(ports, found.value.node, found.value.value, { ...context, span })
    : found;
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

/** What one flight of questions to a node brought. */
interface NodeAnswers {
  readonly home: { readonly node: UdsNode; readonly username?: string } | undefined;
  readonly nodes: Result<readonly UdsNode[]>;
  readonly method: Result<'password' | 'single-sign-on'>;
}

async function askNode(uds: Uds, node: UdsNode, context: SignInContext): Promise<Result<NodeAnswers>> {
  const { user, full } = context.address;
  const [home, nodes, method] = await Promise.all([
    uds.homeCluster(node, { username: user, email: full }, context),
    uds.nodes(node, context),
    uds.signInMethod(node, context),
  ]);
  return home.ok ? ok({ home: home.value, nodes, method }) : home;
}

async function atHome(
  ports: FindHomePorts,
  asked: UdsNode,
  answers: NodeAnswers,
  context: SignInContext,
): Promise<Result<Home>> {
  const { home } = answers;
  const { address } = context;
  if (!home) return fail('discovery.user-not-found', { server: asked.host, user: address.full });
  const isHere = home.node.host.toLowerCase() === asked.host.toLowerCase();
  const [nodes, method] = isHere
    ? [answers.nodes, answers.method]
    : await askHome(ports.uds, home.node, context);
  if (!method.ok) return method;
  const error = stopper(nodes);
  if (error) return { ok: false, error };
  // Without a list the publisher itself will do.
  const listed = nodes.ok && nodes.value.length > 0 ? nodes.value : [home.node];
  return ok({
    nodes: shuffled(listed, () => ports.random.fraction()),
    username: home.username ?? address.user,
    method: method.value,
  });
}

async function askHome(
  uds: Uds,
  node: UdsNode,
  context: SignInContext,
): Promise<readonly [Result<readonly UdsNode[]>, NodeAnswers['method']]> {
  let nodes: Result<readonly UdsNode[]> = fail('app.cancelled');
  const method = await context.trusted(async () => {
    const [list, way] = await Promise.all([uds.nodes(node, context), uds.signInMethod(node, context)]);
    nodes = list;
    return list.ok || list.error.code !== 'tls.untrusted' ? way : list;
  });
  return [nodes, method];
}

/** A list that could not be had is no reason to stop, but for these. */
function stopper(result: Result<unknown>): Failure | undefined {
  return !result.ok && /^(tls\.|app\.cancelled)/.test(result.error.code) ? result.error : undefined;
}

function shown({ host, port }: UdsNode): string {
  return `${host}:${port}`;
}
