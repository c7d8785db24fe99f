import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { ProxyResolver } from '../../ports/proxy.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { Trust } from '../../ports/trust.port.ts';
import { parseRoutes, proxyFailure, type Route, tunnel } from './proxy.ts';
import { type Endpoint, endpointFailure } from './socket-failure.ts';
import { raceTcp } from './tcp-race.ts';
import { timeLimit } from './time-limit.ts';
import { type HandshakeRequest, TlsClient } from './tls-client.ts';

export interface TlsRequest {
  /** The domain that the certificate must prove, also sent as SNI (not for IP literals). */
  readonly servername: string;
  /** Sent as SNI instead. */
  readonly sni?: string;
  /** Further names accepted in the certificate. */
  readonly alsoAccept?: readonly string[];
  readonly alpn?: readonly string[];
}

export interface DialLimits {
  /** Names the service in the certificate question and the log: `xmpp`, `sip`, `uds` … */
  readonly service: string;
  /** For everything together: name, connection, TLS. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Parent of the spans `tcp` and `tls`. */
  readonly span?: Span;
}

export interface DialRequest extends DialLimits {
  readonly host: string;
  readonly port: number;
  /** Web address that a proxy is looked up for (D6). Absent: always straight, as for calls and chat on ports of their own. */
  readonly proxyUrl?: string;
  /** Direct TLS when given. */
  readonly tls?: TlsRequest;
}

/**
 * Makes connections for every engine. No byte of ours goes out over TLS before the peer is proved.
 * Failures carry `host` and `port`: net.refused, net.unreachable, net.timeout, net.reset, net.name-not-found,
 * net.proxy, net.proxy-sign-in,
 * tls.failed, tls.untrusted (also reported to Trust), app.cancelled, and what the Dns port says.
 * Sockets given out have Nagle's delay off and an error listener of their own, so a late error never ends the process.
 */
export interface Dialer {
  connect(request: DialRequest & { readonly tls: TlsRequest }): Promise<Result<TLSSocket>>;
  connect(request: DialRequest): Promise<Result<Socket | TLSSocket>>;
  /** STARTTLS and the like: takes over the socket (remove your listeners first) and destroys it when it fails. */
  upgrade(socket: Socket, request: TlsRequest & DialLimits & Partial<Endpoint>): Promise<Result<TLSSocket>>;
}

export interface DialerPorts {
  readonly dns: Dns;
  readonly trust: Trust;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: always straight. */
  readonly proxy?: ProxyResolver;
}

export function createDialer(ports: DialerPorts): Dialer {
  const tls = new TlsClient(ports.trust);
  const connect = async (request: DialRequest): Promise<Result<Socket | TLSSocket>> => {
    const limit = timeLimit(ports.clock, request.timeoutMs, request.signal);
    try {
      const connecting = connectTcp(ports, request, limit.signal);
      // While the network is busy: reading the system's authorities takes tens of milliseconds the first time.
      tls.prepare();
      const connected = await connecting;
      if (!connected.ok || !request.tls) return connected;
      return await secure(
        tls,
        connected.value,
        { ...request.tls, ...endpointOf(request), service: request.service, signal: limit.signal },
        request.span,
      );
    } finally {
      limit.release();
    }
  };
  const upgrade: Dialer['upgrade'] = async (socket, request) => {
    const limit = timeLimit(ports.clock, request.timeoutMs, request.signal);
    const endpoint = {
      host: request.host ?? request.servername,
      port: request.port ?? socket.remotePort ?? 0,
    };
    try {
      return await secure(tls, socket, { ...request, endpoint, signal: limit.signal }, request.span);
    } finally {
      limit.release();
    }
  };
  return { connect: connect as Dialer['connect'], upgrade };
}

function endpointOf(request: DialRequest): { endpoint: Endpoint } {
  return { endpoint: { host: request.host, port: request.port } };
}

