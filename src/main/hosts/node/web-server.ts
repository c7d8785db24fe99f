import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import { FRAME_LIMIT } from '../../../shared/contract/envelope.ts';
import { commonHeaders } from '../../app/window/content-policy.ts';
import { answerFiles, type DoorAnswer } from '../../app/window/file-door.ts';
import { pictureType, readRendererFile } from '../../app/window/renderer-files.ts';
import type { ClientRole } from '../../ports/carrier.port.ts';
import type { AppFace } from '../../ports/host.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Random } from '../../ports/random.port.ts';
import { type Access, sameText } from './access.ts';
import { createWebSocketCarrier } from './websocket-carrier.ts';

export interface WebServerOptions {
  readonly rendererFolder: string;
  /** Tried first, so that the window keeps its origin (and its media permission) from start to start; 0 for any. */
  readonly preferredPort: number;
  readonly access: Access;
  /** Set in unattended mode only: who knows it may speak the contract beside the window. */
  readonly controlToken?: string;
  readonly random: Random;
  readonly log: Log;
}

export interface WebServer {
  readonly origin: string;
  readonly port: number;
  /** Where pictures are served, with the secret that opens them and nothing else. */
  readonly blobBase: string;
  /** Address for a new window; good once. */
  windowUrl(): string;
  /** Address of the page that holds the sound of calls; good once. */
  mediaPageUrl(): string;
  /** Joins the app; the page and a window's connection that came before wait for it. */
  serve(face: AppFace): void;
  stop(): Promise<void>;
}

/** Serves the built renderer and the contract on 127.0.0.1, to our own window only. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const app = Promise.withResolvers<AppFace>();
  let origin = '';
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500, commonHeaders);
      response.end();
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: FRAME_LIMIT,
    perMessageDeflate: false,
    handleProtocols: (offered) => [...offered].find((p) => p === 'parlance.contract') ?? false,
  });

  /** DNS rebinding and other machines' pages fail here: the name in the request must be ours to the letter. */
  const isOwnHost = (request: IncomingMessage) => request.headers.host === origin.slice('http://'.length);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwnHost(request)) return end(response, 403);
    const { pathname: path, searchParams } = new URL(request.url ?? '/', origin);
    if (request.method === 'POST' && path === '/session') return redeem(request, response);
    if (path.startsWith('/blob/'))
      return behindBlob(path.slice('/blob/'.length), searchParams.get('at'), request, response);
    if (request.method !== 'GET') return end(response, 405);
    return page(path, response);
  }

  async function redeem(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.origin !== origin) return end(response, 403);
    const ticket = await body(request, 200);
    const token = ticket === undefined ? undefined : options.access.redeem(ticket);
    if (!token) return end(response, 403);
    response.writeHead(200, { ...commonHeaders, 'Content-Type': 'text/plain' }).end(token);
  }

  async function behindBlob(
    rest: string,
    at: string | null,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const slash = rest.indexOf('/');
    if (!sameText(rest.slice(0, slash), options.access.blobToken)) return end(response, 403);
    const { method = '' } = request;
    // A page that posts says where it is from; only ours may.
    if (method === 'POST' && request.headers.origin !== origin) return end(response, 403);
    const path = rest.slice(slash + 1);
    const answer = await answerFiles(await app.promise, { method, path, at, body: request });
    if (answer) return sendAnswer(answer, response);
    return method === 'GET' ? picture(path, response) : end(response, 405);
  }

  async function picture(path: string, response: ServerResponse): Promise<void> {
    const blob = await (await app.promise).blob(path);
    if (!blob) return end(response, 404);
    const sandbox = {
      ...commonHeaders,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, max-age=86400, immutable',
    };
    response.writeHead(200, {
      ...sandbox,
      'Content-Type': pictureType(blob.type),
    });
    response.end(blob.bytes);
  }

  async function page(path: string, response: ServerResponse): Promise<void> {
    const file = await readRendererFile(
      options.rendererFolder,
      path,
      options.random,
      origin.replace(/^http/, 'ws'),
    );
    if (!file) return end(response, 404);
    response.writeHead(200, { ...commonHeaders, ...file.headers }).end(file.content);
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const role = isOwnHost(request) ? roleOf(request) : undefined;
    if (!role) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    // A socket that dies while it waits must not end the process.
    socket.on('error', () => {});
    void app.promise.then((face) =>
      sockets.handleUpgrade(request, socket, head, (client) =>
        face.attach(createWebSocketCarrier(client), role),
      ),
    );
  });

  function roleOf(request: IncomingMessage): ClientRole | undefined {
    const path = new URL(request.url ?? '/', origin).pathname;
    const token = tokenOf(request);
    if (!token) return undefined;
    if (path === '/contract')
      return request.headers.origin === origin ? options.access.roleOf(token) : undefined;
    // A control client is a program, not a page: a browser would send an Origin.
    if (path === '/control' && options.controlToken)
      return request.headers.origin === undefined && sameText(token, options.controlToken)
        ? 'control'
        : undefined;
    return undefined;
  }

  const port = await listen(server, options.preferredPort);
  origin = `http://127.0.0.1:${port}`;
  options.log.info('window server listens', { port });

  return {
    origin,
    port,
    blobBase: `${origin}/blob/${options.access.blobToken}/`,
    // The ticket stands behind '#': it is never sent to a server or written to a history of requests.
    windowUrl: () => `${origin}/#ticket=${options.access.issueTicket('window')}`,
    mediaPageUrl: () => `${origin}/media.html#ticket=${options.access.issueTicket('media')}`,
    serve: app.resolve,
    async stop() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** From `Sec-WebSocket-Protocol: parlance.contract, token.<token>` (all a page can set) or `Authorization: Bearer <token>`. */
function tokenOf(request: IncomingMessage): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((p) => p.trim());
  const byProtocol = offered.find((p) => p.startsWith('token.'))?.slice('token.'.length);
  return byProtocol ?? /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Piece by piece, as fast as the window reads. */
async function sendAnswer({ status, headers, body }: DoorAnswer, response: ServerResponse): Promise<void> {
  response.writeHead(status, headers);
  if (!body) return void response.end();
  await pipeline(body, response).catch(() => response.destroy());
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, commonHeaders).end();
}

async function body(request: IncomingMessage, limit: number): Promise<string | undefined> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > limit) return undefined;
  }
  return text;
}

function listen(server: ReturnType<typeof createServer>, preferredPort: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' || preferredPort === 0) return reject(error);
      resolve(listen(server, 0));
    });
    server.listen(preferredPort, '127.0.0.1', () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}
