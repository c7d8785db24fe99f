import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, createServer as createTlsServer } from 'node:tls';
import type { IssuedCertificate } from '../../pki/lab-ca.ts';
import type { XmlElement } from '../xml/element.ts';
import type { Account, PersonSeed } from './accounts.ts';
import { BotSession } from './bot-session.ts';
import { ClientSession } from './client-session.ts';
import { ClientConnection, type StreamPolicy } from './connection.ts';
import { type StanzaTap, XmppCore, type XmppCounters, type XmppFaults } from './core.ts';
import { FileStore } from './file-store.ts';
import { createRoom } from './rooms.ts';
import type { SaslMechanism, TokenCheck } from './sasl-exchange.ts';
import { befriend } from './subscriptions.ts';

export interface XmppServerOptions {
  readonly domain: string;
  readonly certificate: IssuedCertificate;
  readonly users?: readonly PersonSeed[];
  /** Loopback address to listen on; 127.0.0.1 when not given. */
  readonly host?: string;
  /** STARTTLS port, 0 for a free one. */
  readonly port?: number;
  /** Direct TLS port (XEP-0368), 0 for a free one. */
  readonly tlsPort?: number;
  readonly startTls?: StreamPolicy['startTls'];
  readonly mechanisms?: readonly SaslMechanism[];
  readonly checkToken?: TokenCheck;
  readonly hasManagement?: boolean;
  /** How long a lost client may come back (XEP-0198), milliseconds; 0 means never. */
  readonly resumeTimeoutMs?: number;
  readonly onConflict?: StreamPolicy['onConflict'];
  readonly homeNodes?: readonly string[];
  readonly maxStanza?: number;
  /** Keeps files under this name, which is in the certificate; no files without it. */
  readonly files?: { readonly name: string };
}

/** A running server: data, counters, and the faults a test can inject. */
export interface XmppServer {
  readonly domain: string;
  readonly mucDomain: string;
  readonly host: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly counters: XmppCounters;
  /** Switches that stay on until changed back. */
  readonly faults: XmppFaults;
  addUser(seed: PersonSeed): void;
  setPassword(username: string, password: string): void;
  account(username: string): Account;
  /** Makes two users each other's contacts, both ways, without asking. */
  befriend(one: string, other: string, line?: { readonly name?: string; readonly groups?: string[] }): void;
  /** A room that is there before anybody enters; owned by nobody. */
  addRoom(
    jid: string,
    options?: { readonly name?: string; readonly isPersistent?: boolean; readonly subject?: string },
  ): void;
  /** A resource that lives in this process. */
  addBot(username: string, resource: string, onStanza?: (stanza: XmlElement) => void): BotSession;
  /** Full addresses of clients of the user, hibernating ones included. */
  clientsOf(
    username: string,
  ): readonly { readonly jid: string; readonly isHibernating: boolean; readonly unacknowledged: number }[];
  tap(listener: StanzaTap): () => void;
  /** Resets the sockets of one user, or all, without a word. */
  cut(username?: string): void;
  /** Sockets stay open but are no longer read or written. */
  halfOpen(username?: string): void;
  sendGarbage(username: string, bytes?: string | Buffer): void;
  /** Ends streams with this error, `system-shutdown` or `conflict` for example; sessions are over. */
  endStreams(condition: string, username?: string): void;
  /** Changes the certificate for connections from now on. */
  setCertificate(certificate: IssuedCertificate): void;
  /** Stops, keeps accounts, rosters, archives and offline messages, and listens on the same ports again. */
  restart(options?: { readonly downMs?: number; readonly isAbrupt?: boolean }): Promise<void>;
  /** Stops listening and drops everybody; `listen()` brings it back. */
  goDown(isAbrupt?: boolean): Promise<void>;
  listen(): Promise<void>;
  stop(): Promise<void>;
}

const DEFAULT_MECHANISMS: readonly SaslMechanism[] = ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'];

