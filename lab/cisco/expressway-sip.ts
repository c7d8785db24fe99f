import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import {
  header,
  makeResponse,
  parseSip,
  removeFirst,
  type SipMessage,
  type SipRequest,
  writeSip,
} from '../embedded/sip-server/sip-message.ts';
import type { ExpresswayCounters, InsideEndpoint } from './expressway-model.ts';
import { connectInside, type EdgeListener, startListener } from './expressway-xmpp.ts';
import type { NodeCertificate } from './model.ts';

export interface SipEdgeOptions {
  readonly host: string;
  readonly port: number;
  readonly certificate: () => NodeCertificate;
  /** TCP port of the phone server inside; absent: everything is refused. */
  readonly inside: InsideEndpoint | undefined;
  /** The value that REGISTER and dialog-creating requests must carry as their Route (cisco-uc 9.3 `sipRequest`). */
  readonly route: string;
  readonly needsSrtp: boolean;
  /** Two registrations at once and STUN between the messages (X14, cisco-uc 9.4). */
  readonly takesStandby: boolean;
  readonly counters: ExpresswayCounters;
}

/**
 * The phone side of the edge: a proxy between TLS outside and TCP inside (cisco-uc 9.4). Every client has a connection
 * inside of its own, so that what the server inside sends back over it finds its way out.
 */
export function startSipEdge(options: SipEdgeOptions): Promise<EdgeListener> {
  return startListener(options.host, options.port, (socket) => {
    const { inside } = options;
    if (!inside) return void socket.destroy();
    options.counters.sipConnections += 1;
    const secureContext = createSecureContext(options.certificate());
    const outer = new TLSSocket(socket, { isServer: true, secureContext });
    const line = new EdgeLine(options, outer, connectInside(inside));
    line.start();
  });
}

/** One client and its connection inside. */
class EdgeLine {
  private readonly options: SipEdgeOptions;
  private readonly outer: Socket;
  private readonly inner: Socket;

  constructor(options: SipEdgeOptions, outer: Socket, inner: Socket) {
    this.options = options;
    this.outer = outer;
    this.inner = inner;
  }

  start(): void {
    const { outer, inner } = this;
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
    readMessages(outer, (message) => this.fromOutside(message), this.options.takesStandby);
    readMessages(inner, (message) => this.fromInside(message));
  }

  private fromOutside(message: SipMessage): void {
    if (message.kind === 'response') {
      // Our own Via is on top: we put it there on the way out.
      removeFirst(message, 'Via');
      return send(this.inner, message);
    }
    const { counters } = this.options;
    counters.sipRequests.push(`${message.method} ${message.uri}`);
    if (!this.isRouted(message)) {
      counters.sipRefused += 1;
      if (message.method === 'ACK') return;
      // cisco-uc 9.4 [public P15].
      const warning = { name: 'Warning', value: '399 exp-e "Policy Response"' };
      return send(this.outer, makeResponse(message, 403, [warning], { tag: 'edge' }));
    }
    if (this.options.needsSrtp && /^m=audio [1-9]\d* RTP\/AVP/m.test(message.body)) {
      counters.sipRefused += 1;
      return send(this.outer, makeResponse(message, 488, [], { tag: 'edge' }));
    }
    this.receivedFrom(message);
    this.pushVia(message, this.inner, 'TCP');
    if (this.options.takesStandby && message.method === 'REGISTER') tellApart(message);
    if (message.method === 'REGISTER') insert(message, 'Path', `<sip:${this.innerName()};transport=tcp;lr>`);
    send(this.inner, message);
  }

  private fromInside(message: SipMessage): void {
    if (message.kind === 'response') {
      removeFirst(message, 'Via');
      if (this.options.takesStandby && /\bREGISTER$/.test(header(message, 'CSeq') ?? ''))
        insert(message, 'Supported', 'X-cisco-supports-AR_SK');
    } else this.pushVia(message, this.outer, 'TLS');
    send(this.outer, message);
  }

