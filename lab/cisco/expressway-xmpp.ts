import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { NodeCertificate } from './model.ts';
import type { InsideEndpoint } from './expressway-model.ts';

export interface XmppEdgeOptions {
  readonly host: string;
  readonly port: number;
  readonly certificate: () => NodeCertificate;
  /** Direct TLS port of the chat server inside; absent: nobody is served. */
  readonly inside: InsideEndpoint | undefined;
  readonly onConnection: () => void;
}

export interface EdgeListener {
  readonly port: number;
  /** Stops listening and resets connections; `up` takes the same port again. */
  down(): Promise<void>;
  up(): Promise<void>;
}

const FEATURES =
  '<stream:features><starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"><required/></starttls></stream:features>';
const PROCEED = '<proceed xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>';
const LONGEST_PRELUDE = 10_000;

/**
 * The chat side of the edge: TLS towards the client ends here (cisco-uc 9.3 `xmppEdgeServer`), inside it goes on over a
 * TLS connection of the edge's own. So channel binding is impossible, as it is through the product.
 */
export async function startXmppEdge(options: XmppEdgeOptions): Promise<EdgeListener> {
  return startListener(options.host, options.port, (socket) => {
    options.onConnection();
    void serve(socket, options);
  });
}

async function serve(socket: Socket, { certificate, inside }: XmppEdgeOptions): Promise<void> {
  if (!inside || !(await negotiateTls(socket))) return void socket.destroy();
  const secureContext: SecureContext = createSecureContext(certificate());
  const outer = new TLSSocket(socket, { isServer: true, secureContext });
  const inner = connectTls({
    host: inside.address,
    port: inside.port,
    rejectUnauthorized: false,
    ALPNProtocols: ['xmpp-client'],
  });
  join(outer, inner);
}

/** RFC 6120 section 5.4: header, features, `starttls`, `proceed`. */
function negotiateTls(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    let text = '';
    let isOpen = false;
    const done = (isGood: boolean): void => {
      socket.removeListener('data', onData);
      resolve(isGood);
    };
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      if (text.length > LONGEST_PRELUDE) return done(false);
      const to = /<stream:stream[^>]*\sto=["']([^"']*)["'][^>]*>/.exec(text)?.[1];
      if (!isOpen && to !== undefined) {
        isOpen = true;
        const names = 'xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams"';
        socket.write(
          `<?xml version="1.0"?><stream:stream ${names} id="edge" from="${to}" version="1.0">${FEATURES}`,
        );
      }
      if (!/<starttls[\s/>]/.test(text)) return;
      socket.write(PROCEED);
      done(true);
    };
    socket.on('data', onData);
    socket.once('close', () => resolve(false));
  });
}

/** Both ends share one fate. */
export function join(outer: Socket, inner: Socket): void {
  for (const [one, other] of [
    [outer, inner],
    [inner, outer],
  ] as const) {
    one.on('error', () => undefined);
    one.on('close', () => other.destroy());
    one.pipe(other);
  }
}

/** A TCP listener that can go away and come back. */
export async function startListener(
  host: string,
  wanted: number,
  onConnection: (socket: Socket) => void,
): Promise<EdgeListener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  let port = wanted;
  const up = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.removeListener('error', reject);
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  await up();
  return {
    get port() {
      return port;
    },
    async down() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
    up,
  };
}

/** A connection to an inside server. */
export function connectInside({ address, port }: InsideEndpoint): Socket {
  const socket = connectTcp({ host: address, port });
  socket.setNoDelay(true);
  return socket;
}
