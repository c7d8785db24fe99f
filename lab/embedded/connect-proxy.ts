import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ConnectProxyOptions {
  /** `name:password`; without it a client gets 407. */
  readonly credentials?: string;
  /** Ports it carries to; any when absent. Others get 403. */
  readonly ports?: readonly number[];
  /** Where names lead; the proxy resolves them, as the company's would. */
  readonly hosts?: Readonly<Record<string, string>>;
}

/** A company's HTTP proxy on loopback that does nothing but CONNECT (RFC 9110 section 9.3.6). */
export interface ConnectProxy {
  readonly address: string;
  readonly port: number;
  /** `host:port` of every request and how it was answered, in order. */
  readonly asked: readonly { readonly authority: string; readonly status: number }[];
  stop(): Promise<void>;
}

export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const asked: { authority: string; status: number }[] = [];
  const open = new Set<Duplex>();
  const server = createServer((_, answer) => answer.writeHead(405).end());
  server.on('connection', (socket: Socket) => track(open, socket));
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const authority = request.url ?? '';
    const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(authority) ?? [];
    const status = judge(request, Number(port), options);
    asked.push({ authority, status });
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n${status === 407 ? CHALLENGE : ''}Content-Length: 0\r\n\r\n`);
      return;
    }
    const onward = connect(Number(port), options.hosts?.[host] ?? host);
    track(open, onward);
    onward.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.once('error', () => socket.end('HTTP/1.1 502 Bad gateway\r\nContent-Length: 0\r\n\r\n'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  return { address, port, asked, stop: () => stop(server, open) };
}

const CHALLENGE = 'Proxy-Authenticate: Basic realm="lab"\r\n';

function judge(request: IncomingMessage, port: number, { credentials, ports }: ConnectProxyOptions): number {
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  if (wanted !== undefined && request.headers['proxy-authorization'] !== wanted) return 407;
  return ports === undefined || ports.includes(port) ? 200 : 403;
}

function track(open: Set<Duplex>, socket: Duplex): void {
  open.add(socket);
  socket.on('error', () => undefined);
  socket.once('close', () => open.delete(socket));
}

function stop(server: Server, open: ReadonlySet<Duplex>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of open) socket.destroy();
  });
}