async function connectTcp(
  ports: DialerPorts,
  request: DialRequest,
  signal: AbortSignal,
): Promise<Result<Socket>> {
  const { endpoint } = endpointOf(request);
  const span = request.span?.child('tcp', { host: request.host, port: request.port });
  const result = await connectByRoutes(ports, endpoint, request.proxyUrl, signal);
  if (result.ok) {
    const { socket, roundTrips } = result.value;
    span?.note({ address: socket.remoteAddress ?? '' });
    span?.end('ok', roundTrips);
    return { ok: true, value: socket };
  }
  ports.log.info('connection failed', {
    service: request.service,
    ...endpoint,
    code: result.error.code,
    detail: result.error.detail,
  });
  endFailed(span, result.error);
  return result;
}

/** A connection by the first route that works, and its dependent round trips. */
async function connectByRoutes(
  ports: DialerPorts,
  endpoint: Endpoint,
  proxyUrl: string | undefined,
  signal: AbortSignal,
): Promise<Result<Routed>> {
  if (!ports.proxy || proxyUrl === undefined) return connectByRoute(ports, DIRECT, endpoint, signal);
  const routes = parseRoutes(await askProxy(ports.proxy, proxyUrl, signal));
  let first: Result<Routed> | undefined;
  for (const route of routes) {
    const result = await connectByRoute(ports, route, endpoint, signal);
    if (result.ok || signal.aborted) return result;
    first ??= result;
  }
  return first ?? connectByRoute(ports, DIRECT, endpoint, signal);
}

/** A script that cannot be had, or does not come to an end, is no reason not to try (as browsers do). */
async function askProxy(proxy: ProxyResolver, url: string, signal: AbortSignal): Promise<string> {
  let release = (): void => undefined;
  const ended = new Promise<string>((resolve) => {
    const onAbort = (): void => resolve('DIRECT');
    signal.addEventListener('abort', onAbort, { once: true });
    release = () => signal.removeEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([proxy(url), ended]);
  } catch {
    return 'DIRECT';
  } finally {
    release();
  }
}

interface Routed {
  readonly socket: Socket;
  readonly roundTrips: number;
}

const DIRECT: Route = { kind: 'direct' };

async function connectByRoute(
  ports: DialerPorts,
  route: Route,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Result<Routed>> {
  if (route.kind === 'direct') {
    const straight = await resolveAndRace(ports, endpoint, signal);
    return straight.ok ? { ok: true, value: { socket: straight.value, roundTrips: 1 } } : straight;
  }
  const toProxy = await resolveAndRace(ports, { host: route.host, port: route.port }, signal);
  if (!toProxy.ok) return { ok: false, error: proxyFailure(toProxy.error, route, endpoint) };
  const through = await tunnel(toProxy.value, route, endpoint, signal);
  return through.ok
    ? { ok: true, value: { socket: through.value, roundTrips: route.kind === 'http' ? 2 : 3 } }
    : through;
}

async function resolveAndRace(
  ports: DialerPorts,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Result<Socket>> {
  const addresses = await ports.dns.addresses(endpoint.host, signal);
  if (!addresses.ok) return addresses;
  if (addresses.value.length === 0)
    return { ok: false, error: endpointFailure('net.name-not-found', endpoint) };
  return raceTcp({ endpoint, addresses: addresses.value, clock: ports.clock, signal });
}

async function secure(
  tls: TlsClient,
  socket: Socket,
  request: HandshakeRequest,
  parent: Span | undefined,
): Promise<Result<TLSSocket>> {
  const span = parent?.child('tls', {
    host: request.endpoint.host,
    port: request.endpoint.port,
    servername: request.servername,
  });
  const result = await tls.handshake(socket, request);
  if (!result.ok) {
    endFailed(span, result.error);
    return result;
  }
  const { socket: secured, verdict, roundTrips } = result.value;
  span?.note({
    protocol: secured.getProtocol() ?? '',
    cipher: secured.getCipher().standardName,
    subject: verdict.kind === 'refused' ? '' : verdict.subject,
    isPinned: verdict.kind === 'pinned',
    isResumed: secured.isSessionReused(),
  });
  span?.end('ok', roundTrips);
  return { ok: true, value: secured };
}

function endFailed(span: Span | undefined, error: Failure): void {
  span?.note({ code: error.code, ...(error.detail !== undefined && { detail: error.detail }) });
  span?.end(error.code === 'app.cancelled' ? 'cancelled' : 'failed');
}
