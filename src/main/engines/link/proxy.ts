import type { Socket } from 'node:net';
import { failure, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import { abortFailure, type Endpoint, endpointFailure, socketFailure } from './socket-failure.ts';

/** A way to a server: straight, or through what a proxy script names. */
export type Route =
  | { readonly kind: 'direct' }
  | { readonly kind: 'http' | 'socks5'; readonly host: string; readonly port: number };

/** Answers a proxy script's result for a server, e.g. `PROXY proxy.example.test:8080; DIRECT`. */
export type ProxyResolver = (host: string, port: number) => Promise<string>;

/** More header than any proxy sends. */
const MAX_ANSWER_BYTES = 16_384;

/** The routes that a proxy script's result names, in order; what we can't go through (HTTPS proxies, SOCKS 4) is left out. */
export function parseRoutes(text: string): readonly Route[] {
  const routes = text.split(';').flatMap((part): Route[] => {
    const [, word = '', rest = ''] = /^\s*(\S+)\s*(\S*)\s*$/.exec(part) ?? [];
    if (word.toUpperCase() === 'DIRECT') return [{ kind: 'direct' }];
    const [, literal, name, port] = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(rest) ?? [];
    const kind = KINDS[word.toUpperCase()];
    const host = literal ?? name;
    return kind === undefined || host === undefined ? [] : [{ kind, host, port: Number(port) }];
  });
  return routes.length > 0 ? routes : [{ kind: 'direct' }];
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
  kind: 'http' | 'socks5',
  to: Endpoint,
  signal: AbortSignal,
): Promise<Result<Socket>> {
  const dialogue = new Dialogue(socket, to, signal);
  try {
    await (kind === 'http' ? connectByHttp(dialogue, to) : connectBySocks(dialogue, to));
    return ok(socket);
  } catch (error) {
    socket.destroy();
    return { ok: false, error: error instanceof Refusal ? error.failure : socketFailure(error, to) };
  } finally {
    dialogue.end();
  }
}

class Refusal extends Error {
  readonly failure: Failure;
  constructor(reason: Failure) {
    super(reason.code);
    this.failure = reason;
  }
}

/** RFC 9110 section 9.3.6. */
async function connectByHttp(dialogue: Dialogue, { host, port }: Endpoint): Promise<void> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  dialogue.write(Buffer.from(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`, 'latin1'));
  const head = await dialogue.readUntil('\r\n\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? '';
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
