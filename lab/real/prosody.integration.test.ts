import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../pki/lab-ca.ts';
import { missingPrograms } from './installed.ts';
import { type Prosody, type ProsodyOptions, startProsody } from './prosody.ts';
import {
  loginWithStockPackages,
  type StockClient,
  type StockElement,
  type StockLogin,
} from './stock-xmpp-client.ts';
import { startTcpRelay } from './tcp-relay.ts';
import { waitUntil } from './wait-until.ts';

const missing = missingPrograms(['prosody']);
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const ACCOUNTS = [
  { name: 'alice', password: 'secret of alice' },
  { name: 'bob', password: 'secret of bob' },
];
const ROSTER = [
  { jid: 'bob@example.test', name: 'Bob "the" Büilder \\ 李', groups: ['Team', 'Küche'] },
  { jid: 'carol@example.test', name: 'Carol', subscription: 'to' as const, groups: [] },
];

async function start(options: Partial<ProsodyOptions> = {}): Promise<{ ca: LabCa; prosody: Prosody }> {
  const ca = options.ca ?? (await createLabCa());
  const prosody = await startProsody({
    ca,
    accounts: ACCOUNTS,
    rosters: { alice: ROSTER, bob: [{ jid: 'alice@example.test', groups: ['Team'] }] },
    ...options,
  });
  endings.push(() => prosody.stop());
  return { ca, prosody };
}

async function login(ca: LabCa, prosody: Prosody, wish: Partial<StockLogin> = {}): Promise<StockClient> {
  const client = await loginWithStockPackages({
    ...prosody,
    port: prosody.ports.c2s,
    user: 'alice',
    secret: 'secret of alice',
    mechanism: 'SCRAM-SHA-1',
    ca: ca.pem,
    ...wish,
  });
  endings.push(() => client.stop().catch(() => undefined));
  return client;
}

async function roster(client: StockClient): Promise<{ jid: string }[]> {
  const answer = await client.request(
    client.xml('iq', { type: 'get' }, client.xml('query', { xmlns: 'jabber:iq:roster' })),
  );
  const items = answer.getChild('query', 'jabber:iq:roster')?.getChildren('item') ?? [];
  const groups = (item: StockElement): string[] =>
    item
      .getChildren('group')
      .map((group) => group.text())
      .sort();
  return items
    .map((item) => ({
      jid: item.attrs['jid'] ?? '',
      name: item.attrs['name'],
      subscription: item.attrs['subscription'],
      groups: groups(item),
    }))
    .sort((one, other) => one.jid.localeCompare(other.jid));
}

const EXPECTED_ROSTER = ROSTER.map((item) => ({
  subscription: 'both',
  ...item,
  groups: [...item.groups].sort(),
}));

