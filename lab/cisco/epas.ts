import { randomBytes } from 'node:crypto';
import { type XmlElement, xml } from '../embedded/xml/element.ts';
import { parseXml } from '../embedded/xml/stream-parser.ts';
import type { CiscoAccounts } from './accounts.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import type { CiscoLabOptions } from './model.ts';

const SOAP = 'http://www.w3.org/2003/05/soap-envelope';
const EPAS = 'urn:cisco:epas:soap';

export type PresenceNode = 'imp-a' | 'imp-b';

interface SoapSession {
  readonly username: string;
  readonly node: PresenceNode;
}

/** The SOAP sign-in of IM&P (cisco-uc.md 8.1 [public P16]): login, configuration, one-time password, logout. */
export class EpasService {
  readonly #options: CiscoLabOptions;
  readonly #accounts: CiscoAccounts;
  readonly #nameOf: (node: PresenceNode) => string;
  /** By session key, oldest first. */
  readonly #sessions = new Map<string, SoapSession>();
  #primary: PresenceNode = 'imp-a';

  constructor(options: CiscoLabOptions, accounts: CiscoAccounts, nameOf: (node: PresenceNode) => string) {
    this.#options = options;
    this.#accounts = accounts;
    this.#nameOf = nameOf;
  }

  answer(node: PresenceNode, request: LabRequest): LabReply {
    const type = request.headers['content-type'] ?? '';
    if (request.method !== 'POST') return { status: 405, body: '' };
    // SOAP 1.2 has its own content type, 1.1 uses text/xml (standards.md section 6).
    if (!type.includes('application/soap+xml')) return fault('Sender', 'Invalid request: content type', 415);
    const envelope = parseXml(request.body);
    const body = envelope?.child('Body', SOAP)?.elements[0];
    if (!envelope?.is('Envelope', SOAP) || body?.ns !== EPAS) return fault('Sender', 'Invalid request');
    if (body.name === 'login') return this.#login(node, body);
    const key = envelope.child('Header', SOAP)?.child('session-key', EPAS)?.text ?? '';
    const session = this.#sessions.get(key);
    if (session === undefined) return fault('Sender', 'Invalid request: unknown session key');
    // LAB: no wording is known, only that such answers say "Invalid request" (cisco-uc.md 8.1).
    if (session.node !== node && this.#options.presencePair?.sharesSessions === false)
      return fault('Sender', 'Invalid request: session is active on another node');
    const { username } = session;
    switch (body.name) {
      case 'get-all-config':
        return reply(this.#configuration());
      case 'get-onetime-password':
        return reply(
          xml(
            'get-onetime-password-resp',
            EPAS,
            {},
            xml('success', EPAS, {}, xml('password', EPAS, {}, this.#accounts.issueToken(username))),
          ),
        );
      case 'logout':
        this.#sessions.delete(key);
        return reply(xml('logout-resp', EPAS, {}, xml('success', EPAS)));
      default:
        return fault('Sender', `Invalid request: ${body.name}`);
    }
  }

  /** `login-resp/success/*[1]` is the session key; a wrong password is told in `failure` ([inferred]). */
  #login(node: PresenceNode, body: XmlElement): LabReply {
    // A user ID may be a mail address itself (T14); else what follows the @ is the domain.
    const given = body.childText('username') ?? '';
    const username = this.#accounts.find(given) ? given : given.replace(/@[^@]*$/, '');
    const secret = body.childText('password') ?? '';
    // LAB: with single sign-on a token stands in the password's place; the product's body is not known (cisco-uc.md 8.1).
    const outcome = /^(eyJ|Mj[op])/.test(secret)
      ? this.#accounts.checkToken(secret)
      : this.#accounts.check(username, secret);
    const isTheirs =
      outcome.kind === 'right' && outcome.user.username.toLowerCase() === username.toLowerCase();
    if (outcome.kind !== 'right' || !isTheirs)
      return loginFailure('authentication-failed', 'Invalid user name or password');
    const user = outcome.user.username.toLowerCase();
    if (!this.#makeRoom(user, body.attrs['force'] === 'true'))
      return fault('Receiver', 'Invalid request: session limit reached');
    const key = randomBytes(16).toString('hex');
    this.#sessions.set(key, { username: user, node });
    return reply(xml('login-resp', EPAS, {}, xml('success', EPAS, {}, xml('session-key', EPAS, {}, key))));
  }

  /** Ends the oldest sessions until one more fits, when `force` says so. */
  #makeRoom(username: string, isForced: boolean): boolean {
    const most = this.#options.presencePair?.maxSessions ?? Number.POSITIVE_INFINITY;
    const own = [...this.#sessions].filter(([, session]) => session.username === username);
    if (own.length < most) return true;
    if (!isForced) return false;
    for (const [key] of own.slice(0, own.length - most + 1)) this.#sessions.delete(key);
    return true;
  }

  /** LAB property names (cisco-uc.md 8.1): only `Presence.Domain` is known from the product. */
  #configuration(): XmlElement {
    const { peers, presencePair: pair } = this.#options;
    const secondary = this.#primary === 'imp-a' ? 'imp-b' : 'imp-a';
    const values: Record<string, string> = {
      'Presence.Domain': this.#options.domain,
      'XMPP.PrimaryServer': this.#nameOf(this.#primary),
      'XMPP.SecondaryServer': pair ? this.#nameOf(secondary) : '',
      'XMPP.Port': String(peers?.xmpp?.port ?? 5222),
      ...(pair?.relogin && {
        'Client.ReLoginLowerLimit': String(pair.relogin.lowerS),
        'Client.ReLoginUpperLimit': String(pair.relogin.upperS),
      }),
    };
    const properties = Object.entries(values).map(([name, value]) => xml('property', EPAS, { name }, value));
    return xml('get-all-config-resp', EPAS, {}, xml('get-system-config-resp', EPAS, {}, properties));
  }

  setPrimary(node: PresenceNode): void {
    this.#primary = node;
  }

  /** Fault: all SOAP sessions are forgotten, as after a node restart. */
  forgetSessions(): void {
    this.#sessions.clear();
  }
}

function loginFailure(reason: string, message: string): LabReply {
  const failure = xml(
    'failure',
    EPAS,
    {},
    xml('reason', EPAS, {}, reason),
    xml('message', EPAS, {}, message),
  );
  return reply(xml('login-resp', EPAS, {}, failure));
}

function envelopeOf(content: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${xml('Envelope', SOAP, {}, xml('Body', SOAP, {}, content)).toString()}`;
}

function reply(content: XmlElement, status = 200): LabReply {
  return {
    status,
    headers: { 'Content-Type': 'application/soap+xml; charset=utf-8' },
    body: envelopeOf(content),
  };
}

/** cisco-uc.md 8.1: the failure text contains "Invalid request"; faults come with 500 (standards.md section 6). */
function fault(code: 'Sender' | 'Receiver', reason: string, status = 500): LabReply {
  // The prefix `Value` refers to must be declared where it stands.
  const value = xml('Value', SOAP, { 'xmlns:s': SOAP }, `s:${code}`);
  return reply(
    xml(
      'Fault',
      SOAP,
      {},
      xml('Code', SOAP, {}, value),
      xml('Reason', SOAP, {}, xml('Text', SOAP, { 'xml:lang': 'en' }, reason)),
    ),
    status,
  );
}
