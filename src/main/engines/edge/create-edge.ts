import { ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { AuthorizationServer } from '../../ports/authorization.port.ts';
import type { Edge, EdgeHost, EdgeRoute } from '../../ports/edge.port.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { SignInMethod } from '../../ports/uds.port.ts';
import type { Dialer } from '../link/dialer.ts';
import { createHttpClient, expectStatus, type HttpClient } from '../link/http-client.ts';
import { EdgeAccess, isEdgeOut } from './edge-access.ts';
import { edgeOrigin, edgePrefix } from './edge-url.ts';
import { readEdgeSso } from './read-edge-config.ts';

/** Everything goes through one host here: files, devices and the chat sign-in are asked for side by side (Q5). */
const SPARES = 3;

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
}

export function createEdge(ports: EdgePorts): EdgeEngine {
  const clients = new EdgeClients(ports);
  let access: EdgeAccess | undefined;
  return {
    edge: {
      async signInMethod(route, { email }, call) {
        const path = `${edgePrefix(route.domain)}/get_edge_sso?email=${encodeURIComponent(email)}`;
        return askSso(clients.of(route.domain), route, path, call);
      },
      async signIn(route, secret, call) {
        const candidate = new EdgeAccess(clients.of(route.domain), route, secret);
        const config = await candidate.signIn(call);
        // Entered only now: a password that isn't right must not take the place of one that is.
        if (config.ok) access = candidate;
        return config;
      },
      enter(route, secret) {
        if (!access?.serves(route, secret)) access = new EdgeAccess(clients.of(route.domain), route, secret);
      },
      leave() {
        access = undefined;
      },
      mark() {
        const before = access;
        return () => {
          access = before;
        };
      },
    },
    http: {
      request: (request) => access?.request(request) ?? ports.direct.request(request),
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
    if (!isEdgeOut(answer.error)) return answer.error.code === 'http.status' ? ok(PASSWORD) : answer;
    first ??= answer;
  }
  return first ?? ok(PASSWORD);
}

const PASSWORD = { kind: 'password' } as const;

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

  constructor(ports: EdgePorts) {
    this.ports = ports;
  }

  of(domain: string): HttpClient {
    const existing = this.clients.get(domain);
    if (existing) return existing;
    const { dialer, clock, timeoutMs } = this.ports;
    const alsoAccept = [`collab-edge.${domain}`, `_collab-edge._tls.${domain}`];
    const client = createHttpClient({
      dialer,
      clock,
      service: 'edge',
      identify: () => ({ servername: domain, alsoAccept }),
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
