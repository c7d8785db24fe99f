import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { AuthorizationServer } from '../../ports/authorization.port.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { Edge, EdgeConfig, EdgeHost, EdgeRoute, EdgeSignIn } from '../../ports/edge.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { XmppCredentials } from '../../ports/xmpp.port.ts';
import type { Located } from './locate-services.ts';
import { proveByTokens } from './prove-by-tokens.ts';
import { provisionCluster } from './provision-cluster.ts';
import { provisionImPresence } from './provision-im-presence.ts';
import type { Provisioned, ProvisionerPorts } from './provision.ts';
import type { PhoneKnown, SignInContext } from './sign-in-context.ts';

const XMPP_PORT = 5222;

/**
 * From outside (D5, A7, cisco-uc 9.1): the edge proves the person, says where everything is, and from then on carries what
 * is asked of servers inside, so that the rest is provisioned as it is there. Chat and phone get the edge's own entrances.
 */
export async function provisionEdge(
  ports: ProvisionerPorts,
  located: Extract<Located, { kind: 'edge' }>,
  context: SignInContext,
): Promise<Result<Provisioned>> {
  const { edge } = ports;
  const { domain, edges } = located;
  if (!edge || edges.length === 0) return fail('discovery.outside-only', { domain }, edges[0]?.host);
  const username = await knownName(ports, context);
  const route: EdgeRoute = { domain, edges, username };
  const proven = await proveAtEdge(edge, route, context);
  if (!proven.ok) return proven;
  const { config, secret, server } = proven.value;
  // What the edge has accepted is good inside too, and a page that is only there must not be shown (cisco-uc 7.7).
  const { tokens } = secret;
  const way = { route, config, server };
  const { onPhoneKnown } = context;
  const beyond = {
    ...context,
    way: config.way,
    ...(tokens && { signOn: { take: async () => ok(tokens) } }),
    ...(onPhoneKnown && {
      onPhoneKnown: (known: PhoneKnown) =>
        onPhoneKnown({ ...known, deployment: deploymentOutside(known.deployment, way) }),
    }),
  };
  const inside = await provisionInside(ports, config, domain, beyond);
  return inside.ok ? ok(throughEdge(inside.value, way)) : inside;
}

function provisionInside(
  ports: ProvisionerPorts,
  config: EdgeConfig,
  domain: string,
  context: SignInContext,
): Promise<Result<Provisioned>> {
  if (config.uds.length > 0)
    return provisionCluster(ports, { servers: config.uds, tftp: config.tftp, hasChat: true }, context);
  if (config.presence.length > 0) return provisionImPresence(ports, config.presence, context);
  return Promise.resolve(fail('discovery.outside-only', { domain }, `${config.edge.host} names no server`));
}

/** The user ID of an earlier sign-in, else what stands before the `@`: an edge knows no mail addresses. */
async function knownName({ cache }: ProvisionerPorts, { address }: SignInContext): Promise<string> {
  const remembered = await cache.deployment(address.full).get();
  return remembered?.deployment.username ?? address.user;
}

interface ProvenAtEdge {
  readonly config: EdgeSignIn;
  readonly secret: Secret;
  /** Where tokens were had. */
  readonly server?: AuthorizationServer;
}

/** The step sign-in-method, as the edge is the first to be shown the password (A2). */
async function proveAtEdge(
  edge: Edge,
  route: EdgeRoute,
  context: SignInContext,
): Promise<Result<ProvenAtEdge>> {
  const { checklist, address } = context;
  const span = context.span.child('edge-sign-in', { domain: route.domain });
  const call = { ...context, span };
  checklist.running('sign-in-method');
  const method = await context.trusted(() => edge.signInMethod(route, { email: address.full }, call));
  const proven = !method.ok
    ? method
    : method.value.kind === 'password'
      ? await byPassword(edge, route, call)
      : await byTokens(edge, route, { ...method.value.server, isEdge: true }, call);
  span.end(proven.ok ? 'ok' : proven.error.code === 'app.cancelled' ? 'cancelled' : 'failed');
  if (!proven.ok) {
    checklist.failed('sign-in-method', proven.error, route.edges.map(asDetail));
    return proven;
  }
  const key = proven.value.secret.tokens ? 'step.done.single-sign-on' : 'step.done.password';
  checklist.done('sign-in-method', { key }, [asDetail(proven.value.config.edge)]);
  return proven;
}

