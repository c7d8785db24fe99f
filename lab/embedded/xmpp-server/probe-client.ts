import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { connect as connectTls } from 'node:tls';
import { type XmlElement, xml } from '../xml/element.ts';
import { XmlStreamParser } from '../xml/stream-parser.ts';
import { NS } from './namespaces.ts';

export interface ProbeOptions {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly ca: string;
  readonly transport?: 'starttls' | 'direct' | 'clear';
  readonly username: string;
  readonly password: string;
  readonly mechanism?: string;
  readonly resource?: string;
  /** Turn stream management on after binding. */
  readonly management?: 'off' | 'on' | 'resumable';
  /** Resume this instead of binding. */
  readonly resume?: { readonly id: string; readonly received: number };
}

export class ProbeFailure extends Error {}

type Matcher = (stanza: XmlElement) => boolean;

/** A plain XMPP client for the lab's own tests: it does what it is told, keeps all it gets, and hides nothing. */
export class ProbeClient {
  jid = '';
  readonly seen: XmlElement[] = [];
  /** Stanzas received since `<enabled/>`, as XEP-0198 counts them. */
  received = 0;
  /** The last count that the server acknowledged. */
  acknowledged = 0;
  resumeId: string | undefined;
  isClosed = false;
  answersAckRequests = true;
  #socket: Socket;
  #decoder = new StringDecoder('utf8');
  #parser!: XmlStreamParser;
  #cursor = 0;
  #isCounting = false;
  readonly #waiting = new Set<() => void>();
  readonly #options: ProbeOptions;

  private constructor(socket: Socket, options: ProbeOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#newStream();
    this.#attach(socket);
  }

  /** Connects, signs in and binds (or resumes). Rejects with a `ProbeFailure` naming the condition. */
  static async connect(options: ProbeOptions): Promise<ProbeClient> {
    const client = new ProbeClient(await openSocket(options), options);
    try {
      await client.#signIn();
    } catch (error) {
      client.drop();
      throw error;
    }
    return client;
  }

  send(stanza: XmlElement): void {
    this.sendText(stanza.toString(NS.client));
  }

  sendText(text: string): void {
    this.#socket.write(text);
  }

