import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { type SecureContext, TLSSocket } from 'node:tls';
import { type XmlElement, xml } from '../xml/element.ts';
import { XmlStreamParser } from '../xml/stream-parser.ts';
import type { Account } from './accounts.ts';
import { ClientSession, type SessionCarrier } from './client-session.ts';
import type { XmppCore } from './core.ts';
import { dispatch } from './dispatch.ts';
import { NS } from './namespaces.ts';
import { SaslExchange, type SaslMechanism, type SaslStep, type TokenCheck } from './sasl-exchange.ts';

/** How a listener treats its clients. */
export interface StreamPolicy {
  readonly secureContext: () => SecureContext;
  /** `required` offers nothing else before TLS; `off` is for tests of a client's own refusal. */
  readonly startTls: 'required' | 'optional' | 'off';
  readonly mechanisms: readonly SaslMechanism[];
  readonly checkToken: TokenCheck | undefined;
  readonly resumeTimeoutMs: number;
  readonly hasManagement: boolean;
  /** What a second login with the same resource does. */
  readonly onConflict: 'kick-old' | 'new-resource' | 'reject-new';
  /** cisco-uc.md 8.2: home node, then backup, named inside the mechanisms. */
  readonly homeNodes: readonly string[];
  readonly maxStanza: number;
}

type Phase =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'authenticated'; readonly account: Account }
  | { readonly kind: 'bound'; readonly session: ClientSession };

/** One client's stream: header, features, TLS, SASL, bind, then stanzas (RFC 6120 sections 4 to 7). */
export class ClientConnection implements SessionCarrier {
  readonly #core: XmppCore;
  readonly #policy: StreamPolicy;
  readonly #onClose: (connection: ClientConnection) => void;
  #socket: Socket;
  #isSecure: boolean;
  #decoder = new StringDecoder('utf8');
  #parser: XmlStreamParser;
  #phase: Phase = { kind: 'anonymous' };
  #sasl: SaslExchange | undefined;
  #failedAttempts = 0;
  #hasHeader = false;
  #out: string[] = [];
  #isFlushing = false;
  #isHalfOpen = false;
  #isOver = false;
  readonly #read = (chunk: Buffer): void => this.#parser.write(this.#decoder.write(chunk));

  constructor(
    core: XmppCore,
    socket: Socket,
    isSecure: boolean,
    policy: StreamPolicy,
    onClose: (connection: ClientConnection) => void,
  ) {
    this.#core = core;
    this.#policy = policy;
    this.#onClose = onClose;
    this.#socket = socket;
    this.#isSecure = isSecure;
    this.#parser = this.#newParser();
    this.#attach(socket);
  }

  get session(): ClientSession | undefined {
    return this.#phase.kind === 'bound' ? this.#phase.session : undefined;
  }

