import type { Socket } from 'node:net';
import { failure, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import { abortFailure, type Endpoint, endpointFailure, socketFailure } from './socket-failure.ts';

/** A way to a server: straight, or through what a proxy script names. */
export type Route = { readonly kind: 'direct' } | ProxyRoute;

export interface ProxyRoute {
  readonly kind: 'http' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** `user:password` for an HTTP proxy, from the person's own environment. Never logged. */
  readonly credentials?: string;
}

/** More header than any proxy sends. */
const MAX_ANSWER_BYTES = 16_384;

/** The routes that a proxy script's result names, in order; what we can't go through (HTTPS proxies, SOCKS 4) is left out. */
export function parseRoutes(text: string): readonly Route[] {
  const routes = text.split(';').flatMap((part): Route[] => {
    const [, word = '', rest = ''] = /^\s*(\S+)\s*(\S*)\s*$/.exec(part) ?? [];
    if (word.toUpperCase() === 'DIRECT') return [{ kind: 'direct' }];
    const [, credentials, literal, name, port] =
      /^(?:([^@\s]*)@)?(?:\[([^\]]+)\]|([^:@\s]+)):(\d{1,5})$/.exec(rest) ?? [];
    const kind = KINDS[word.toUpperCase()];
    const host = literal ?? name;
    if (kind === undefined || host === undefined) return [];
    return [
      {
        kind,
        host,
        port: Number(port),
        ...(credentials !== undefined && { credentials: decoded(credentials) }),
      },
    ];
  });
  return routes.length > 0 ? routes : [{ kind: 'direct' }];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const KINDS: Readonly<Record<string, 'http' | 'socks5'>> = {
  PROXY: 'http',
  HTTP: 'http',
  SOCKS: 'socks5',
  SOCKS5: 'socks5',
};

/** Has the proxy at the other end of `socket` connect it on to the endpoint. The socket is destroyed when that fails. */
export async function tunnel(
  socket: Socket,
  route: ProxyRoute,
  to: Endpoint,
  signal: AbortSignal,
): Promise<Result<Socket>> {
  const dialogue = new Dialogue(socket, to, signal);
  try {
    await (route.kind === 'http' ? connectByHttp(dialogue, to, route) : connectBySocks(dialogue, to));
    return ok(socket);
  } catch (error) {
    socket.destroy();
    const cause = error instanceof Refusal ? error.failure : socketFailure(error, to);
    return { ok: false, error: proxyFailure(cause, route, to) };
  } finally {
    dialogue.end();
  }
}

/** What went wrong at the proxy, told as such: the server itself was never asked. A cancelled attempt stays one. */
export function proxyFailure(cause: Failure, route: ProxyRoute, to: Endpoint): Failure {
  if (cause.code === 'app.cancelled') return cause;
  const params = { host: to.host, port: to.port, proxy: `${route.host}:${route.port}` };
  return failure(
    cause.code === 'net.proxy-sign-in' ? cause.code : 'net.proxy',
    params,
    cause.detail ?? cause.code,
  );
}

class Refusal extends Error {
  readonly failure: Failure;
  constructor(reason: Failure) {
    super(reason.code);
    this.failure = reason;
  }
}

/** RFC 9110 section 9.3.6. */
async function connectByHttp(dialogue: Dialogue, to: Endpoint, { credentials }: ProxyRoute): Promise<void> {
  const { host, port } = to;
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const proof =
    credentials === undefined
      ? ''
      : `Proxy-Authorization: Basic ${Buffer.from(credentials, 'utf8').toString('base64')}\r\n`;
  dialogue.write(
    Buffer.from(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${proof}\r\n`, 'latin1'),
  );
  const head = await dialogue.readUntil('\r\n\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? '';
  if (status === '407') throw new Refusal(endpointFailure('net.proxy-sign-in', to));
  if (!status.startsWith('2'))
    throw new Refusal(failure('net.unreachable', { host, port }, `proxy: ${status || 'no HTTP'}`));
}

/** RFC 1928, without authentication; the proxy resolves the name. */
async function connectBySocks(dialogue: Dialogue, { host, port }: Endpoint): Promise<void> {
  const refuse = (detail: string): Refusal =>
    new Refusal(failure('net.unreachable', { host, port }, `proxy: ${detail}`));
  dialogue.write(Buffer.from([5, 1, 0]));
  const [version, method] = await dialogue.read(2);
  if (version !== 5 || method !== 0) throw refuse('no common method');
  const name = Buffer.from(host, 'latin1');
  if (name.length > 255) throw refuse('name too long');
  dialogue.write(
    Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([port >> 8, port & 255])]),
  );
  const [, reply, , addressType] = await dialogue.read(4);
  if (reply !== 0) throw refuse(`reply ${reply}`);
  const addressLength = addressType === 1 ? 4 : addressType === 4 ? 16 : ((await dialogue.read(1))[0] ?? 0);
  await dialogue.read(addressLength + 2);
}

/** Reads exactly what is asked for; what came beyond is put back for whoever has the socket next. */
class Dialogue {
  private readonly socket: Socket;
  private readonly to: Endpoint;
  private readonly signal: AbortSignal;
  private held = Buffer.alloc(0);
  private wake: () => void = () => undefined;
  private trouble: Error | undefined;

  constructor(socket: Socket, to: Endpoint, signal: AbortSignal) {
    this.socket = socket;
    this.to = to;
    this.signal = signal;
    // Not by `data`: a socket that was once paused by hand does not flow again for its next owner by itself.
    socket.on('readable', this.onReadable);
    socket.on('error', this.onTrouble);
    socket.on('close', this.onClose);
    signal.addEventListener('abort', this.onAbort, { once: true });
    if (signal.aborted) this.onAbort();
  }

  write(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  read(count: number): Promise<Buffer> {
    return this.take(() => (this.held.length >= count ? count : -1));
  }

  async readUntil(end: string): Promise<string> {
    const bytes = await this.take(() => {
      const at = this.held.indexOf(end);
      return at === -1 ? -1 : at + end.length;
    });
    return bytes.toString('latin1');
  }

  end(): void {
    this.socket.off('readable', this.onReadable);
    this.socket.off('error', this.onTrouble);
    this.socket.off('close', this.onClose);
    this.signal.removeEventListener('abort', this.onAbort);
    if (!this.socket.destroyed && this.held.length > 0) this.socket.unshift(this.held);
  }

  private async take(length: () => number): Promise<Buffer> {
    for (;;) {
      if (this.trouble !== undefined) throw this.trouble;
      const count = length();
      if (count >= 0) {
        const taken = this.held.subarray(0, count);
        this.held = this.held.subarray(count);
        return taken;
      }
      if (this.held.length > MAX_ANSWER_BYTES)
        throw new Refusal(endpointFailure('net.unreachable', this.to, 'proxy: endless answer'));
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private readonly onReadable = (): void => {
    const bytes = this.socket.read() as Buffer | null;
    if (bytes) this.held = Buffer.concat([this.held, bytes]);
    this.wake();
  };

  private readonly onTrouble = (error: Error): void => {
    this.trouble ??= error;
    this.wake();
  };

  private readonly onClose = (): void =>
    this.onTrouble(new Refusal(endpointFailure('net.reset', this.to, 'proxy: closed')));

  private readonly onAbort = (): void => this.onTrouble(new Refusal(abortFailure(this.signal, this.to)));
}
