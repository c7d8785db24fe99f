import { domainToASCII } from 'node:url';
import { failure, type Result } from '../../../../shared/errors/result.ts';
import { openBosh } from '../bosh/open-bosh.ts';
import { NS } from '../wire/namespaces.ts';
import { type StreamSocket, Wire } from '../wire/wire.ts';
import { type Element, serialize, xml } from '../wire/xml.ts';
import type { TlsRequest } from '../../link/dialer.ts';
import type { Span } from '../../../ports/trace.port.ts';
import type { NegotiationContext, NegotiationRequest } from './negotiation.ts';
import { openWebSocket } from './open-websocket.ts';
import { Stop, StreamReader } from './stream-reader.ts';
import { type Step, traced } from './traced.ts';

/** For name, TCP and TLS together. */
const CONNECT_MS = 15_000;

/** A stream inside proved TLS, not yet opened: directly (XEP-0368), by STARTTLS (RFC 6120 section 5), in a WebSocket (RFC 7395), or in HTTP requests (XEP-0206). */
export function openSecureStream(context: NegotiationContext): Promise<StreamReader> {
  const { target } = context.request;
  if (target.path !== undefined)
    return target.isBosh ? openInRequests(context, target.path) : openInWebSocket(context, target.path);
  return target.tls === 'direct' ? openDirect(context) : openByStartTls(context);
}

interface Limits {
  readonly service: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly span?: Span;
  readonly proxyUrl?: string;
}

/** Where it looks like the web to a firewall, the web's proxies lead there (D6). */
function limitsOf({ span, signal, target }: NegotiationRequest): Limits {
  const isWeb = target.port === 443 || target.path !== undefined;
  return {
    service: 'xmpp',
    timeoutMs: CONNECT_MS,
    signal,
    ...(span && { span }),
    ...(isWeb && { proxyUrl: `https://${target.host}:${target.port}/` }),
  };
}

async function openDirect(context: NegotiationContext): Promise<StreamReader> {
  const { ports, request } = context;
  const { host, port } = request.target;
  const tls = tlsRequest(request);
  return readerOn(
    context,
    mustConnect(await ports.dialer.connect({ host, port, ...limitsOf(request), tls })),
  );
}

async function openByStartTls(context: NegotiationContext): Promise<StreamReader> {
  const { ports, request } = context;
  const { host, port } = request.target;
  const limits = limitsOf(request);
  const socket = mustConnect(await ports.dialer.connect({ host, port, ...limits }));
  const plain = readerOn(context, socket);
  try {
    await traced(request.span, 'starttls', () => startTls(context, plain));
  } catch (error) {
    plain.wire.drop();
    throw error;
  }
  plain.wire.release();
  const upgrade = { ...tlsRequest(request), ...limits, host, port };
  return readerOn(context, mustConnect(await ports.dialer.upgrade(socket, upgrade)));
}

/**
 * The certificate must prove the host of the address: the domain's own host-meta named it, over TLS (XEP-0156 section 4;
 * RFC 7395 section 4.1).
 */
async function openInWebSocket(context: NegotiationContext, path: string): Promise<StreamReader> {
  const { ports, request } = context;
  const { host, port } = request.target;
  const { span, signal } = request;
  const tls = { servername: host, alpn: ['http/1.1'] };
  const socket = mustConnect(await ports.dialer.connect({ host, port, ...limitsOf(request), tls }));
  const opened = await traced(span, 'websocket', async () => ({
    value: mustConnect(
      await openWebSocket({ socket, host, port, path, clock: ports.clock, timeoutMs: CONNECT_MS, signal }),
    ),
    roundTrips: 1,
  }));
  return readerOn(context, opened);
}

/** There is no connection to open: the stream's first words are its first request. */
async function openInRequests({ ports, request }: NegotiationContext, path: string): Promise<StreamReader> {
  const { host, port } = request.target;
  return readerOn({ ports, request }, openBosh({ ...ports, host, port, path, span: request.span }));
}

function readerOn({ ports, request }: NegotiationContext, socket: StreamSocket): StreamReader {
  const { host, port } = request.target;
  const { heard } = ports;
  const onElement = heard && ((element: Element) => heard(serialize(element)));
  const wire = new Wire({ socket, host, port, onBytes: request.onBytes, ...(onElement && { onElement }) });
  return new StreamReader(wire, ports.clock, request.signal);
}

/** Asks for TLS in the same flight as the header: we would not go on without it whatever the server offered. */
async function startTls({ request }: NegotiationContext, reader: StreamReader): Promise<Step<void>> {
  const ask = xml('starttls', { xmlns: NS.tls }).toString();
  const isEager = request.pace === 'eager';
  reader.isAhead = isEager;
  reader.wire.open(request.account.domain, isEager ? ask : '');
  const features = await reader.features();
  if (!features.startTls) throw reader.stop(failure('tls.required', { host: request.target.host }));
  if (!isEager) reader.wire.write(ask);
  const answer = await reader.element((element) => element.getNS() === NS.tls);
  if (!answer.is('proceed'))
    throw reader.stop(failure('tls.failed', { ...reader.wire.endpoint }, answer.getName()));
  return { value: undefined, roundTrips: isEager ? 1 : 2 };
}

function tlsRequest({ account, target }: NegotiationRequest): TlsRequest {
  // XEP-0368 section 4: the protocol is named, so that one port can serve several.
  return {
    servername: domainToASCII(account.domain) || account.domain,
    alsoAccept: target.alsoAccept ?? [],
    alpn: ['xmpp-client'],
  };
}

/** The socket, or the end of the negotiation. */
function mustConnect<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Stop({ ok: false, error: result.error, isPaceDoubtful: false });
}
