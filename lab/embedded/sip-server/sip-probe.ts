import { createHash, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import { MediaLine, type MediaOptions } from '../media/media-line.ts';
import {
  header,
  headers,
  makeResponse,
  parseAddress,
  parseSip,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  writeSip,
} from './sip-message.ts';
import type { SipServer } from './sip-server.ts';
import { newBranch, newTag } from './sip-transactions.ts';
import type { SipTransportName } from './sip-transports.ts';

interface Wire {
  readonly localPort: number;
  send(text: string): void;
  close(): void;
}

/** What a phone must know of its server. */
export type SipServerPlace = Pick<SipServer, 'host' | 'domain'> & {
  readonly ports: Partial<SipServer['ports']>;
};

/** A plain phone for the lab's own tests: no retransmissions, no policy, one message at a time. */
export class SipProbe {
  readonly seen: SipMessage[] = [];
  readonly username: string;
  readonly contact: string;
  readonly media: MediaLine[] = [];
  readonly #server: SipServerPlace;
  readonly #transport: SipTransportName;
  readonly #wire: Wire;
  readonly #password: string;
  readonly #algorithm: 'MD5' | 'SHA-256';
  readonly #waiting = new Set<() => void>();
  #sequence = 0;

  private constructor(
    server: SipServerPlace,
    transport: SipTransportName,
    wire: Wire,
    options: ProbePhoneOptions,
  ) {
    this.#server = server;
    this.#transport = transport;
    this.#wire = wire;
    this.username = options.username;
    this.#password = options.password ?? 'parlance-demo';
    this.#algorithm = options.algorithm ?? 'MD5';
    this.contact = `sip:${options.username}@${transport.startsWith('ws') ? 'abc.invalid' : `127.0.0.1:${wire.localPort}`};transport=${transport}`;
  }

  static async open(server: SipServerPlace, options: ProbePhoneOptions): Promise<SipProbe> {
    const transport = options.transport ?? 'udp';
    let probe: SipProbe | undefined;
    const wire = await openWire(server, transport, options.ca, (text) => {
      const message = parseSip(text);
      if (message && options.onMessage) options.onMessage(message);
      if (message && (!options.onMessage || message.kind === 'response')) probe?.seen.push(message);
      for (const wake of [...(probe?.waiting ?? [])]) wake();
    });
    probe = new SipProbe(server, transport, wire, options);
    return probe;
  }

  get waiting(): ReadonlySet<() => void> {
    return this.#waiting;
  }

  close(): void {
    for (const media of this.media) media.close();
    this.#wire.close();
  }

  async openMedia(options: Partial<MediaOptions> = {}): Promise<MediaLine> {
    const media = await MediaLine.open({
      host: '127.0.0.1',
      behaviour: { kind: 'tone', hz: 700 },
      ...options,
    });
    this.media.push(media);
    return media;
  }

  async next<T extends SipMessage>(
    matches: (message: SipMessage) => message is T,
    timeoutMs?: number,
  ): Promise<T>;
  async next(matches: (message: SipMessage) => boolean, timeoutMs?: number): Promise<SipMessage>;
  async next(matches: (message: SipMessage) => boolean, timeoutMs = 4000): Promise<SipMessage> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const index = this.seen.findIndex(matches);
      const [found] = index >= 0 ? this.seen.splice(index, 1) : [];
      if (found) return found;
      if (Date.now() >= deadline)
        throw new Error(
          `nothing matched; seen: ${this.seen.map((one) => (one.kind === 'request' ? one.method : one.status)).join(' ')}`,
        );
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(wake, 100);
        this.#waiting.add(wake);
      });
    }
  }

  request(method: string): Promise<SipRequest> {
    return this.next(
      (message): message is SipRequest => message.kind === 'request' && message.method === method,
    );
  }

  response(
    to: SipRequest,
    isEnough: (status: number) => boolean = (status) => status >= 200,
  ): Promise<SipResponse> {
    const cseq = header(to, 'CSeq');
    const id = header(to, 'Call-ID');
    return this.next(
      (message): message is SipResponse =>
        message.kind === 'response' &&
        header(message, 'CSeq') === cseq &&
        header(message, 'Call-ID') === id &&
        isEnough(message.status),
    );
  }

  build(
    method: string,
    uri: string,
    to: string,
    more: readonly SipHeader[] = [],
    body = '',
    callId: string = randomUUID(),
  ): SipRequest {
    return {
      kind: 'request',
      method,
      uri,
      headers: [
        {
          name: 'Via',
          value: `SIP/2.0/${this.#transport.toUpperCase()} 127.0.0.1:${this.#wire.localPort};branch=${newBranch()};rport`,
        },
        { name: 'Max-Forwards', value: '70' },
        { name: 'From', value: `<sip:${this.username}@${this.#server.domain}>;tag=${newTag()}` },
        { name: 'To', value: to },
        { name: 'Call-ID', value: callId },
        { name: 'CSeq', value: `${++this.#sequence} ${method}` },
        { name: 'Contact', value: `<${this.contact}>` },
        ...(body === '' ? [] : [{ name: 'Content-Type', value: 'application/sdp' }]),
        ...more,
      ],
      body,
    };
  }

  send(message: SipMessage): void {
    this.#wire.send(writeSip(message));
  }

  /** Sends, answers one challenge, and resolves with the first final answer after it (or the wanted one). */
  async ask(
    request: SipRequest,
    isEnough?: (status: number) => boolean,
  ): Promise<{ request: SipRequest; response: SipResponse }> {
    this.send(request);
    const first = await this.response(
      request,
      (status) => status === 401 || status === 407 || (isEnough ?? ((one) => one >= 200))(status),
    );
    if (first.status !== 401 && first.status !== 407) return { request, response: first };
    if (request.method === 'INVITE') this.send(this.ackOf(request, first));
    const again = this.#authorized(request, first);
    this.send(again);
    return { request: again, response: await this.response(again, isEnough) };
  }

  async register(expires = 3600): Promise<SipResponse> {
    const { domain } = this.#server;
    const request = this.build('REGISTER', `sip:${domain}`, `<sip:${this.username}@${domain}>`, [
      { name: 'Expires', value: String(expires) },
    ]);
    return (await this.ask(request)).response;
  }

  /** A call as far as its final answer; the ACK is sent. */
  async call(target: string, media?: MediaLine): Promise<{ request: SipRequest; response: SipResponse }> {
    const uri = `sip:${target}@${this.#server.domain}`;
    const outcome = await this.ask(this.build('INVITE', uri, `<${uri}>`, [], media?.describe() ?? ''));
    if (outcome.response.status < 300) media?.acceptAnswer(outcome.response.body);
    this.send(this.ackOf(outcome.request, outcome.response));
    return outcome;
  }

  /** A request inside the dialog that `invite` and its 2xx made. */
  inside(
    method: string,
    invite: SipRequest,
    ok: SipResponse,
    more: readonly SipHeader[] = [],
    body = '',
  ): SipRequest {
    const request = this.build(
      method,
      parseAddress(header(ok, 'Contact') ?? '').uri,
      header(ok, 'To') ?? '',
      [],
      body,
      header(invite, 'Call-ID'),
    );
    const from = request.headers.find((one) => one.name === 'From');
    if (from) from.value = header(invite, 'From') ?? '';
    request.headers.push(
      ...headers(ok, 'Record-Route')
        .reverse()
        .map((value) => ({ name: 'Route', value })),
      ...more,
    );
    return request;
  }

  /** Answers a request that came in; a body is taken as SDP. */
  reply(request: SipRequest, status: number, tag: string, body = ''): void {
    const more = [
      { name: 'Contact', value: `<${this.contact}>` },
      ...(body === '' ? [] : [{ name: 'Content-Type', value: 'application/sdp' }]),
    ];
    this.send(makeResponse(request, status, more, { tag, body }));
  }

  ackOf(invite: SipRequest, response: SipResponse): SipRequest {
    const isOk = response.status < 300;
    const ack = isOk
      ? this.inside('ACK', invite, response)
      : this.build('ACK', invite.uri, header(response, 'To') ?? '', [], '', header(invite, 'Call-ID'));
    for (const one of ack.headers) {
      if (one.name === 'CSeq') one.value = `${Number.parseInt(header(invite, 'CSeq') ?? '1', 10)} ACK`;
      if (one.name === 'From') one.value = header(invite, 'From') ?? '';
      if (one.name === 'Via' && !isOk) one.value = headers(invite, 'Via')[0] ?? '';
    }
    return ack;
  }

  #authorized(request: SipRequest, challenge: SipResponse): SipRequest {
    const isProxy = challenge.status === 407;
    const offered = headers(challenge, isProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate');
    const chosen = offered.find((value) => value.includes(`algorithm=${this.#algorithm}`)) ?? '';
    const field = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(chosen)?.[1] ?? '';
    const hash = (text: string): string =>
      createHash(this.#algorithm === 'MD5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex');
    const ha1 = hash(`${this.username}:${field('realm')}:${this.#password}`);
    const response = hash(
      `${ha1}:${field('nonce')}:00000001:abc:auth:${hash(`${request.method}:${request.uri}`)}`,
    );
    const value = `Digest username="${this.username}", realm="${field('realm')}", nonce="${field('nonce')}", uri="${request.uri}", response="${response}", algorithm=${this.#algorithm}, cnonce="abc", nc=00000001, qop=auth`;
    const again = { ...request, headers: request.headers.map((one) => ({ ...one })) };
    for (const one of again.headers) {
      if (one.name === 'CSeq') one.value = `${++this.#sequence} ${request.method}`;
      if (one.name === 'Via') one.value = one.value.replace(/branch=[^;]+/, `branch=${newBranch()}`);
    }
    again.headers.push({ name: isProxy ? 'Proxy-Authorization' : 'Authorization', value });
    return again;
  }
}

