import { connect as connectTls } from 'node:tls';
import type { Socket } from 'node:net';
import { createSaslMechanism, type SaslMechanismName } from './sasl-mechanisms.ts';

/** The part of an `@xmpp/xml` element that tests read. */
export interface StockElement {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  getChild(name: string, ns?: string): StockElement | undefined;
  getChildren(name: string, ns?: string): StockElement[];
  getChildText(name: string, ns?: string): string | null;
  /** The text directly inside. */
  text(): string;
  toString(): string;
}

export interface StockLogin {
  readonly address: string;
  readonly port: number;
  readonly domain: string;
  readonly user: string;
  /** Password, or one-time password for CISCO-VTG-TOKEN. */
  readonly secret: string;
  readonly mechanism: SaslMechanismName;
  /** Root the server's certificate must come from, PEM. */
  readonly ca: string;
}

/** A signed-in client made of the stock `@xmpp` packages: the second opinion about the lab's server. */
export interface StockClient {
  /** Full JID the server gave. */
  readonly jid: string;
  /** What the server offered: mechanisms, and the host names beside them. */
  readonly offered: { readonly mechanisms: readonly string[]; readonly hostnames: readonly string[] };
  /** Everything received since the sign-in. */
  readonly received: readonly StockElement[];
  /** Calls back for each stanza from now on. */
  onStanza(listener: (stanza: StockElement) => void): void;
  send(xml: StockElement): Promise<void>;
  request(xml: StockElement): Promise<StockElement>;
  /** Builds an element, as `@xmpp/xml` does. */
  xml(name: string, attrs?: Record<string, string>, ...children: (StockElement | string)[]): StockElement;
  stop(): Promise<void>;
}

interface StockEntity {
  transports: unknown[];
  socket: Socket | null;
  jid: { toString(): string };
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'stanza', listener: (element: StockElement) => void): void;
  send(element: StockElement): Promise<void>;
  sendReceive(element: StockElement): Promise<StockElement>;
  start(): Promise<unknown>;
  stop(): Promise<unknown>;
  restart(): Promise<unknown>;
  _attachSocket(socket: Socket): void;
  _detachSocket(): void;
  _jid(jid: string): unknown;
  _ready(): void;
}

type Feature = (context: { entity: StockEntity }, next: () => unknown, feature: StockElement) => unknown;
interface StockFeatures {
  use(name: string, ns: string, feature: Feature): unknown;
}

const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind';

/** Signs in through STARTTLS and SASL and binds a resource. Rejects with the stock packages' error. */
export async function loginWithStockPackages(login: StockLogin): Promise<StockClient> {
  const { entity, xml, caller, features, startSasl } = await assemble(login);
  const offered = { mechanisms: [] as string[], hostnames: [] as string[] };
  useStartTls(features, xml, login);
  features.use('mechanisms', NS_SASL, (_context, next, feature) => {
    offered.mechanisms = feature.getChildren('mechanism', NS_SASL).map((element) => element.text());
    offered.hostnames = feature
      .getChildren('hostname', 'urn:xmpp:domain-based-name:0')
      .map((element) => element.text());
    return next();
  });
  startSasl();
  features.use('bind', NS_BIND, async () => {
    const answer = await caller.request(xml('iq', { type: 'set' }, xml('bind', { xmlns: NS_BIND })));
    entity._jid(answer.getChild('bind', NS_BIND)?.getChildText('jid') ?? '');
    entity._ready();
  });
  const received: StockElement[] = [];
  const failed = new Promise<never>((_resolve, reject) => entity.on('error', reject));
  failed.catch(() => undefined);
  try {
    await Promise.race([entity.start(), failed]);
  } catch (error) {
    entity.socket?.destroy();
    throw error;
  }
  entity.on('stanza', (element) => received.push(element));
  return {
    ...{ jid: entity.jid.toString(), offered, received, xml },
    onStanza: (listener) => entity.on('stanza', listener),
    send: (element) => entity.send(element),
    request: (element) => caller.request(element),
    stop: async () => void (await entity.stop()),
  };
}

interface Assembly {
  readonly entity: StockEntity;
  readonly xml: StockClient['xml'];
  readonly caller: { request(element: StockElement): Promise<StockElement> };
  readonly features: StockFeatures;
  startSasl(): void;
}

type Make<T> = (options: object, extra?: unknown) => T;

/** The packages carry no types, so each is loaded by name and given the ones above. */
async function load<T>(name: string, member = 'default'): Promise<T> {
  const loaded = (await import(`@xmpp/${name}`)) as Readonly<Record<string, unknown>>;
  return loaded[member] as T;
}

async function assemble(login: StockLogin): Promise<Assembly> {
  const Client = await load<new (options: object) => StockEntity>('client-core', 'Client');
  const Transport = await load<new () => object>('connection-tcp');
  const entity = new Client({ service: `xmpp://${login.address}:${login.port}`, domain: login.domain });
  // The transport is made for any stream; a client's has this name space (RFC 6120 section 4.8.2).
  class ClientStream extends Transport {}
  Object.assign(ClientStream.prototype, { NS: 'jabber:client' });
  entity.transports.push(ClientStream);
  const middleware = (await load<Make<object>>('middleware'))({ entity });
  const features = (await load<Make<StockFeatures>>('stream-features'))({ middleware });
  const caller = (await load<Make<Assembly['caller']>>('iq/caller.js'))({ middleware, entity });
  const sasl = await load<Make<unknown>>('sasl');
  const saslFactory = {
    _mechs: [{ name: login.mechanism }],
    create: () => createSaslMechanism(login.mechanism, login),
  };
  const authenticate = (done: (credentials: object, name: string) => Promise<void>): Promise<void> =>
    done({}, login.mechanism);
  return {
    entity,
    xml: await load<StockClient['xml']>('client-core', 'xml'),
    caller,
    features,
    startSasl: () => void sasl({ streamFeatures: features, saslFactory }, authenticate),
  };
}

function useStartTls(features: StockFeatures, xml: StockClient['xml'], login: StockLogin): void {
  features.use('starttls', NS_TLS, async ({ entity }) => {
    const answer = await entity.sendReceive(xml('starttls', { xmlns: NS_TLS }));
    if (answer.name !== 'proceed') throw new Error(`STARTTLS was refused: ${answer.toString()}`);
    const { socket } = entity;
    if (socket === null) throw new Error('the connection closed before TLS');
    entity._detachSocket();
    const secured = await new Promise<Socket>((resolve, reject) => {
      const tls = connectTls({ socket, servername: login.domain, ca: login.ca }, () => resolve(tls));
      tls.once('error', reject);
    });
    entity._attachSocket(Object.assign(secured, { secure: true }));
    await entity.restart();
  });
}
