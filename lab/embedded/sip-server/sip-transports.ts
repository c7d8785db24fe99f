import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type WebSocket, WebSocketServer } from 'ws';
import type { IssuedCertificate } from '../../pki/lab-ca.ts';
import { parseSip, type SipMessage, writeSip } from './sip-message.ts';

export type SipTransportName = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

/** A way to one peer: a connection, or an address of the UDP socket. */
export interface Flow {
  readonly transport: SipTransportName;
  readonly remoteHost: string;
  readonly remotePort: number;
  /** Where we listen, as told in Via, Contact and Record-Route. */
  readonly localHost: string;
  readonly localPort: number;
  readonly isReliable: boolean;
  isOpen(): boolean;
  send(message: SipMessage): void;
  /** Fault: resets the connection (nothing for UDP). */
  cut(): void;
}

export interface SipTransportsOptions {
  readonly host: string;
  readonly ports: Partial<Record<SipTransportName, number>>;
  readonly certificate: IssuedCertificate;
  readonly lossPercent: () => number;
  onMessage(message: SipMessage, flow: Flow): void;
  onClosed(flow: Flow): void;
}

export interface SipTransports {
  readonly ports: Record<SipTransportName, number>;
  readonly flows: ReadonlySet<Flow>;
  udpFlow(host: string, port: number): Flow;
  stop(): Promise<void>;
}

/** Listens on all five transports (RFC 3261 section 18, RFC 7118). UDP and TCP share a port. */
export async function startSipTransports(options: SipTransportsOptions): Promise<SipTransports> {
  const { host, certificate } = options;
  const flows = new Set<Flow>();
  const { udp, tcp, port } = await listenUdpAndTcp(host, options.ports.udp ?? options.ports.tcp ?? 0);
  const tls = createTlsServer({ ...certificate }).on('tlsClientError', () => undefined);
  const http = createHttpServer();
  const https = createHttpsServer({ ...certificate }).on('tlsClientError', () => undefined);
  const ports: Record<SipTransportName, number> = {
    udp: port,
    tcp: port,
    tls: await listen(tls, host, options.ports.tls ?? 0),
    ws: await listen(http, host, options.ports.ws ?? 0),
    wss: await listen(https, host, options.ports.wss ?? 0),
  };

  const isLost = (): boolean => options.lossPercent() > 0 && Math.random() * 100 < options.lossPercent();
  const udpFlow = (remoteHost: string, remotePort: number): Flow => ({
    transport: 'udp',
    remoteHost,
    remotePort,
    localHost: host,
    localPort: ports.udp,
    isReliable: false,
    isOpen: () => true,
    send: (message) => {
      if (!isLost()) udp.send(writeSip(message), remotePort, remoteHost, () => undefined);
    },
    cut: () => undefined,
  });
  udp.on('message', (datagram, from) => {
    const message = isLost() ? undefined : parseSip(datagram.toString('utf8'));
    if (message) options.onMessage(message, udpFlow(from.address, from.port));
  });

  const track = (flow: Flow, onClose: (listener: () => void) => void): Flow => {
    flows.add(flow);
    onClose(() => {
      flows.delete(flow);
      options.onClosed(flow);
    });
    return flow;
  };
  const onStream = (transport: 'tcp' | 'tls') => (socket: Socket) => {
    const flow = track(streamFlow(transport, socket, host, ports[transport]), (listener) =>
      socket.on('close', listener),
    );
    readStream(socket, (message) => options.onMessage(message, flow));
  };
  tcp.on('connection', onStream('tcp'));
  tls.on('secureConnection', onStream('tls'));
  for (const [transport, server] of [
    ['ws', http],
    ['wss', https],
  ] as const) {
    new WebSocketServer({ server, handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false) }).on(
      'connection',
      (socket: WebSocket, request) => {
        const flow = track(
          webSocketFlow(transport, socket, request.socket, host, ports[transport]),
          (listener) => socket.on('close', listener),
        );
        socket.on('error', () => undefined);
        socket.on('message', (data: Buffer) => {
          const message = parseSip(data.toString('utf8'));
          if (message) options.onMessage(message, flow);
        });
      },
    );
  }

  return {
    ports,
    flows,
    udpFlow,
    async stop() {
      for (const flow of flows) flow.cut();
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        ...[tcp, tls, http, https].map(
          (server) => new Promise<void>((resolve) => server.close(() => resolve())),
        ),
      ]);
    },
  };
}

function streamFlow(transport: 'tcp' | 'tls', socket: Socket, localHost: string, localPort: number): Flow {
  const { remoteAddress = '', remotePort = 0 } = socket;
  return {
    transport,
    remoteHost: remoteAddress,
    remotePort,
    localHost,
    localPort,
    isReliable: true,
    isOpen: () => socket.writable,
    send: (message) => void (socket.writable && socket.write(writeSip(message))),
    cut: () => socket.destroy(),
  };
}

function webSocketFlow(
  transport: 'ws' | 'wss',
  socket: WebSocket,
  raw: Socket,
  localHost: string,
  localPort: number,
): Flow {
  return {
    transport,
    remoteHost: raw.remoteAddress ?? '',
    remotePort: raw.remotePort ?? 0,
    localHost,
    localPort,
    isReliable: true,
    isOpen: () => socket.readyState === socket.OPEN,
    send: (message) => socket.readyState === socket.OPEN && socket.send(writeSip(message)),
    cut: () => socket.terminate(),
  };
}

/** Frames by Content-Length in bytes (RFC 3261 section 18.3); CRLF CRLF is answered by CRLF (RFC 5626 section 3.5.1). */
function readStream(socket: Socket, onMessage: (message: SipMessage) => void): void {
  let buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      if (buffer.length >= 4 && buffer.toString('latin1', 0, 4) === '\r\n\r\n') socket.write('\r\n');
      while (buffer.length >= 2 && buffer.readUInt16BE(0) === 0x0d0a) buffer = buffer.subarray(2);
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) break;
      const length = Number(
        /^(?:content-length|l)\s*:\s*(\d+)/im.exec(buffer.toString('latin1', 0, end))?.[1] ?? 0,
      );
      if (buffer.length < end + 4 + length) break;
      const message = parseSip(buffer.toString('utf8', 0, end + 4 + length));
      buffer = buffer.subarray(end + 4 + length);
      if (message) onMessage(message);
      else socket.destroy();
    }
    if (buffer.length > 1_000_000) socket.destroy();
  });
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function listenUdpAndTcp(
  host: string,
  wanted: number,
): Promise<{ udp: UdpSocket; tcp: Server; port: number }> {
  for (let attempt = 0; ; attempt++) {
    const tcp = createServer();
    const port = await listen(tcp, host, wanted);
    const udp = createSocket('udp4');
    try {
      await new Promise<void>((resolve, reject) => udp.once('error', reject).bind(port, host, resolve));
      udp.on('error', () => undefined);
      return { udp, tcp, port };
    } catch (error) {
      await new Promise<void>((resolve) => tcp.close(() => resolve()));
      if (wanted !== 0 || attempt >= 10) throw error;
    }
  }
}
