import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import type { CiscoCounters, CiscoFault, NodeCertificate } from './model.ts';

export interface LabRequest {
  readonly method: string;
  readonly path: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The same, as it came. */
  readonly bytes?: Buffer;
}

export interface LabReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface HttpNodeOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** HTTPS with it, HTTP without. */
  readonly certificate?: NodeCertificate;
  readonly counters: CiscoCounters;
  readonly faultFor: (node: string, path: string) => CiscoFault | undefined;
  readonly handle: (request: LabRequest) => LabReply | Promise<LabReply>;
}

export interface HttpNode {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  setCertificate(certificate: NodeCertificate): void;
  /** Stops listening and drops connections; `up()` takes the same port again. */
  down(): Promise<void>;
  up(): Promise<void>;
}

const HUGE_BYTES = 50 * 1024 * 1024;

/** One emulated host: an HTTP(S) listener whose answers can be spoilt. */
export async function startHttpNode(options: HttpNodeOptions): Promise<HttpNode> {
  const sockets = new Set<Socket>();
  let certificate = options.certificate;
  let server: Server | undefined;
  let { port } = options;

  const listener = (request: IncomingMessage, response: ServerResponse): void =>
    void answer(options, request, response);
  const up = async (): Promise<void> => {
    server = certificate
      ? createHttpsServer({ ...certificate }, listener).on('tlsClientError', () => undefined)
      : createHttpServer(listener);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    const listening = server;
    port = await new Promise<number>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, options.host, () => resolve((listening.address() as AddressInfo).port));
    });
  };
  await up();
  return {
    name: options.name,
    host: options.host,
    get port() {
      return port;
    },
    setCertificate(next) {
      certificate = next;
      if (server && 'setSecureContext' in server)
        (server as ReturnType<typeof createHttpsServer>).setSecureContext(next);
    },
    async down() {
      const closing = server;
      server = undefined;
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
    },
    up,
  };
}

async function answer(
  options: HttpNodeOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://lab');
  const path = safeDecode(url.pathname);
  const method = incoming.method ?? 'GET';
  const bytes = await readBody(incoming);
  const body = bytes.toString('utf8');
  const record = (status: number): void =>
    void options.counters.requests.push({ node: options.name, method, path: path + url.search, status });
  const fault = options.faultFor(options.name, path + url.search);
  if (fault && fault.kind !== 'slow') {
    record(fault.kind === 'unauthorized' ? 401 : 0);
    return spoil(fault, incoming, response);
  }
  if (fault?.delayMs !== undefined)
    await new Promise((resolve) => setTimeout(resolve, fault.delayMs).unref());
  const { headers, url: target = '/' } = incoming;
  const reply = await options.handle({ method, path, target, query: url.searchParams, headers, body, bytes });
  record(reply.status);
  // cisco-uc.md 2.1: private and already expired is normal here.
  response.writeHead(reply.status, {
    'Cache-Control': 'private',
    Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
    ...reply.headers,
  });
  response.end(reply.body);
}

function spoil(fault: CiscoFault, incoming: IncomingMessage, response: ServerResponse): void {
  const send = (
    status: number,
    type: string,
    body: string | Buffer,
    more: Record<string, string> = {},
  ): void => void response.writeHead(status, { 'Content-Type': type, ...more }).end(body);
  switch (fault.kind) {
    case 'unauthorized':
      return send(401, 'text/html', '', { 'WWW-Authenticate': 'Basic realm="Cisco Web Services Realm"' });
    case 'locked':
      return send(403, 'text/html', '<html><body>403 The account is locked</body></html>');
    case 'not-found':
      return send(404, 'text/html', '<html><body>404</body></html>');
    case 'unavailable':
      return send(503, 'text/html', '<html><body>503</body></html>');
    case 'html-500':
      return send(
        500,
        'text/html',
        '<!DOCTYPE html><html><head><title>HTTP Status 500</title></head><body><h1>Internal Server Error</h1><p>&nbsp;</body></html>',
      );
    case 'malformed-xml':
      return send(
        200,
        'application/xml',
        '<?xml version="1.0"?><clusterUser version="12.5.1"><result found="true"><homeCluster>ucm',
      );
    case 'garbage':
      return send(
        200,
        'application/xml',
        Buffer.from(Array.from({ length: 2048 }, (_, index) => (index * 73 + 19) % 256)),
      );
    case 'empty':
      return send(200, 'application/xml', '');
    case 'huge': {
      response.writeHead(200, { 'Content-Type': 'application/xml' });
      return void pipeline(Readable.from(hugeXml()), response, () => undefined);
    }
    case 'hang':
      return;
    case 'reset':
      return void incoming.socket.destroy();
    case 'redirect-loop':
      return send(302, 'text/html', '', { Location: incoming.url ?? '/' });
    case 'slow':
      return;
  }
}

/** 50 MB that begin like a right answer. */
function* hugeXml(): Generator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?><config version="1.0"><Options>';
  const line = `<Filler>${'x'.repeat(1000)}</Filler>\n`.repeat(64);
  for (let sent = 0; sent < HUGE_BYTES; sent += line.length) yield line;
  yield '</Options></config>';
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming.on('error', () => undefined) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= 5_000_000) parts.push(part);
  }
  return Buffer.concat(parts);
}