  /** Waits for a stanza that wasn't taken yet. */
  async next(matches: Matcher, timeoutMs = 3000): Promise<XmlElement> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      for (let index = this.#cursor; index < this.seen.length; index++) {
        const stanza = this.seen[index];
        if (stanza && matches(stanza)) {
          this.seen.splice(index, 1);
          return stanza;
        }
      }
      const left = deadline - Date.now();
      if (left <= 0 || this.isClosed)
        throw new ProbeFailure(`nothing matched; seen: ${this.seen.map(String).join('\n').slice(0, 2000)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(wake, left);
        const waiting = this.#waiting;
        function wake(): void {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        }
        waiting.add(wake);
      });
    }
  }

  message(text: string, timeoutMs?: number): Promise<XmlElement> {
    return this.next((stanza) => stanza.name === 'message' && stanza.childText('body') === text, timeoutMs);
  }

  async request(type: 'get' | 'set', content: XmlElement, to?: string): Promise<XmlElement> {
    const id = randomBytes(6).toString('hex');
    this.send(xml('iq', NS.client, { type, id, to }, content));
    return this.next((stanza) => stanza.name === 'iq' && stanza.attrs['id'] === id);
  }

  /** Goes through the server and back, so that everything sent before has been handled. */
  async settle(): Promise<void> {
    await this.request('get', xml('ping', NS.ping), this.#options.domain);
    await new Promise((resolve) => setImmediate(resolve));
    await this.request('get', xml('ping', NS.ping), this.#options.domain);
  }

  /** Loses the socket without a goodbye. */
  drop(): void {
    this.#socket.destroy();
    this.#closed();
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.sendText('</stream:stream>');
    this.#socket.end();
    await this.whenClosed();
  }

  async whenClosed(): Promise<void> {
    while (!this.isClosed) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        setTimeout(resolve, 50);
      });
    }
  }

  #attach(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => this.#parser.write(this.#decoder.write(chunk)));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#closed());
  }

  #closed(): void {
    this.isClosed = true;
    for (const wake of [...this.#waiting]) wake();
  }

  #newStream(): void {
    this.#parser?.stop();
    this.#parser = new XmlStreamParser({
      root: () => undefined,
      element: (element) => this.#onElement(element),
      end: () => this.#closed(),
      fault: (kind) => {
        this.seen.push(xml('fault', 'probe', { kind }));
        this.#closed();
      },
    });
  }

  #open(): void {
    this.#newStream();
    this.sendText(
      `<?xml version='1.0'?><stream:stream to='${this.#options.domain}' version='1.0' xmlns='${NS.client}' xmlns:stream='${NS.streams}'>`,
    );
  }

  #onElement(element: XmlElement): void {
    if (element.ns === NS.sm && element.name === 'r') {
      if (this.answersAckRequests) this.send(xml('a', NS.sm, { h: this.received }));
      return;
    }
    if (element.ns === NS.sm && element.name === 'a') this.acknowledged = Number(element.attrs['h']);
    if (element.ns === NS.client && this.#isCounting) this.received++;
    if (element.is('enabled', NS.sm)) this.#isCounting = true;
    this.seen.push(element);
    for (const wake of [...this.#waiting]) wake();
  }

  async #features(): Promise<XmlElement> {
    this.#open();
    const first = await this.next(
      (element) => element.is('features', NS.streams) || element.is('error', NS.streams),
    );
    if (first.name === 'error') throw new ProbeFailure(first.elements[0]?.name ?? 'error');
    return first;
  }

  async #signIn(): Promise<void> {
    let features = await this.#features();
    if ((this.#options.transport ?? 'starttls') === 'starttls') {
      this.send(xml('starttls', NS.tls));
      await this.next((element) => element.is('proceed', NS.tls));
      this.#socket.removeAllListeners('data');
      this.#socket = connectTls({
        socket: this.#socket,
        ca: this.#options.ca,
        servername: this.#options.domain,
      });
      this.#attach(this.#socket);
      features = await this.#features();
    }
    await this.#authenticate(features);
    features = await this.#features();
    if (this.#options.resume) return this.#resume(this.#options.resume);
    const bind = xml(
      'bind',
      NS.bind,
      {},
      this.#options.resource !== undefined && xml('resource', NS.bind, {}, this.#options.resource),
    );
    const bound = await this.request('set', bind);
    this.jid = bound.child('bind')?.childText('jid') ?? '';
    if (this.jid === '') throw new ProbeFailure(bound.child('error')?.elements[0]?.name ?? 'bind');
    const management = this.#options.management ?? 'off';
    if (management === 'off') return;
    this.send(xml('enable', NS.sm, { resume: management === 'resumable' ? 'true' : undefined }));
    this.resumeId = (await this.next((element) => element.is('enabled', NS.sm))).attrs['id'];
  }

  async #resume(resume: { readonly id: string; readonly received: number }): Promise<void> {
    this.received = resume.received;
    this.#isCounting = true;
    this.send(xml('resume', NS.sm, { previd: resume.id, h: resume.received }));
    const answer = await this.next((element) => element.is('resumed', NS.sm) || element.is('failed', NS.sm));
    if (answer.name === 'failed') throw new ProbeFailure(answer.elements[0]?.name ?? 'failed');
    this.resumeId = resume.id;
    this.acknowledged = Number(answer.attrs['h']);
  }

  async #authenticate(features: XmlElement): Promise<void> {
    const offered =
      features
        .child('mechanisms', NS.sasl)
        ?.all('mechanism')
        .map((mechanism) => mechanism.text) ?? [];
    const mechanism = this.#options.mechanism ?? offered[0] ?? 'PLAIN';
    const { username, password, domain } = this.#options;
    const scram = new ScramClient(mechanism === 'SCRAM-SHA-1' ? 'sha1' : 'sha256', username, password);
    const initial =
      mechanism === 'PLAIN'
        ? `\0${username}\0${password}`
        : mechanism === 'CISCO-VTG-TOKEN'
          ? `userid=${username}@${domain}\0token=${password}`
          : scram.first();
    this.send(xml('auth', NS.sasl, { mechanism }, Buffer.from(initial).toString('base64')));
    for (;;) {
      const step = await this.next((element) => element.ns === NS.sasl);
      const data = Buffer.from(step.text, 'base64').toString('utf8');
      if (step.name === 'failure') throw new ProbeFailure(step.elements[0]?.name ?? 'failure');
      if (step.name === 'success') {
        if (mechanism.startsWith('SCRAM') && !scram.isServerRight(data))
          throw new ProbeFailure('server-signature');
        return;
      }
      this.send(xml('response', NS.sasl, {}, Buffer.from(scram.final(data)).toString('base64')));
    }
  }
}

/** RFC 5802 from the client's side. */
class ScramClient {
  readonly #hash: 'sha1' | 'sha256';
  readonly #bare: string;
  readonly #password: string;
  #serverSignature = '';

  constructor(hash: 'sha1' | 'sha256', username: string, password: string) {
    this.#hash = hash;
    this.#password = password;
    this.#bare = `n=${username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${randomBytes(12).toString('hex')}`;
  }

  first(): string {
    return `n,,${this.#bare}`;
  }

  final(serverFirst: string): string {
    const fields = new Map(serverFirst.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
    const hmac = (key: Buffer, text: string): Buffer => createHmac(this.#hash, key).update(text).digest();
    const length = this.#hash === 'sha1' ? 20 : 32;
    const salted = pbkdf2Sync(
      this.#password,
      Buffer.from(fields.get('s') ?? '', 'base64'),
      Number(fields.get('i')),
      length,
      this.#hash,
    );
    const clientKey = hmac(salted, 'Client Key');
    const withoutProof = `c=biws,r=${fields.get('r')}`;
    const message = `${this.#bare},${serverFirst},${withoutProof}`;
    const signature = hmac(createHash(this.#hash).update(clientKey).digest(), message);
    this.#serverSignature = hmac(hmac(salted, 'Server Key'), message).toString('base64');
    return `${withoutProof},p=${Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))).toString('base64')}`;
  }

  isServerRight(final: string): boolean {
    return final === `v=${this.#serverSignature}`;
  }
}

function openSocket(options: ProbeOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { host, port, ca, domain } = options;
    const socket =
      options.transport === 'direct'
        ? connectTls({ host, port, ca, servername: domain, ALPNProtocols: ['xmpp-client'] }, () =>
            resolve(socket),
          )
        : connectTcp({ host, port }, () => resolve(socket));
    socket.once('error', reject);
  });
}