  send(text: string): void {
    if (this.#isOver || this.#isHalfOpen) return;
    this.#out.push(text);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    const { delayMs } = this.#core.faults;
    if (delayMs > 0) setTimeout(() => this.#flush(), delayMs);
    else setImmediate(() => this.#flush());
  }

  /** Ends the stream with an error (RFC 6120 section 4.9). */
  fail(condition: string, detail?: string): void {
    if (this.#isOver) return;
    if (!this.#hasHeader) this.#sendHeader();
    const error = xml(condition, NS.streamErrors, {}, detail);
    this.send(`<stream:error>${error.toString(NS.client)}</stream:error></stream:stream>`);
    this.#flush();
    this.#finish(() => this.#socket.end());
  }

  /** Fault: the socket is reset, nothing is said. */
  cut(): void {
    this.#finish(() =>
      this.#socket instanceof TLSSocket ? this.#socket.destroy() : this.#socket.resetAndDestroy(),
    );
  }

  /** Fault: the socket stays open, but nothing is read or written any more. */
  goHalfOpen(): void {
    this.#isHalfOpen = true;
    this.#socket.off('data', this.#read);
    this.#socket.pause();
  }

  /** Fault: bytes that are no XMPP. */
  sendRaw(bytes: string | Buffer): void {
    this.#flush();
    this.#socket.write(bytes);
  }

  #attach(socket: Socket): void {
    socket.setNoDelay(true);
    socket.on('data', this.#read);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#finish(() => undefined));
    socket.on('end', () => socket.end());
  }

  #finish(closeSocket: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parser.stop();
    closeSocket();
    if (this.#phase.kind === 'bound') this.#phase.session.lostCarrier(this);
    this.#onClose(this);
  }

  #flush(): void {
    this.#isFlushing = false;
    if (this.#out.length === 0 || this.#isHalfOpen || this.#socket.destroyed) return;
    const request = this.#phase.kind === 'bound' ? this.#phase.session.ackRequest() : '';
    const text = this.#out.join('') + (this.#isOver ? '' : request);
    this.#out = [];
    this.#socket.write(text);
  }

  #newParser(): XmlStreamParser {
    this.#hasHeader = false;
    return new XmlStreamParser(
      {
        root: (header) => this.#onHeader(header),
        element: (element) => this.#onElement(element),
        end: () => this.#onEnd(),
        fault: (kind) => this.fail(kind),
      },
      { maxStanza: this.#policy.maxStanza },
    );
  }

  /** A new stream on the same socket, after TLS and after SASL (RFC 6120 section 4.3.3). */
  #restart(): void {
    this.#parser.stop();
    this.#decoder = new StringDecoder('utf8');
    this.#parser = this.#newParser();
  }

  #onHeader(header: XmlElement): void {
    if (this.#core.faults.isMute) return this.goHalfOpen();
    this.#sendHeader();
    if (!header.is('stream', NS.streams)) return this.fail('invalid-namespace');
    const { to } = header.attrs;
    if (to === undefined || to.toLowerCase() !== this.#core.domain) return this.fail('host-unknown');
    const { seeOtherHost } = this.#core.faults;
    if (seeOtherHost !== undefined) return this.fail('see-other-host', seeOtherHost);
    this.send(
      `<stream:features>${this.#features()
        .map((feature) => feature.toString(NS.client))
        .join('')}</stream:features>`,
    );
  }

  #sendHeader(): void {
    this.#hasHeader = true;
    const id = randomBytes(8).toString('hex');
    this.send(
      `<?xml version='1.0'?><stream:stream xmlns='${NS.client}' xmlns:stream='${NS.streams}' id='${id}' from='${this.#core.domain}' version='1.0' xml:lang='en'>`,
    );
  }

  #features(): XmlElement[] {
    const { startTls, hasManagement, homeNodes } = this.#policy;
    if (this.#phase.kind === 'anonymous') {
      const features: XmlElement[] = [];
      if (!this.#isSecure && startTls !== 'off')
        features.push(xml('starttls', NS.tls, {}, startTls === 'required' && xml('required', NS.tls)));
      if (this.#isSecure || startTls !== 'required') {
        const offered = this.#offered().map((name) => xml('mechanism', NS.sasl, {}, name));
        features.push(
          xml(
            'mechanisms',
            NS.sasl,
            {},
            offered,
            homeNodes.map((node) => xml('hostname', NS.homeNode, {}, node)),
          ),
        );
      }
      return features;
    }
    const management = hasManagement ? [xml('sm', NS.sm)] : [];
    const session = xml('session', NS.session, {}, xml('optional', NS.session));
    return [xml('bind', NS.bind), session, ...management, xml('ver', NS.rosterVersion), xml('csi', NS.csi)];
  }

  /** Passwords in clear text and tokens only inside TLS (RFC 6120 section 13.8.3). */
  #offered(): readonly SaslMechanism[] {
    return this.#policy.mechanisms.filter((name) => this.#isSecure || name.startsWith('SCRAM'));
  }

  #onEnd(): void {
    this.session?.close();
    this.send('</stream:stream>');
    this.#flush();
    this.#finish(() => this.#socket.end());
  }

  #onElement(element: XmlElement): void {
    switch (this.#phase.kind) {
      case 'anonymous':
        return this.#beforeAuth(element);
      case 'authenticated':
        return this.#beforeBind(element, this.#phase.account);
      case 'bound':
        return this.#onStanza(element, this.#phase.session);
    }
  }

