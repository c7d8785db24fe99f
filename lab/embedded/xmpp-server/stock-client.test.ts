import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { xml as element } from '../xml/element.ts';
import { startXmppFixture, type XmppFixture } from './xmpp-fixture.ts';

// The stock client packages are untyped; the test needs only these few members.
interface StockElement {
  is(name: string): boolean;
  attrs: Record<string, string>;
  getChild(name: string, ns?: string): StockElement | undefined;
  getChildren(name: string): StockElement[];
  getChildText(name: string): string | null;
}
interface StockClient {
  on(event: string, listener: (value: never) => void): void;
  open(options: object): Promise<unknown>;
  send(element: unknown): Promise<void>;
}

class PlainMechanism {
  response({ username, password }: { username: string; password: string }): string {
    return `\0${username}\0${password}`;
  }
}
Object.assign(PlainMechanism.prototype, { name: 'PLAIN', clientFirst: true });

// Names in variables keep the compiler from looking for the declarations that these packages lack.
async function load<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}

let lab: XmppFixture;
afterEach(() => lab.stop());

describe('XMPP server: the stock client packages', () => {
  it('signs in, binds, gets 5,000 contacts, exchanges messages', async () => {
    lab = await startXmppFixture();
    for (let index = 0; index < 5000; index++) {
      lab.server.addUser({ username: `person${index}`, name: `Person ${index}` });
      lab.server.befriend('alice', `person${index}`, { groups: [`Group ${index % 20}`] });
    }
    const { Client, xml } = await load<{
      Client: new (options: object) => StockClient;
      xml: (...args: unknown[]) => StockElement;
    }>('@xmpp/client-core');
    const Base = (await load<{ default: new () => { prototype: object } }>('@xmpp/connection-tcp')).default;
    // Composed without this, the packages open the stream with the wrong default namespace, which servers refuse.
    class Transport extends Base {}
    Object.assign(Transport.prototype, { NS: 'jabber:client' });
    const middleware = (await load<{ default: (options: object) => object }>('@xmpp/middleware')).default;
    const streamFeatures = (
      await load<{ default: (options: object) => { use(...args: unknown[]): void } }>('@xmpp/stream-features')
    ).default;
    const sasl = (await load<{ default: (...args: unknown[]) => void }>('@xmpp/sasl')).default;
    const caller = (
      await load<{ default: (options: object) => { request(element: unknown): Promise<StockElement> } }>(
        '@xmpp/iq/caller.js',
      )
    ).default;
    const Factory = (await load<{ default: new () => { use(mechanism: unknown): void } }>('saslmechanisms'))
      .default;

    const entity = new Client({ domain: 'example.test', username: 'alice', password: 'parlance-demo' });
    const factory = new Factory();
    factory.use(PlainMechanism);
    const features = streamFeatures({ middleware: middleware({ entity }) });
    sasl(
      { streamFeatures: features, saslFactory: factory },
      (authenticate: (credentials: object, mechanism: string) => Promise<void>) =>
        authenticate({ username: 'alice', password: 'parlance-demo' }, 'PLAIN'),
    );
    const iq = caller({ entity, middleware: middleware({ entity }) });
    const incoming: StockElement[] = [];
    entity.on('stanza', (stanza: never) => incoming.push(stanza));
    entity.on('error', () => undefined);
    const bound = new Promise<StockElement>((resolve, reject) => {
      features.use('bind', 'urn:ietf:params:xml:ns:xmpp-bind', () => {
        // Not awaited: the answer comes through the same middleware that runs this.
        iq.request(
          xml('iq', { type: 'set' }, xml('bind', { xmlns: 'urn:ietf:params:xml:ns:xmpp-bind' })),
        ).then(resolve, reject);
      });
    });

    const socket = connect({
      host: lab.server.host,
      port: lab.server.tlsPort,
      ca: lab.ca,
      servername: 'example.test',
    });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const attach = entity as unknown as {
      _attachSocket(value: unknown): void;
      Transport: unknown;
      Parser: unknown;
      status: string;
    };
    attach.Transport = Transport;
    attach.Parser = (Transport.prototype as unknown as { Parser: unknown }).Parser;
    attach._attachSocket(socket);
    attach.status = 'connect';
    await entity.open({ domain: 'example.test' });
    const address = (await bound).getChild('bind')?.getChildText('jid');
    expect(address).toMatch(/^alice@example\.test\/.+/);
    const roster = await iq.request(xml('iq', { type: 'get' }, xml('query', { xmlns: 'jabber:iq:roster' })));
    expect(roster.getChild('query')?.getChildren('item')).toHaveLength(5000);

    const bob = await lab.connect('bob');
    bob.send(element('presence', 'jabber:client'));
    await entity.send(xml('presence'));
    await entity.send(
      xml('message', { to: 'bob@example.test', type: 'chat' }, xml('body', {}, 'from stock')),
    );
    expect((await bob.message('from stock')).attrs['from']).toBe(address);
    bob.send(
      element(
        'message',
        'jabber:client',
        { to: 'alice@example.test', type: 'chat' },
        element('body', 'jabber:client', {}, 'to stock'),
      ),
    );
    await expect
      .poll(() =>
        incoming.filter((stanza) => stanza.is('message')).map((stanza) => stanza.getChildText('body')),
      )
      .toEqual(['to stock']);
    socket.destroy();
  });
});
