import { type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { AuthorizationServer } from '../../ports/authorization.port.ts';
import type { Edge, EdgeHost, EdgeRoute } from '../../ports/edge.port.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { SignInMethod } from '../../ports/uds.port.ts';
import type { EdgeWay } from '../../ports/way.port.ts';
import type { Passages } from '../link/passage.ts';
import type { Dialer } from '../link/dialer.ts';
import { createHttpClient, expectStatus, type HttpClient } from '../link/http-client.ts';
import { EdgeAccess, isEdgeOut } from './edge-access.ts';
import { edgeOrigin, edgePrefix } from './edge-url.ts';
import { readEdgeSso } from './read-edge-config.ts';

/** Everything goes through one host here: files, devices and the chat sign-in are asked for side by side (Q5). */
const SPARES = 5;

export interface EdgePorts {
  readonly dialer: Dialer;
  readonly clock: Clock;
  /** Straight to the servers: used while no route is entered. */
  readonly direct: HttpClient;
  /** For requests that set no limit of their own. Default: the HTTP client's. */
  readonly timeoutMs?: number;
}

/** The port, and the HTTP client for everything that lives inside the company's network. */
export interface EdgeEngine {
  readonly edge: Edge;
  readonly http: HttpClient;
  /** For what is no request of that client, as files are. */
  readonly passage: Passages;
}

export function createEdge(ports: EdgePorts): EdgeEngine {
  const clients = new EdgeClients(ports);
  const ways = new WeakMap<EdgeWay, EdgeAccess>();
  /** By which requests without a way of their own go; and who signed in last, in case that becomes it. */
  let entered: EdgeAccess | undefined;
  let latest: EdgeAccess | undefined;
  return {
    edge: {
      async signInMethod(route, { email }, call) {
        const path = `${edgePrefix(route.domain)}/get_edge_sso?email=${encodeURIComponent(email)}`;
        return askSso(clients.at(route), route, path, call);
      },
      async signIn(route, secret, call) {
        const access = new EdgeAccess(clients.at(route), route, secret);
        const config = await access.signIn(call);
        if (!config.ok) return config;
        const way: EdgeWay = { domain: route.domain };
        ways.set(way, access);
        latest = access;
        return ok({ ...config.value, way });
      },
      enter(route, secret) {
        const known = [entered, latest].find((each) => each?.serves(route, secret));
        entered = known ?? new EdgeAccess(clients.at(route), route, secret);
      },
      leave() {
        entered = undefined;
        latest = undefined;
      },
    },
    async passage(url, call, isForgotten) {
      if (!entered) return ok(undefined);
      const found = await entered.passage(url, call, isForgotten);
      return found.ok && found.value
        ? ok({ ...found.value, identity: identityOf(entered.route.domain) })
        : (found as Result<undefined>);
    },
    http: {
      request: ({ way, ...request }) => {
        if (way === 'inside') return ports.direct.request(request);
        // Its own pages, where tokens are renewed: no cookie is needed there, and getting one may be waiting for that token.
        const own = clients.whose(request.url);
        const access = way ? ways.get(way) : entered;
        return (own ?? access ?? ports.direct).request(request);
      },
      close: async () => void (await Promise.all([ports.direct.close(), clients.close()])),
    },
  };
}

/** The first edge that answers decides; an edge without the service wants a password. */
async function askSso(
  http: HttpClient,
  route: EdgeRoute,
  path: string,
  call: RequestCall,
): Promise<Result<SignInMethod>> {
  let first: Result<never> | undefined;
  for (const edge of route.edges.slice(0, 3)) {
    const url = `${edgeOrigin(edge)}/${path}`;
    const asked = await http.request({ url, maxBytes: 100_000, span: call.span, signal: call.signal });
    const answer = expectStatus(asked, url, 200);
    if (answer.ok) return ok(readEdgeSso(answer.value.body, ownUrls(edge, route)));
    if (!isEdgeOut(answer.error)) return isUnknown(answer.error) ? ok(PASSWORD) : answer;
    first ??= answer;
  }
  return first ?? ok(PASSWORD);
}

const PASSWORD = { kind: 'password' } as const;

/** An edge that is older than the question: it has no such page, or wants a password for every one. */
function isUnknown({ code, params }: Failure): boolean {
  return code === 'http.status' && [400, 401, 404, 405].includes(Number(params?.['status']));
}

/** Where tokens are handed out through an edge, unless it says otherwise (cisco-uc 7.6 [public P15, low trust]). */
function ownUrls(edge: EdgeHost, { domain }: EdgeRoute): AuthorizationServer {
  const base = `${edgeOrigin(edge)}/${edgePrefix(domain)}`;
  return { authorize: `${base}/authorize`, token: `${base}/access_token` };
}

/**
 * One client a domain: the edge's name came from DNS, which anybody outside may have answered, so its certificate must
 * prove the domain itself, under one of the names that an edge's certificate has (cisco-uc 9.1).
 */
class EdgeClients {
  private readonly ports: EdgePorts;
  private readonly clients = new Map<string, HttpClient>();
  /** By the origins of edges. */
  private readonly owners = new Map<string, HttpClient>();

  constructor(ports: EdgePorts) {
    this.ports = ports;
  }

  /** For the edges of a route; requests to their own origins are its matter from now on. */
  at({ domain, edges }: EdgeRoute): HttpClient {
    const client = this.of(domain);
    for (const edge of edges) this.owners.set(originOf(edgeOrigin(edge)), client);
    return client;
  }

  /** Undefined: not an edge's own page. */
  whose(url: string): HttpClient | undefined {
    return this.owners.get(originOf(url));
  }

  private of(domain: string): HttpClient {
    const existing = this.clients.get(domain);
    if (existing) return existing;
    const { dialer, clock, timeoutMs } = this.ports;
    const client = createHttpClient({
      dialer,
      clock,
      service: 'edge',
      identify: () => identityOf(domain),
      spares: SPARES,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    this.clients.set(domain, client);
    return client;
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }
}

/** Names of which an edge's certificate must have one. */
const identityOf = (domain: string) => ({
  servername: domain,
  alsoAccept: [`collab-edge.${domain}`, `_collab-edge._tls.${domain}`],
});

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? '';
}
