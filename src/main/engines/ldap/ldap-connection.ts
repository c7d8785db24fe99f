import type { Socket } from 'node:net';
import { fail, failure, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { Dialer } from '../link/dialer.ts';
import { timeLimit } from '../link/time-limit.ts';
import { sizeOfFirst } from './ber.ts';
import {
  type LdapAnswer,
  type LdapEntry,
  message,
  pagedControl,
  readAnswer,
  requests,
  type SearchQuestion,
} from './ldap-messages.ts';

export interface LdapServer {
  readonly host: string;
  readonly port: number;
  /** `starttls` (RFC 4511 4.14): the connection is encrypted before anything is asked. */
  readonly security: 'tls' | 'starttls' | 'plain';
}

export interface LdapCredentials {
  readonly username: string;
  readonly password: string;
}

export interface ConnectionPorts {
  readonly dialer: Dialer;
  readonly clock: Clock;
}

/** One bound connection. Searches go over it side by side; when it is gone it is gone. */
export interface LdapConnection {
  readonly server: LdapServer;
  isOpen(): boolean;
  /** All pages up to `most` entries. Failures: directory.unavailable with what the server said, directory.referred, net.*, app.cancelled. */
  search(question: SearchQuestion, most: number, signal: AbortSignal): Promise<Result<readonly LdapEntry[]>>;
  close(): void;
}

/** Longer messages are no entry with a photo (whose usual bound is 100 KiB). */
const MAX_MESSAGE = 8 * 1024 * 1024;
const CONNECT_MS = 5_000;
/** What a server may take beyond the limit it was told. */
const GRACE_MS = 2_000;
const SERVICE = 'directory';

/** RFC 4511 A.1. */
const CODE = {
  ok: 0,
  timeLimit: 3,
  sizeLimit: 4,
  referral: 10,
  adminLimit: 11,
  noSuchObject: 32,
  badBind: 49,
};
/** What was found so far counts: too many matched, or the search base is not of this server. */
const GOOD_ENOUGH: ReadonlySet<number> = new Set([
  ...[CODE.ok, CODE.timeLimit, CODE.sizeLimit, CODE.referral, CODE.adminLimit, CODE.noSuchObject],
]);

/**
 * Connects, encrypts and binds; without credentials anonymously. A password never goes over a connection that is not
 * encrypted (cisco-uc 15). Failures: net.*, tls.*, auth.wrong-password, directory.unavailable, app.cancelled.
 */
export async function openLdapConnection(
  ports: ConnectionPorts,
  server: LdapServer,
  credentials: LdapCredentials | undefined,
  call: { readonly signal: AbortSignal; readonly span?: Span },
): Promise<Result<LdapConnection>> {
  if (credentials && server.security === 'plain')
    return fail('directory.unavailable', {}, 'no password without encryption');
  const { host, port } = server;
  const limits = { service: SERVICE, timeoutMs: CONNECT_MS, ...call };
  const connected = await ports.dialer.connect({
    ...{ host, port, ...limits },
    ...(server.security === 'tls' && { tls: { servername: host } }),
  });
  if (!connected.ok) return connected;
  let stream = new LdapStream(connected.value, ports.clock);
  if (server.security === 'starttls') {
    const agreed = await stream.ask(requests.startTls(), CONNECT_MS, call.signal);
    const socket = stream.release();
    if (!agreed.ok || agreed.value.code !== CODE.ok) {
      socket.destroy();
      return agreed.ok ? refused(agreed.value) : agreed;
    }
    const secured = await ports.dialer.upgrade(socket, { servername: host, host, port, ...limits });
    if (!secured.ok) return secured;
    stream = new LdapStream(secured.value, ports.clock);
  }
  const { username = '', password = '' } = credentials ?? {};
  const bound = await stream.ask(requests.bind(username, password), CONNECT_MS, call.signal);
  if (bound.ok && bound.value.code === CODE.ok) return ok(connectionOver(stream, server));
  stream.close();
  if (!bound.ok) return bound;
  return bound.value.code === CODE.badBind
    ? fail('auth.wrong-password', {}, bound.value.words)
    : refused(bound.value);
}

function connectionOver(stream: LdapStream, server: LdapServer): LdapConnection {
  return {
    server,
    isOpen: () => stream.isOpen(),
    close: () => stream.close(),
    async search(question, most, signal) {
      const found: LdapEntry[] = [];
      let cookie: Buffer = Buffer.alloc(0);
      do {
        const size = Math.min(question.pageSize, most - found.length);
        const limitMs = question.timeLimitS * 1_000 + GRACE_MS;
        const page = await stream.ask(requests.search(question), limitMs, signal, pagedControl(size, cookie));
        if (!page.ok) return page;
        if (!GOOD_ENOUGH.has(page.value.code)) return refused(page.value);
        // Another server would be asked with the password of this one: that is not followed.
        if (page.value.code === CODE.referral && found.length + page.value.entries.length === 0)
          return fail('directory.referred', {}, page.value.words);
        found.push(...page.value.entries);
        cookie = page.value.cookie;
      } while (cookie.length > 0 && found.length < most);
      return ok(found.slice(0, most));
    },
  };
}

const refused = (done: Done): Result<never> =>
  fail('directory.unavailable', {}, `LDAP result ${done.code}: ${done.words}`);

interface Done {
  readonly code: number;
  readonly words: string;
  readonly cookie: Buffer;
  readonly entries: readonly LdapEntry[];
}

interface Pending {
  readonly entries: LdapEntry[];
  settle(result: Result<Done>): void;
}

/** Requests and their answers over one socket, told apart by number. */
class LdapStream {
  private readonly socket: Socket;
  private readonly clock: Clock;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private received: Buffer = Buffer.alloc(0);
  private open = true;
  private readonly onData = (bytes: Buffer): void => this.take(bytes);
  private readonly onClose = (): void => this.end(failure('net.reset'));

  constructor(socket: Socket, clock: Clock) {
    this.socket = socket;
    this.clock = clock;
    socket.on('data', this.onData);
    socket.on('close', this.onClose);
  }

  isOpen(): boolean {
    return this.open && this.socket.writable;
  }

  /** Sends a request and waits for its end. Given up, it is abandoned, so that the server does not go on (RFC 4511 4.11). */
  async ask(
    request: Buffer,
    timeoutMs: number,
    signal: AbortSignal,
    ...controls: readonly Buffer[]
  ): Promise<Result<Done>> {
    if (!this.isOpen()) return fail('net.reset');
    this.lastId += 1;
    const id = this.lastId;
    const limit = timeLimit(this.clock, timeoutMs, signal);
    try {
      return await new Promise<Result<Done>>((resolve) => {
        const settle = (result: Result<Done>): void => {
          this.pending.delete(id);
          resolve(result);
        };
        const giveUp = (): void => {
          if (!this.pending.has(id)) return;
          this.send(requests.abandon(id));
          settle(signal.aborted ? fail('app.cancelled') : fail('net.timeout'));
        };
        this.pending.set(id, { entries: [], settle });
        limit.signal.addEventListener('abort', giveUp, { once: true });
        if (limit.signal.aborted) return giveUp();
        this.socket.write(message(id, request, ...controls));
      });
    } finally {
      limit.release();
    }
  }

  /** Hands the socket on, for TLS. */
  release(): Socket {
    this.open = false;
    this.socket.off('data', this.onData);
    this.socket.off('close', this.onClose);
    return this.socket;
  }

  close(): void {
    if (this.isOpen()) this.send(requests.unbind());
    this.socket.end();
    this.end(failure('app.cancelled'));
  }

  private send(request: Buffer): void {
    this.lastId += 1;
    if (this.isOpen()) this.socket.write(message(this.lastId, request));
  }

  private take(bytes: Buffer): void {
    this.received = this.received.length === 0 ? bytes : Buffer.concat([this.received, bytes]);
    for (;;) {
      const size = sizeOfFirst(this.received, MAX_MESSAGE);
      if (size === undefined || (size !== 'bad' && size > this.received.length)) return;
      const answer = size === 'bad' ? undefined : readAnswer(this.received.subarray(0, size));
      if (size === 'bad' || !answer) {
        this.socket.destroy();
        return this.end(failure('directory.unavailable', {}, 'not LDAP'));
      }
      this.received = this.received.subarray(size);
      this.handle(answer);
    }
  }

  private handle(answer: LdapAnswer): void {
    const pending = this.pending.get(answer.id);
    if (answer.kind === 'entry') pending?.entries.push(answer.entry);
    // Number 0 is the server's notice that it hangs up (RFC 4511 4.4.1); the closed socket tells.
    if (answer.kind === 'done') pending?.settle(ok({ ...answer, entries: pending.entries }));
  }

  private end(cause: Failure): void {
    this.open = false;
    for (const { settle } of [...this.pending.values()]) settle({ ok: false, error: cause });
  }
}
