import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { AccessoryDoor, AccessoryLine } from '../../ports/accessory-door.port.ts';

/** The documented ports, tried in this order; another profile's Parlance may hold the first. */
const PORTS = [47_830, 47_831, 47_832, 47_833, 47_834] as const;
const LONGEST_TEXT = 16 * 1024;
const MOST_LINES = 16;
/** What waits for a program that does not read; past it the line is cut. */
const MOST_WAITING = 1024 * 1024;
const HOST = '127.0.0.1';
const PROTOCOL = 'parlance.v1';

/**
 * A loopback WebSocket door. Browsers always send `Origin` and cannot leave it out, programs have no reason to send it:
 * whoever does is refused, as is a `Host` that is not this computer's own (DNS rebinding).
 */
export function createAccessoryDoor(ports: readonly number[] = PORTS): AccessoryDoor {
  return {
    async open(onLine) {
      for (const port of ports) {
        const opened = await listen(port, onLine);
        if (opened.ok) return opened;
      }
      return fail('net.refused', undefined, `ports ${ports.join(', ')}`);
    },
  };
}

async function listen(
  port: number,
  onLine: (line: AccessoryLine) => void,
): Promise<Result<{ readonly address: string; close(): Promise<void> }>> {
  const server = createServer((_, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_TEXT,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  if (!(await isListening(server, port))) return fail('net.refused');
  const own = (server.address() as AddressInfo).port;
  server.on('upgrade', (request, socket, head) => {
    // Without a listener a reset connection would end the process.
    socket.on('error', () => socket.destroy());
    if (!isOwnProgram(request, own) || sockets.clients.size >= MOST_LINES) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => onLine(lineOf(opened)));
  });
  return ok({
    address: `ws://${HOST}:${own}/`,
    close: () => shut(server, sockets),
  });
}

function isListening(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => resolve(true));
  });
}

function isOwnProgram({ headers, url }: IncomingMessage, port: number): boolean {
  const isHere = headers.host === `${HOST}:${port}` || headers.host === `localhost:${port}`;
  return isHere && headers.origin === undefined && url === '/';
}

function shut(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const each of sockets.clients) each.terminate();
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function lineOf(socket: WebSocket): AccessoryLine {
  // An error is followed by close; without a listener it would end the process.
  socket.on('error', () => undefined);
  return {
    send(text) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MOST_WAITING) return socket.terminate();
      socket.send(text);
    },
    onText(listener) {
      socket.on('message', (data, isBinary) => {
        if (isBinary) return socket.close(1003);
        // ws hands over Buffers unless its binaryType is changed.
        listener((data as Buffer).toString('utf8'));
      });
    },
    onClose: (listener) => void socket.on('close', listener),
    close: (reason) => socket.close(1008, reason.slice(0, 120)),
  };
}