async function byPassword(
  edge: Edge,
  route: EdgeRoute,
  context: SignInContext,
): Promise<Result<ProvenAtEdge>> {
  const { checklist, password: gate } = context;
  for (;;) {
    const password = await gate.take(route.username);
    if (!password.ok) return password;
    const secret: Secret = { password: password.value };
    const config = await context.trusted(() => edge.signIn(route, secret, context));
    if (config.ok) return ok({ config: config.value, secret });
    if (config.error.code !== 'auth.wrong-password') return config;
    checklist.failed('sign-in-method', config.error);
    gate.refuse(config.error);
    checklist.running('sign-in-method');
  }
}

async function byTokens(
  edge: Edge,
  route: EdgeRoute,
  server: AuthorizationServer,
  context: SignInContext,
): Promise<Result<ProvenAtEdge>> {
  return proveByTokens(context, server, route.edges[0]?.host ?? '', async (tokens) => {
    const secret: Secret = { password: '', tokens };
    const config = await context.trusted(() => edge.signIn(route, secret, context));
    return config.ok ? ok({ config: config.value, secret, server }) : config;
  });
}

interface WayOutside {
  readonly route: EdgeRoute;
  readonly config: EdgeSignIn;
  readonly server: AuthorizationServer | undefined;
}

function throughEdge(provisioned: Provisioned, way: WayOutside): Provisioned {
  const { deployment, chatCredentials } = provisioned;
  return {
    ...provisioned,
    deployment: deploymentOutside(deployment, way),
    ...(chatCredentials && { chatCredentials: (...given) => unguided(chatCredentials(...given)) }),
  };
}

/**
 * The same services by the edge's entrances. Their names came over a proved connection, so a certificate that names the
 * host is accepted beside one that names the domain.
 */
function deploymentOutside(deployment: Deployment, { route, config, server }: WayOutside): Deployment {
  const { xmpp, sip } = deployment;
  const chatHosts = config.xmpp.length > 0 ? config.xmpp : [{ host: config.edge.host, port: XMPP_PORT }];
  return {
    ...deployment,
    edge: { ...route, username: deployment.username },
    ...(server && { signOn: server }),
    ...(xmpp && { xmpp: { ...xmpp, targets: chatHosts.map(chatTarget) } }),
    ...(sip && { sip: phoneOutside(sip, config) }),
  };
}

/** Which node serves is the edge's matter: the names that a guide would lead to mean nothing outside. */
function unguided(credentials: XmppCredentials): XmppCredentials {
  if (credentials.kind !== 'one-time') return credentials;
  const { guide: _inside, ...rest } = credentials;
  return rest;
}

const chatTarget = ({ host, port }: EdgeHost) => ({
  host,
  port,
  tls: 'starttls' as const,
  alsoAccept: [host],
});

/** TLS to the edge, whatever the device file says of the way inside (cisco-uc 9.4). */
function phoneOutside(
  sip: NonNullable<Deployment['sip']>,
  config: EdgeConfig,
): NonNullable<Deployment['sip']> {
  const servers = config.sip.length > 0 ? config.sip : [{ host: config.edge.host, port: 5_061 }];
  return {
    ...sip,
    registrars: servers.map(({ host, port }) => ({ host, port, transport: 'tls' as const })),
    ...(servers.length > 1 && { keepsStandby: true }),
    ...(config.sipRoute.length > 0 && { route: config.sipRoute }),
  };
}

function asDetail({ host, port }: EdgeHost): { name: string; value: string } {
  return { name: 'Expressway', value: `${host}:${port}` };
}
