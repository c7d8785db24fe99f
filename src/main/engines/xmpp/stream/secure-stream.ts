import type { Socket } from 'node:net';
import { failure, type Result } from '../../../../shared/errors/result.ts';
import { NS } from '../wire/namespaces.ts';
import { Wire } from '../wire/wire.ts';
import { xml } from '../wire/xml.ts';
import type { TlsRequest } from '../../link/dialer.ts';
import type { NegotiationContext, NegotiationRequest } from './negotiation.ts';
import { Stop, StreamReader } from './stream-reader.ts';
import { type Step, traced } from './traced.ts';

/** For name, TCP and TLS together. */
const CONNECT_MS = 15_000;

/** A stream inside proved TLS, not yet opened: directly (XEP-0368) or by STARTTLS (RFC 6120 section 5). */
export async function openSecureStream(context: NegotiationContext): Promise<StreamReader> {
  const { ports, request } = context;
  const { target, span, signal } = request;
  const limits = { service: 'xmpp', timeoutMs: CONNECT_MS, signal, ...(span && { span }) };
  if (target.tls === 'direct') {
    const dialled = await ports.dialer.connect({
      host: target.host,
      port: target.port,
      ...limits,
      tls: tlsRequest(request),
    });
    return readerOn(context, mustConnect(dialled));
  }
  const plain = readerOn(
    context,
    mustConnect(await ports.dialer.connect({ host: target.host, port: target.port, ...limits })),
  );
  try {
    await traced(span, 'starttls', () => startTls(context, plain));
  } catch (error) {
    plain.wire.drop();
    throw error;
  }
  const upgrade = { ...tlsRequest(request), ...limits, host: target.host, port: target.port };
  return readerOn(context, mustConnect(await ports.dialer.upgrade(plain.wire.release(), upgrade)));
}

function readerOn({ ports, request }: NegotiationContext, socket: Socket): StreamReader {
  const { host, port } = request.target;
  const wire = new Wire({ socket, host, port, onBytes: request.onBytes });
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
  return { servername: account.domain, alsoAccept: target.alsoAccept ?? [], alpn: ['xmpp-client'] };
}

/** The socket, or the end of the negotiation. */
function mustConnect<T extends Socket>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Stop({ ok: false, error: result.error, isPaceDoubtful: false });
}
