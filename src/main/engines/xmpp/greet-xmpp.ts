import { failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';
import type { Dialer } from '../link/dialer.ts';
import { ScramKeyCache } from './sasl/scram-key-cache.ts';
import type { NegotiationRequest } from './stream/negotiation.ts';
import { openSecureStream } from './stream/secure-stream.ts';
import { Stop, type StreamReader } from './stream/stream-reader.ts';

/** What a server offered to somebody it doesn't know. */
export interface XmppGreeting {
  /** SASL mechanisms, as the server named them. */
  readonly mechanisms: readonly string[];
}

/**
 * Opens a stream up to the features inside TLS, and closes it (RFC 6120 sections 4.3 and 5). Nothing is signed in and no
 * password is needed. Failures: those of the dialler, tls.required, xmpp.stream, xmpp.timeout, app.cancelled.
 */
export async function greetXmpp(
  ports: { readonly dialer: Dialer; readonly clock: Clock; readonly random: Random },
  { domain, target }: { readonly domain: string; readonly target: XmppTarget },
  call: RequestCall,
): Promise<Result<XmppGreeting>> {
  const context = {
    ports: { ...ports, keys: new ScramKeyCache() },
    request: requestOf(domain, target, call),
  };
  let reader: StreamReader | undefined;
  try {
    reader = await openSecureStream(context);
    reader.wire.open(domain);
    const { sasl } = await reader.features();
    return ok({ mechanisms: sasl.mechanisms });
  } catch (error) {
    if (error instanceof Stop) return { ok: false, error: error.result.error };
    return { ok: false, error: failure('app.fault', {}, String(error)) };
  } finally {
    reader?.wire.drop();
  }
}

function requestOf(domain: string, target: XmppTarget, { signal, span }: RequestCall): NegotiationRequest {
  return {
    account: {
      domain,
      targets: [target],
      credentials: { kind: 'password', username: '', password: '' },
      resource: '',
    },
    target,
    pace: 'careful',
    memory: undefined,
    resume: () => undefined,
    onResumeFailed: () => undefined,
    firstStanzas: () => '',
    onBytes: () => undefined,
    signal,
    span,
  };
}
