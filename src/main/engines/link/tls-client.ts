import { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import {
  connect,
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { Result } from '../../../shared/errors/result.ts';
import type { Trust } from '../../ports/trust.port.ts';
import { abortFailure, type Endpoint, endpointFailure, socketFailure } from './socket-failure.ts';
import { type ExpectedIdentity, judgePeer, type Verdict } from './tls-verdict.ts';

export interface HandshakeRequest extends ExpectedIdentity {
  readonly endpoint: Endpoint;
  readonly alpn?: readonly string[] | undefined;
  /** Sent as SNI instead of `servername`. */
  readonly sni?: string;
  readonly signal: AbortSignal;
}

/** A proved connection, and what the trace wants to know of it. */
export interface Secured {
  readonly socket: TLSSocket;
  readonly verdict: Verdict;
  /** RFC 8446 2: one; TLS 1.2: two, or one when a session was resumed. */
  readonly roundTrips: number;
}

/** A session to resume, and whom its first handshake proved: a resumed handshake shows no certificate. */
interface StoredSession {
  readonly ticket: Buffer;
  readonly certificate: X509Certificate | undefined;
}

/** More would only be kept for servers we no longer speak to. */
const MAX_SESSIONS = 64;

/** TLS as a client: one context a set of authorities, sessions reused, every peer judged before a byte of ours is sent. */
export class TlsClient {
  private readonly trust: Trust;
  private context: { readonly key: string; readonly context: SecureContext } | undefined;
  private readonly sessions = new Map<string, StoredSession>();

  constructor(trust: Trust) {
    this.trust = trust;
  }

  /** Does ahead what the first handshake would have to wait for. */
  prepare(): void {
    this.secureContext();
  }

  /** Shakes hands over a connected socket. The socket is destroyed when that fails. */
  handshake(socket: Socket, request: HandshakeRequest): Promise<Result<Secured>> {
    const sessionKey = `${request.servername}|${request.endpoint.host}|${request.endpoint.port}`;
    const context = this.secureContext();
    const sni = request.sni ?? request.servername;
    const stored = this.sessions.get(sessionKey);
    const secure = connect({
      socket,
      secureContext: context,
      minVersion: 'TLSv1.2',
      // Judged by us below, so that a pinned certificate passes and a refused one can be shown.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      servername: isIP(sni) === 0 ? sni : '',
      ...(request.alpn && { ALPNProtocols: [...request.alpn] }),
      ...(stored && { session: stored.ticket }),
    });
    const certificate = (): X509Certificate | undefined => peerCertificate(secure) ?? stored?.certificate;
    secure.on('session', (ticket) => this.remember(sessionKey, { ticket, certificate: certificate() }));
    return this.outcome(secure, request, sessionKey, certificate);
  }

  private outcome(
    secure: TLSSocket,
    request: HandshakeRequest,
    sessionKey: string,
    certificate: () => X509Certificate | undefined,
  ): Promise<Result<Secured>> {
    return new Promise((resolve) => {
      let isSettled = false;
      const settle = (result: Result<Secured>): void => {
        if (isSettled) return;
        isSettled = true;
        request.signal.removeEventListener('abort', onAbort);
        if (!result.ok) {
          this.sessions.delete(sessionKey);
          secure.destroy();
        }
        resolve(result);
      };
      const onAbort = (): void =>
        settle({ ok: false, error: abortFailure(request.signal, request.endpoint) });
      if (request.signal.aborted) return onAbort();
      request.signal.addEventListener('abort', onAbort, { once: true });
      // Stays for good: an error nobody listens to would end the process.
      secure.on('error', (error) => settle({ ok: false, error: socketFailure(error, request.endpoint) }));
      secure.once('close', () =>
        settle({
          ok: false,
          error: endpointFailure('net.reset', request.endpoint, 'closed in the handshake'),
        }),
      );
      secure.once('secureConnect', () => settle(this.judge(secure, certificate(), request)));
    });
  }

  private judge(
    socket: TLSSocket,
    certificate: X509Certificate | undefined,
    request: HandshakeRequest,
  ): Result<Secured> {
    const verdict = judgePeer(socket, certificate, request, this.trust);
    if (verdict.kind === 'refused') {
      this.trust.report(verdict.certificate);
      const { host, port } = request.endpoint;
      const params = { host: request.servername, port, cause: verdict.certificate.cause, server: host };
      return { ok: false, error: { code: 'tls.untrusted', params, detail: verdict.certificate.cause } };
    }
    const isShort = socket.getProtocol() === 'TLSv1.3' || socket.isSessionReused();
    return { ok: true, value: { socket, verdict, roundTrips: isShort ? 1 : 2 } };
  }

  private remember(key: string, session: StoredSession): void {
    this.sessions.delete(key);
    this.sessions.set(key, session);
    const oldest = this.sessions.keys().next().value;
    if (this.sessions.size > MAX_SESSIONS && oldest !== undefined) this.sessions.delete(oldest);
  }

  /** Parsing a whole system's store takes tens of milliseconds, so it is done once for each set of authorities. */
  private secureContext(): SecureContext {
    const authorities = this.trust.authorities();
    const key = authorities.join('\n');
    if (this.context?.key !== key) {
      // A session remembers how its certificate was judged: under other authorities it must be judged anew.
      this.sessions.clear();
      const ca = [...systemAuthorities(), ...authorities];
      this.context = { key, context: createSecureContext({ ca, minVersion: 'TLSv1.2' }) };
    }
    return this.context.context;
  }
}

/** Not by `getPeerX509Certificate`: in Node 24.21 its second call answers nothing, as if the first had taken the certificate away. */
function peerCertificate(socket: TLSSocket): X509Certificate | undefined {
  const raw = socket.getPeerCertificate(true)?.raw as Buffer | undefined;
  return raw === undefined ? undefined : new X509Certificate(raw);
}

/** The operating system's store; Node's own list where the system has none (or can't be read). */
export function systemAuthorities(): readonly string[] {
  const system = readStore('system');
  return [...(system.length > 0 ? system : readStore('bundled')), ...readStore('extra')];
}

function readStore(kind: 'system' | 'bundled' | 'extra'): readonly string[] {
  try {
    return getCACertificates(kind);
  } catch {
    return [];
  }
}
