import { type Failure, type Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { HostPort } from '../discovery/interpret-answers.ts';
import { type Located, type LocatePorts, locateServices } from './locate-services.ts';
import type { Provisioned, Provisioner } from './provision.ts';
import type { SignInContext } from './sign-in-context.ts';

export interface WayInPorts extends LocatePorts {
  readonly provisioner: Provisioner;
  readonly clock: Clock;
}

/** Servers inside that answer at all answer by then; only after it anybody asks whether we are outside. */
const GRACE_MS = 1_500;
const MAX_NODES = 3;

/**
 * From an address to a deployment, from inside or from outside (D5). Where the records say inside but nothing there
 * answers, and the domain has an edge, it is tried: names that are visible everywhere are no proof of being inside
 * (T4, "same domain, not split"). Requests of the look-up carry their own way: what runs meanwhile keeps its.
 */
export async function findWayIn(
  ports: WayInPorts,
  context: SignInContext,
  options: { ignoresCache: boolean },
): Promise<Result<Provisioned>> {
  const located = await locateServices(ports, context, options);
  return located.ok ? provisionFrom(ports, located.value, context) : located;
}

async function provisionFrom(
  ports: WayInPorts,
  located: Located,
  context: SignInContext,
): Promise<Result<Provisioned>> {
  if (located.kind === 'edge') return ports.provisioner.provision(located, context);
  return located.kind === 'cucm' || located.kind === 'imp'
    ? insideOrOutside(ports, located, context)
    : ports.provisioner.provision(located, { ...context, way: 'inside' });
}

/** Goes on inside; beside it, when that takes long, looks whether this is outside after all. */
async function insideOrOutside(
  ports: WayInPorts,
  located: Extract<Located, { kind: 'cucm' | 'imp' }>,
  context: SignInContext,
): Promise<Result<Provisioned>> {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const inside = ports.provisioner.provision(located, { ...context, signal, way: 'inside' });
  const edges = edgesOf(ports, context);
  let cancelGrace: Cancel = () => undefined;
  const grace = new Promise<void>((resolve) => {
    cancelGrace = ports.clock.after(GRACE_MS, resolve);
  });
  const outside = grace.then(async () => {
    const found = await edges();
    return found.length > 0 && !(await isAnyThere(ports, located, context)) ? found : undefined;
  });
  const first = await Promise.race([
    inside,
    // Never ends where inside is to be waited for.
    new Promise<readonly HostPort[]>((resolve) => void outside.then((found) => found && resolve(found))),
  ]);
  cancelGrace();
  if ('length' in first) stop.abort();
  const result = await inside;
  if (context.signal.aborted || result.ok) return result;
  const isUnreachable = 'length' in first || isNetwork(result.error);
  const found = isUnreachable ? await edges() : [];
  const [edge] = found;
  if (!edge) return result;
  const { checklist } = context;
  checklist.again('home-server', 'sign-in-method', 'profile');
  checklist.done('finding-services', { key: 'step.done.found', params: { what: edge.host } }, [
    { name: 'inside', value: result.error.code === 'app.cancelled' ? 'no connection' : result.error.code },
    { name: 'Expressway', value: found.map(({ host, port }) => `${host}:${port}`).join(', ') },
  ]);
  const domain = await edgeDomain(ports, context);
  return ports.provisioner.provision({ kind: 'edge', domain, edges: found }, context);
}

/** The domain's edges, asked for once and only when needed. */
function edgesOf(ports: WayInPorts, context: SignInContext): () => Promise<readonly HostPort[]> {
  let asked: Promise<readonly HostPort[]> | undefined;
  return () => {
    asked ??= edgeDomain(ports, context).then((domain) => ports.discovery.findEdges(domain, context));
    return asked;
  };
}

async function edgeDomain({ deployment }: WayInPorts, { address }: SignInContext): Promise<string> {
  const { domain, voiceDomain } = await deployment.launchSettings(address);
  return voiceDomain ?? domain;
}

/** Whether any server inside can be connected to. */
async function isAnyThere(
  { reach }: WayInPorts,
  located: Extract<Located, { kind: 'cucm' | 'imp' }>,
  context: SignInContext,
): Promise<boolean> {
  const servers = located.kind === 'cucm' ? located.uds : located.servers;
  const answers = await Promise.all(
    servers.slice(0, MAX_NODES).map((server) => reach.accepts(server, context)),
  );
  return answers.includes(true);
}

const isNetwork = ({ code }: Failure): boolean => code.startsWith('net.');