/** Starts an XMPP server for one domain on loopback: RFC 6120/6121 with the extensions named in the folder's README. */
export async function startXmppServer(options: XmppServerOptions): Promise<XmppServer> {
  const core = new XmppCore(options.domain);
  for (const user of options.users ?? []) core.addAccount(user);
  const host = options.host ?? '127.0.0.1';
  const connections = new Set<ClientConnection>();
  let context: SecureContext = createSecureContext(options.certificate);
  let certificate = options.certificate;
  const policy: StreamPolicy = {
    secureContext: () => context,
    startTls: options.startTls ?? 'required',
    mechanisms: options.mechanisms ?? DEFAULT_MECHANISMS,
    checkToken: options.checkToken,
    resumeTimeoutMs: options.resumeTimeoutMs ?? 60_000,
    hasManagement: options.hasManagement ?? true,
    onConflict: options.onConflict ?? 'kick-old',
    homeNodes: options.homeNodes ?? [],
    maxStanza: options.maxStanza ?? 10_000_000,
  };
  const accept = (isSecure: boolean) => (socket: Socket) => {
    core.counters.connections++;
    connections.add(new ClientConnection(core, socket, isSecure, policy, (gone) => connections.delete(gone)));
  };
  const listeners = new Listeners(host, () => [
    createServer(accept(false)),
    createTlsServer({ ...certificate, ALPNProtocols: ['xmpp-client'] }, accept(true)).on(
      'tlsClientError',
      () => undefined,
    ),
  ]);
  await listeners.listen([options.port ?? 0, options.tlsPort ?? 0]);
  if (options.files) {
    core.files = new FileStore({ certificate, host, name: options.files.name });
    await core.files.listen();
  }

  const account = (username: string): Account => {
    const found = core.account(`${username}@${core.domain}`);
    if (!found) throw new Error(`lab: no such user: ${username}`);
    return found;
  };
  const ofUser = (username?: string): ClientConnection[] =>
    [...connections].filter(
      (connection) =>
        username === undefined || connection.session?.account.username === username.toLowerCase(),
    );
  const endSessions = (username: string | undefined, condition: string): void => {
    for (const table of [...core.sessions.values()]) {
      for (const session of [...table.values()]) {
        if (
          session instanceof ClientSession &&
          (username === undefined || session.account.username === username)
        )
          session.end(condition);
      }
    }
  };
  const goDown = async (isAbrupt = false): Promise<void> => {
    const closed = listeners.close();
    if (isAbrupt) for (const connection of connections) connection.cut();
    endSessions(undefined, 'system-shutdown');
    for (const connection of connections) connection.fail('system-shutdown');
    await closed;
  };

  return {
    domain: core.domain,
    mucDomain: core.mucDomain,
    host,
    port: listeners.ports[0] ?? 0,
    tlsPort: listeners.ports[1] ?? 0,
    counters: core.counters,
    faults: core.faults,
    addUser: (seed) => void core.addAccount(seed),
    setPassword(username, password) {
      const changed = account(username);
      changed.password = password;
      changed.scram.clear();
    },
    account,
    befriend: (one, other, line) => befriend(core, account(one).jid, account(other).jid, line),
    addRoom(jid, { name, isPersistent, subject } = {}) {
      const room = createRoom(core, jid);
      room.name = name ?? room.name;
      room.isPersistent = isPersistent ?? false;
      if (subject !== undefined) room.subject = { text: subject, from: jid };
    },
    addBot: (username, resource, onStanza) => new BotSession(core, account(username), resource, onStanza),
    clientsOf: (username) =>
      core
        .sessionsOf(account(username).jid)
        .filter((session) => session instanceof ClientSession)
        .map((session) => ({
          jid: session.jid,
          isHibernating: session.isHibernating,
          unacknowledged: session.unacknowledgedCount,
        })),
    tap(listener) {
      core.taps.add(listener);
      return () => core.taps.delete(listener);
    },
    cut: (username) => ofUser(username).forEach((connection) => void connection.cut()),
    halfOpen: (username) => ofUser(username).forEach((connection) => void connection.goHalfOpen()),
    sendGarbage: (username, bytes = Buffer.from([0x00, 0xff, 0xfe, 0x3c, 0x3c, 0x3e, 0x26, 0x80])) =>
      ofUser(username).forEach((connection) => void connection.sendRaw(bytes)),
    endStreams: (condition, username) => endSessions(username?.toLowerCase(), condition),
    setCertificate(next) {
      certificate = next;
      context = createSecureContext(next);
      listeners.setCertificate(next);
    },
    async restart({ downMs = 0, isAbrupt = false } = {}) {
      await goDown(isAbrupt);
      if (downMs > 0) await new Promise((resolve) => setTimeout(resolve, downMs));
      await listeners.listen(listeners.ports);
    },
    goDown,
    listen: () => listeners.listen(listeners.ports),
    stop: async () => {
      await goDown(false);
      await core.files?.stop();
    },
  };
}

/** The two listening sockets; they come back on the ports they first got. */
class Listeners {
  ports: number[] = [];
  readonly #host: string;
  readonly #make: () => Server[];
  #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  constructor(host: string, make: () => Server[]) {
    this.#host = host;
    this.#make = make;
  }

  async listen(ports: readonly number[]): Promise<void> {
    this.#servers = this.#make();
    this.ports = await Promise.all(
      this.#servers.map((server, index) => this.#open(server, ports[index] ?? 0)),
    );
  }

  setCertificate(certificate: IssuedCertificate): void {
    for (const server of this.#servers)
      if ('setSecureContext' in server)
        (server as ReturnType<typeof createTlsServer>).setSecureContext(certificate);
  }

  /** Stops listening and, a moment later, drops sockets that haven't closed by themselves. */
  async close(): Promise<void> {
    const servers = this.#servers.splice(0);
    const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    const timer = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, 100);
    await Promise.all(closed);
    clearTimeout(timer);
  }

  #open(server: Server, port: number): Promise<number> {
    // TLS servers report the raw socket here, before any handshake.
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.#host, () => resolve((server.address() as AddressInfo).port));
    });
  }
}