export interface ProbePhoneOptions {
  readonly username: string;
  readonly password?: string;
  readonly transport?: SipTransportName;
  readonly algorithm?: 'MD5' | 'SHA-256';
  readonly ca: string;
  /** Takes each request as it comes, instead of its being kept for `next`. */
  readonly onMessage?: (message: SipMessage) => void;
}

async function openWire(
  server: SipServerPlace,
  transport: SipTransportName,
  ca: string,
  onText: (text: string) => void,
): Promise<Wire> {
  const { host, ports } = server;
  const port = ports[transport];
  if (port === undefined) throw new Error(`lab: the server has no ${transport}`);
  if (transport === 'udp') {
    const socket = createSocket('udp4').on('message', (data) => onText(data.toString('utf8')));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return {
      localPort: socket.address().port,
      send: (text) => socket.send(text, port, host),
      close: () => socket.close(),
    };
  }
  if (transport === 'ws' || transport === 'wss') {
    const socket = new WebSocket(`${transport}://${host}:${port}`, 'sip', { ca });
    socket.on('message', (data: Buffer) => onText(data.toString('utf8'))).on('error', () => undefined);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return { localPort: 9, send: (text) => socket.send(text), close: () => socket.terminate() };
  }
  const socket =
    transport === 'tls'
      ? connectTls({ host, port, ca, servername: server.domain })
      : connectTcp({ host, port });
  await new Promise((resolve, reject) =>
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', resolve).once('error', reject),
  );
  let buffer = '';
  // Bodies here are ASCII, so characters are bytes.
  socket.on('data', (chunk: Buffer) => {
    buffer += chunk.toString('latin1');
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      const length = Number(/content-length: *(\d+)/i.exec(buffer.slice(0, end))?.[1] ?? 0);
      if (end < 0 || buffer.length < end + 4 + length) return;
      onText(buffer.slice(0, end + 4 + length));
      buffer = buffer.slice(end + 4 + length);
    }
  });
  return {
    localPort: socket.localPort ?? 0,
    send: (text) => socket.write(text),
    close: () => socket.destroy(),
  };
}
