import { ok, type Result } from '../../../../shared/errors/result.ts';
import type { Dialer } from '../../link/dialer.ts';
import { type Endpoint, endpointFailure } from '../../link/socket-failure.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import type { Dns } from '../../../ports/dns.port.ts';
import type { Log } from '../../../ports/log.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { SipAccount } from '../../../ports/sip.port.ts';
import type { Span } from '../../../ports/trace.port.ts';
import type { FlowListener, SipFlow } from './sip-flow.ts';
import { markSignalling } from './mark-signalling.ts';
import { StreamFlow } from './stream-flow.ts';
import { openUdpFlow } from './udp-flow.ts';
import { openWebSocketFlow } from './websocket-flow.ts';

export interface FlowPorts {
  readonly dialer: Dialer;
  readonly dns: Dns;
  readonly clock: Clock;
  readonly random: Random;
  readonly log?: Log;
}

export interface FlowRequest {
  readonly registrar: SipAccount['registrars'][number];
  /** The SIP domain, which a TLS certificate must prove (RFC 5922); the registrar's own name will do too. */
  readonly domain: string;
  readonly listener: FlowListener;
  readonly timeoutMs: number;
  readonly span?: Span;
  readonly signal?: AbortSignal;
}

/** Opens the way to a registrar. Failures are the dialler's, and net.name-not-found over UDP. */
export function openFlow(ports: FlowPorts, request: FlowRequest): Promise<Result<SipFlow>> {
  const { transport } = request.registrar;
  switch (transport) {
    case 'udp':
      return openUdp(ports, request);
    case 'tcp':
    case 'tls':
      return openStream(ports, request, transport);
    case 'ws':
    case 'wss':
      return openWebSocket(ports, request, transport);
  }
}

async function openUdp(ports: FlowPorts, request: FlowRequest): Promise<Result<SipFlow>> {
  const endpoint = endpointOf(request);
  const addresses = await ports.dns.addresses(endpoint.host, request.signal);
  if (!addresses.ok) return addresses;
  const [address] = addresses.value;
  if (address === undefined) return { ok: false, error: endpointFailure('net.name-not-found', endpoint) };
  const openLarge = (listener: FlowListener) =>
    openStream(ports, { ...request, listener, registrar: { ...request.registrar, host: address } }, 'tcp');
  return openUdpFlow({ clock: ports.clock, openStream: openLarge }, { address, endpoint }, request.listener);
}

async function openStream(
  ports: FlowPorts,
  request: FlowRequest,
  transport: 'tcp' | 'tls',
): Promise<Result<SipFlow>> {
  const socket = await dial(ports, request, transport === 'tls');
  if (!socket.ok) return socket;
  const why = markSignalling(socket.value);
  if (why !== undefined) ports.log?.info('DSCP not applied to signalling', { reason: why });
  return ok(
    new StreamFlow({
      socket: socket.value,
      transport,
      endpoint: endpointOf(request),
      clock: ports.clock,
      listener: request.listener,
    }),
  );
}

async function openWebSocket(
  ports: FlowPorts,
  request: FlowRequest,
  transport: 'ws' | 'wss',
): Promise<Result<SipFlow>> {
  const socket = await dial(ports, request, transport === 'wss');
  if (!socket.ok) return socket;
  const invalidName = `${Buffer.from(ports.random.bytes(6)).toString('hex')}.invalid`;
  const target = {
    socket: socket.value,
    transport,
    endpoint: endpointOf(request),
    path: request.registrar.path ?? '/',
    invalidName,
    timeoutMs: request.timeoutMs,
  };
  return openWebSocketFlow(target, ports.clock, request.listener);
}

function dial(ports: FlowPorts, request: FlowRequest, isSecure: boolean) {
  const { host, port } = request.registrar;
  return ports.dialer.connect({
    host,
    port,
    service: 'sip',
    timeoutMs: request.timeoutMs,
    ...(request.signal && { signal: request.signal }),
    ...(request.span && { span: request.span }),
    ...(isSecure && {
      tls: {
        servername: request.domain,
        alsoAccept: [host],
        ...(request.registrar.transport === 'wss' && { alpn: ['http/1.1'] }),
      },
    }),
  });
}

const endpointOf = ({ registrar }: FlowRequest): Endpoint => ({ host: registrar.host, port: registrar.port });
