import type { TLSSocket } from 'node:tls';
import WebSocket from 'ws';
import { failure, fail, type Failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import { socketFailure } from '../../link/socket-failure.ts';
import { DEFAULT_XML_LIMITS } from '../wire/stream-parser.ts';
import { WebSocketStream } from '../wire/websocket-stream.ts';

export interface WebSocketRequest {
  /** Proved already. */
  readonly socket: TLSSocket;
  readonly host: string;
  readonly port: number;
  /** With its slash, and a query where there is one. */
  readonly path: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Makes a WebSocket of a proved connection (RFC 6455, sub-protocol `xmpp` of RFC 7395 section 3.1). The socket is
 * destroyed when that fails: http.status, xmpp.stream, net.timeout, net.reset, app.cancelled, each with host and port.
 */
export function openWebSocket(request: WebSocketRequest): Promise<Result<WebSocketStream>> {
  const { socket, host, port, path, clock, signal } = request;
  const endpoint = { host, port };
  return new Promise((resolve) => {
    const name = host.includes(':') ? `[${host}]` : host;
    const webSocket = new WebSocket(`wss://${name}:${port}${path}`, 'xmpp', {
      createConnection: () => socket,
      perMessageDeflate: false,
      followRedirects: false,
      maxPayload: DEFAULT_XML_LIMITS.maxStanzaLength,
    });
    const settle = (result: Result<WebSocketStream>): void => {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
      if (!result.ok) {
        webSocket.terminate();
        socket.destroy();
      }
      resolve(result);
    };
    const give = (code: 'net.timeout' | 'app.cancelled'): void => settle(fail(code, endpoint));
    const onAbort = (): void => give('app.cancelled');
    const cancelTimer = clock.after(request.timeoutMs, () => give('net.timeout'));
    signal.addEventListener('abort', onAbort, { once: true });
    // Stays for good: an error nobody listens to would end the process.
    webSocket.on('error', (error) => settle({ ok: false, error: webSocketFailure(error, endpoint) }));
    webSocket.once('unexpected-response', (_, answer) =>
      settle(fail('http.status', { host, status: answer.statusCode ?? 0 }, `HTTP ${answer.statusCode}`)),
    );
    // The stream listens from the first moment: what the server says at once is not lost.
    webSocket.once('open', () => settle(ok(new WebSocketStream(webSocket))));
    if (signal.aborted) onAbort();
  });
}

function webSocketFailure(error: Error, endpoint: { host: string; port: number }): Failure {
  return 'code' in error
    ? socketFailure(error, endpoint)
    : failure('xmpp.stream', endpoint, 'not a WebSocket for XMPP');
}