  /** Takes our own Route off; true when the request may pass: it is inside a dialog, or bears the route we gave out. */
  private isRouted(request: SipRequest): boolean {
    const top = header(request, 'Route') ?? '';
    const isOurs = plain(top) === plain(this.options.route);
    if (isOurs) removeFirst(request, 'Route');
    const isInDialog = /;\s*tag=/i.test(header(request, 'To') ?? '');
    return (
      isOurs ||
      isInDialog ||
      request.method === 'ACK' ||
      request.method === 'CANCEL' ||
      request.method === 'OPTIONS'
    );
  }

  /** RFC 3261 section 18.2.1, RFC 3581. */
  private receivedFrom(request: SipRequest): void {
    const top = request.headers.find(({ name }) => name.toLowerCase() === 'via');
    if (!top) return;
    const { remoteAddress = '', remotePort = 0 } = this.outer;
    top.value = `${top.value.replace(/;rport(?=;|$)/i, `;rport=${remotePort}`)};received=${remoteAddress}`;
  }

  /** A stateless proxy's Via: the branch comes from the one below (RFC 3261 section 16.11). */
  private pushVia(request: SipRequest, towards: Socket, transport: 'TCP' | 'TLS'): void {
    const below = header(request, 'Via') ?? '';
    const branch = createHash('sha256')
      .update(`${below}|${header(request, 'Call-ID')}`)
      .digest('hex')
      .slice(0, 24);
    const sentBy = transport === 'TCP' ? this.innerName() : `${towards.localAddress}:${towards.localPort}`;
    insert(request, 'Via', `SIP/2.0/${transport} ${sentBy};branch=z9hG4bK-edge-${branch}`);
  }

  private innerName(): string {
    return `${this.inner.localAddress}:${this.inner.localPort}`;
  }
}

/** The server inside knows nothing of `x-cisco-reg-id`: two registrations of one phone are two phones to it. */
function tellApart(message: SipRequest): void {
  for (const each of message.headers)
    if (each.name.toLowerCase() === 'contact' && /x-cisco-reg-id=2/.test(each.value))
      each.value = each.value.replace(/(urn:uuid:[0-9a-f-]+)/, '$1-2');
}

const plain = (route: string): string => route.replace(/\s/g, '').toLowerCase();

function insert(message: SipMessage, name: string, value: string): void {
  const at = message.headers.findIndex((each) => each.name.toLowerCase() === name.toLowerCase());
  message.headers.splice(Math.max(at, 0), 0, { name, value });
}

function send(socket: Socket, message: SipMessage): void {
  if (socket.writable) socket.write(writeSip(message));
}

/** Frames by Content-Length; a ping (CRLF CRLF, RFC 5626) is answered here. */
function readMessages(socket: Socket, onMessage: (message: SipMessage) => void, answersStun = false): void {
  let buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      if (buffer.toString('latin1', 0, 4) === '\r\n\r\n') socket.write('\r\n');
      while (buffer.length >= 2 && buffer.readUInt16BE(0) === 0x0d0a) buffer = buffer.subarray(2);
      if (answersStun && buffer.length >= 20 && buffer.readUInt32BE(0) === 0x00_01_00_00) {
        // A success response without attributes: the client only wants to hear something (RFC 8489).
        socket.write(Buffer.concat([Buffer.from([1, 1, 0, 0]), buffer.subarray(4, 20)]));
        buffer = buffer.subarray(20);
        continue;
      }
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = buffer.toString('latin1', 0, end);
      const total = end + 4 + Number(/^(?:content-length|l)\s*:\s*(\d+)/im.exec(head)?.[1] ?? 0);
      if (buffer.length < total) return;
      const message = parseSip(buffer.toString('utf8', 0, total));
      buffer = buffer.subarray(total);
      if (message) onMessage(message);
    }
  });
}