  #beforeAuth(element: XmlElement): void {
    if (element.is('starttls', NS.tls)) return this.#startTls();
    if (element.ns !== NS.sasl) return this.fail('not-authorized');
    if (!this.#isSecure && this.#policy.startTls === 'required')
      return this.#saslFailed('encryption-required');
    if (element.is('auth')) {
      const mechanism = this.#offered().find((name) => name === element.attrs['mechanism']);
      if (!mechanism) return this.#saslFailed('invalid-mechanism');
      this.#sasl = new SaslExchange(this.#core, this.#policy.checkToken);
      this.#onSaslStep(this.#sasl.start(mechanism, decode(element.text)));
    } else if (element.is('response') && this.#sasl)
      this.#onSaslStep(this.#sasl.respond(decode(element.text)));
    else this.#saslFailed(element.is('abort') ? 'aborted' : 'malformed-request');
  }

  #startTls(): void {
    if (this.#isSecure || this.#policy.startTls === 'off') {
      this.send(`<failure xmlns='${NS.tls}'/></stream:stream>`);
      this.#flush();
      return this.#finish(() => this.#socket.end());
    }
    // What was sent in clear text behind the request is dropped, so nothing can be injected (RFC 6120 section 5.4.3.3).
    this.#restart();
    const plain = this.#socket;
    plain.removeAllListeners('data');
    plain.removeAllListeners('end');
    this.send(`<proceed xmlns='${NS.tls}'/>`);
    this.#flush();
    this.#isSecure = true;
    this.#socket = new TLSSocket(plain, {
      isServer: true,
      secureContext: this.#policy.secureContext(),
      ALPNProtocols: ['xmpp-client'],
    });
    this.#attach(this.#socket);
  }

  #onSaslStep(step: SaslStep): void {
    switch (step.kind) {
      case 'challenge':
        return this.send(
          xml('challenge', NS.sasl, {}, Buffer.from(step.data).toString('base64')).toString(NS.client),
        );
      case 'failure':
        return this.#saslFailed(step.condition);
      case 'success':
        this.send(
          xml(
            'success',
            NS.sasl,
            {},
            step.data !== undefined && Buffer.from(step.data).toString('base64'),
          ).toString(NS.client),
        );
        this.#phase = { kind: 'authenticated', account: step.account };
        return this.#restart();
    }
  }

  /** RFC 6120 section 6.4.5: a few tries on one stream, then it is closed. */
  #saslFailed(condition: string): void {
    this.#sasl = undefined;
    this.send(xml('failure', NS.sasl, {}, xml(condition, NS.sasl)).toString(NS.client));
    if (++this.#failedAttempts >= 3) this.fail('policy-violation');
  }

  #beforeBind(element: XmlElement, account: Account): void {
    if (element.is('resume', NS.sm) && this.#policy.hasManagement) return this.#resume(element, account);
    const bind = element.child('bind', NS.bind);
    if (!element.is('iq', NS.client) || element.attrs['type'] !== 'set' || !bind)
      return this.fail('not-authorized');
    const wanted = bind.childText('resource') ?? '';
    const resource = this.#chooseResource(account, wanted);
    if (resource === undefined) {
      const error = xml('error', NS.client, { type: 'cancel' }, xml('conflict', NS.stanzaErrors));
      return this.send(
        xml('iq', NS.client, { type: 'error', id: element.attrs['id'] }, error).toString(NS.client),
      );
    }
    const session = new ClientSession(
      this.#core,
      account,
      resource,
      this,
      this.#policy.hasManagement ? this.#policy.resumeTimeoutMs : 0,
    );
    this.#core.attach(session);
    this.#phase = { kind: 'bound', session };
    const result = xml('bind', NS.bind, {}, xml('jid', NS.bind, {}, session.jid));
    this.send(xml('iq', NS.client, { type: 'result', id: element.attrs['id'] }, result).toString(NS.client));
  }

  /** RFC 6120 section 7.7.2.2. */
  #chooseResource(account: Account, wanted: string): string | undefined {
    const resource =
      wanted === '' || Buffer.byteLength(wanted) > 1023 ? randomBytes(10).toString('hex') : wanted;
    const holder = this.#core.session(`${account.jid}/${resource}`);
    if (!holder) return resource;
    if (this.#policy.onConflict === 'reject-new') return undefined;
    if (this.#policy.onConflict === 'new-resource') return `${resource}-${randomBytes(4).toString('hex')}`;
    holder.end('conflict');
    return resource;
  }

  #resume(element: XmlElement, account: Account): void {
    const { counters, faults } = this.#core;
    const held = this.#core
      .sessionsOf(account.jid)
      .find((session) => session instanceof ClientSession && session.resumeId === element.attrs['previd']);
    const session = held instanceof ClientSession && !faults.refuseResume ? held : undefined;
    const answer = session?.resume(this, Number(element.attrs['h']));
    if (!session || answer === undefined) {
      counters.failedResumptions++;
      return this.send(xml('failed', NS.sm, {}, xml('item-not-found', NS.stanzaErrors)).toString(NS.client));
    }
    counters.resumptions++;
    this.#phase = { kind: 'bound', session };
    this.send(answer);
  }

  #onStanza(element: XmlElement, session: ClientSession): void {
    if (element.ns === NS.sm) return this.#onManagement(element, session);
    if (element.ns === NS.csi) return;
    if (element.ns !== NS.client || !['message', 'presence', 'iq'].includes(element.name))
      return this.fail('unsupported-stanza-type');
    session.countReceived();
    dispatch(this.#core, session, element);
  }

  #onManagement(element: XmlElement, session: ClientSession): void {
    switch (element.name) {
      case 'enable': {
        if (!this.#policy.hasManagement) return this.fail('unsupported-stanza-type');
        const answer = session.enableManagement(['true', '1'].includes(element.attrs['resume'] ?? ''));
        return this.send(answer.toString(NS.client));
      }
      case 'r': {
        const answer = this.#core.faults.swallowAcks ? undefined : session.answerAck();
        return answer && this.send(answer.toString(NS.client));
      }
      case 'a':
        if (!this.#core.faults.swallowAcks && !session.acknowledge(Number(element.attrs['h'])))
          this.fail('undefined-condition');
        return;
      default:
        return this.send(
          xml('failed', NS.sm, {}, xml('unexpected-request', NS.stanzaErrors)).toString(NS.client),
        );
    }
  }
}

/** SASL payloads: base64, with `=` for empty (RFC 6120 section 6.4.2). */
function decode(text: string): Buffer {
  return text.trim() === '=' ? Buffer.alloc(0) : Buffer.from(text, 'base64');
}