describe.skipIf(missing.length > 0)(
  `Prosody${missing.length > 0 ? ' (skipped: prosody is not installed)' : ''}`,
  () => {
    it.each(['SCRAM-SHA-1', 'PLAIN'] as const)(
      'stock packages sign in with %s through STARTTLS and read the roster',
      async (mechanism) => {
        const { ca, prosody } = await start();
        const alice = await login(ca, prosody, { mechanism });
        expect(alice.jid).toMatch(/^alice@example\.test\/.+/);
        expect(alice.offered.mechanisms).toEqual(expect.arrayContaining(['SCRAM-SHA-1', 'CISCO-VTG-TOKEN']));
        expect(await roster(alice)).toEqual(EXPECTED_ROSTER);
      },
    );

    it('SCRAM-SHA-256 where the accounts are kept for it', async () => {
      const { ca, prosody } = await start({ passwordHash: 'SHA-256' });
      expect((await login(ca, prosody, { mechanism: 'SCRAM-SHA-256' })).jid).toContain('alice@');
    });

    it('a wrong password and a stranger to the root are refused', async () => {
      const { ca, prosody } = await start();
      await expect(login(ca, prosody, { secret: 'wrong' })).rejects.toMatchObject({
        condition: 'not-authorized',
      });
      await expect(login(await createLabCa('Stranger'), prosody)).rejects.toThrow(/unable to|certificate/);
    });

    it('offers direct TLS with a certificate for the domain', async () => {
      const { ca, prosody } = await start();
      const socket = connectTls({
        host: prosody.address,
        port: prosody.ports.c2sDirectTls,
        servername: 'example.test',
        ca: ca.pem,
        ALPNProtocols: ['xmpp-client'],
      });
      await once(socket, 'secureConnect');
      expect(socket.authorized).toBe(true);
      socket.destroy();
    });

    it('has the services a client looks for', async () => {
      const { ca, prosody } = await start();
      const alice = await login(ca, prosody);
      const disco = async (to: string): Promise<string[]> => {
        const answer = await alice.request(
          alice.xml(
            'iq',
            { type: 'get', to },
            alice.xml('query', { xmlns: 'http://jabber.org/protocol/disco#info' }),
          ),
        );
        return (answer.getChild('query')?.getChildren('feature') ?? []).map(
          (feature) => feature.attrs['var'] ?? '',
        );
      };
      expect(await disco('example.test')).toEqual(
        expect.arrayContaining(['urn:xmpp:carbons:2', 'urn:xmpp:ping', 'vcard-temp', 'urn:xmpp:blocking']),
      );
      expect(await disco('alice@example.test')).toEqual(
        expect.arrayContaining(['urn:xmpp:mam:2', 'http://jabber.org/protocol/pubsub#publish']),
      );
      expect(await disco('conference.example.test')).toContain('http://jabber.org/protocol/muc');
      expect(await disco('files.example.test')).toContain('urn:xmpp:http:upload:0');
    });

    it('a polite restart and a kill -9 both keep accounts, rosters and offline messages', async () => {
      const { ca, prosody } = await start();
      const before = await login(ca, prosody, { user: 'bob', secret: 'secret of bob' });
      await before.send(
        before.xml(
          'message',
          { to: 'alice@example.test', type: 'chat', id: 'm1' },
          before.xml('body', {}, 'see you later'),
        ),
      );
      await before.request(before.xml('iq', { type: 'get' }, before.xml('ping', { xmlns: 'urn:xmpp:ping' })));
      await prosody.restart();
      expect(await roster(await login(ca, prosody))).toEqual(EXPECTED_ROSTER);
      await prosody.kill9();
      expect(prosody.isRunning()).toBe(false);
      await prosody.start();
      const after = await login(ca, prosody);
      await after.send(after.xml('presence'));
      await waitUntil(
        () => after.received.some((stanza) => stanza.getChildText('body') === 'see you later'),
        { what: 'the offline message' },
      );
    });

    it('carries a message and presence between two people', async () => {
      const { ca, prosody } = await start();
      const alice = await login(ca, prosody);
      const bob = await login(ca, prosody, { user: 'bob', secret: 'secret of bob' });
      await alice.send(alice.xml('presence'));
      await bob.send(bob.xml('presence', {}, bob.xml('show', {}, 'dnd')));
      await waitUntil(
        () =>
          alice.received.some(
            (stanza) =>
              stanza.name === 'presence' &&
              stanza.attrs['from'] === bob.jid &&
              stanza.getChildText('show') === 'dnd',
          ),
        { what: "bob's presence" },
      );
      await alice.send(
        alice.xml(
          'message',
          { to: 'bob@example.test', type: 'chat', id: 'hi' },
          alice.xml('body', {}, 'hello'),
        ),
      );
      await waitUntil(() => bob.received.some((stanza) => stanza.attrs['id'] === 'hi'), {
        what: 'the message',
      });
    });

    it('takes 5,000 contacts', async () => {
      const entries = Array.from({ length: 5_000 }, (_, index) => ({
        jid: `person-${index}@example.test`,
        name: `Person ${index}`,
        groups: [`Group ${index % 20}`],
      }));
      const { ca, prosody } = await start({ rosters: { alice: entries } });
      expect(await roster(await login(ca, prosody))).toHaveLength(5_000);
    });

    it('ends a cut session without losing it: the relay in front goes silent and comes back', async () => {
      const { ca, prosody } = await start();
      const relay = await startTcpRelay({ target: { address: prosody.address, port: prosody.ports.c2s } });
      endings.push(() => relay.close());
      const alice = await login(ca, prosody, { port: relay.port });
      const ping = (): Promise<unknown> =>
        alice.request(alice.xml('iq', { type: 'get' }, alice.xml('ping', { xmlns: 'urn:xmpp:ping' })));
      await relay.cut('silent');
      const answered = ping();
      await relay.restore();
      await answered;
      expect(relay.accepted).toBe(1);
    });
  },
);

describe.skipIf(missing.length > 0)('CISCO-VTG-TOKEN', () => {
  async function tokenServer(): Promise<{ url: string; asked: string[]; good: Set<string> }> {
    const asked: string[] = [];
    const good = new Set(['one time']);
    const server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://lab');
      const token = searchParams.get('token') ?? '';
      asked.push(`${searchParams.get('userid')} ${token}`);
      response.writeHead(good.delete(token) ? 200 : 403).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    endings.push(() => void server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, asked, good };
  }

  it('signs in with a one-time password the lab knows, once, and not with another', async () => {
    const tokens = await tokenServer();
    const { ca, prosody } = await start({
      tokenUrl: tokens.url,
      sasl: 'cisco',
      homeNodes: ['imp-a.example.test', 'imp-b.example.test'],
    });
    const alice = await login(ca, prosody, { mechanism: 'CISCO-VTG-TOKEN', secret: 'one time' });
    expect(alice.jid).toMatch(/^alice@example\.test\//);
    expect([...alice.offered.mechanisms].sort()).toEqual(['CISCO-VTG-TOKEN', 'PLAIN']);
    expect(alice.offered.hostnames).toEqual(['imp-a.example.test', 'imp-b.example.test']);
    await expect(
      login(ca, prosody, { mechanism: 'CISCO-VTG-TOKEN', secret: 'one time' }),
    ).rejects.toMatchObject({ condition: 'not-authorized' });
    expect(tokens.asked).toEqual(['alice@example.test one time', 'alice@example.test one time']);
  });

  it('refuses tokens when nobody can be asked, and still takes PLAIN', async () => {
    const { ca, prosody } = await start({ tokenUrl: 'http://127.0.0.1:9/token', sasl: 'cisco' });
    await expect(login(ca, prosody, { mechanism: 'CISCO-VTG-TOKEN', secret: 'any' })).rejects.toMatchObject({
      condition: 'not-authorized',
    });
    expect((await login(ca, prosody, { mechanism: 'PLAIN' })).jid).toContain('alice@');
  });
});
