import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type XmlElement, xml } from '../xml/element.ts';
import { NS } from './namespaces.ts';
import type { ProbeClient } from './probe-client.ts';
import { startXmppFixture, type XmppFixture } from './xmpp-fixture.ts';

let lab: XmppFixture;
beforeEach(async () => {
  lab = await startXmppFixture();
});
afterEach(() => lab.stop());

async function online(
  username: string,
  options: { resource?: string; priority?: number; hasRoster?: boolean; hasCarbons?: boolean } = {},
): Promise<ProbeClient> {
  const client = await lab.connect(
    username,
    options.resource === undefined ? {} : { resource: options.resource },
  );
  if (options.hasRoster ?? true) await client.request('get', xml('query', NS.roster));
  if (options.hasCarbons) await client.request('set', xml('enable', NS.carbons));
  client.send(xml('presence', NS.client, {}, xml('priority', NS.client, {}, String(options.priority ?? 0))));
  await client.settle();
  return client;
}

function chat(to: string, body: string, ...more: XmlElement[]): XmlElement {
  return xml(
    'message',
    NS.client,
    { to, type: 'chat', id: `id-${body}` },
    xml('body', NS.client, {}, body),
    more,
  );
}

const presenceFrom = (jid: string, type?: string) => (stanza: XmlElement) =>
  stanza.name === 'presence' && stanza.attrs['from'] === jid && stanza.attrs['type'] === type;
const bodies = (client: ProbeClient): string[] =>
  client.seen
    .filter((stanza) => stanza.name === 'message')
    .map((stanza) => stanza.childText('body') ?? stanza.elements[0]?.name ?? '');

describe('XMPP server: contacts', () => {
  it('sets, pushes to every resource, versions, and removes roster lines', async () => {
    const one = await online('alice', { resource: 'one' });
    const two = await online('alice', { resource: 'two' });
    const item = xml(
      'item',
      NS.roster,
      { jid: 'carol@example.test', name: 'Carol' },
      xml('group', NS.roster, {}, 'Work'),
    );
    expect((await one.request('set', xml('query', NS.roster, {}, item))).attrs['type']).toBe('result');
    const push = await two.next((stanza) => stanza.name === 'iq' && stanza.attrs['type'] === 'set');
    expect(push.child('query')?.child('item')?.attrs).toMatchObject({
      jid: 'carol@example.test',
      name: 'Carol',
      subscription: 'none',
    });
    const roster = (await two.request('get', xml('query', NS.roster))).child('query');
    expect(roster?.child('item')?.childText('group')).toBe('Work');
    const again = await two.request('get', xml('query', NS.roster, { ver: roster?.attrs['ver'] ?? '' }));
    expect(again.elements).toHaveLength(0);
    await one.request(
      'set',
      xml(
        'query',
        NS.roster,
        {},
        xml('item', NS.roster, { jid: 'carol@example.test', subscription: 'remove' }),
      ),
    );
    const removed = await two.next((stanza) => stanza.name === 'iq' && stanza.attrs['type'] === 'set');
    expect(removed.child('query')?.child('item')?.attrs['subscription']).toBe('remove');
    const missing = await one.request(
      'set',
      xml(
        'query',
        NS.roster,
        {},
        xml('item', NS.roster, { jid: 'nobody@example.test', subscription: 'remove' }),
      ),
    );
    expect(missing.child('error')?.elements[0]?.name).toBe('item-not-found');
  });

  it('walks request, approval, both ways and removal', async () => {
    const [alice, bob] = [await online('alice'), await online('bob')];
    const subscription = (owner: string, jid: string): string | undefined =>
      lab.server.account(owner).roster.get(`${jid}@example.test`)?.subscription;
    alice.send(xml('presence', NS.client, { to: 'bob@example.test', type: 'subscribe' }));
    await bob.next(presenceFrom('alice@example.test', 'subscribe'));
    expect(lab.server.account('bob').roster.size).toBe(0);
    expect(lab.server.account('alice').roster.get('bob@example.test')?.isAsking).toBe(true);
    bob.send(xml('presence', NS.client, { to: 'alice@example.test', type: 'subscribed' }));
    await alice.next(presenceFrom('bob@example.test', 'subscribed'));
    await alice.next(presenceFrom(bob.jid));
    expect([subscription('alice', 'bob'), subscription('bob', 'alice')]).toEqual(['to', 'from']);
    bob.send(xml('presence', NS.client, { to: 'alice@example.test', type: 'subscribe' }));
    await alice.next(presenceFrom('bob@example.test', 'subscribe'));
    alice.send(xml('presence', NS.client, { to: 'bob@example.test', type: 'subscribed' }));
    await bob.next(presenceFrom(alice.jid));
    expect([subscription('alice', 'bob'), subscription('bob', 'alice')]).toEqual(['both', 'both']);
    await alice.request(
      'set',
      xml(
        'query',
        NS.roster,
        {},
        xml('item', NS.roster, { jid: 'bob@example.test', subscription: 'remove' }),
      ),
    );
    await bob.next(presenceFrom('alice@example.test', 'unsubscribed'));
    await bob.next(presenceFrom(alice.jid, 'unavailable'));
    expect([subscription('alice', 'bob'), subscription('bob', 'alice')]).toEqual([undefined, 'none']);
  });

  it('keeps a request for somebody who is away, and asks again at each start until answered', async () => {
    const alice = await online('alice');
    alice.send(xml('presence', NS.client, { to: 'bob@example.test', type: 'subscribe' }));
    await alice.settle();
    for (let start = 0; start < 2; start++) {
      const bob = await online('bob');
      await bob.next(presenceFrom('alice@example.test', 'subscribe'));
      await bob.close();
    }
    const bob = await online('bob');
    bob.send(xml('presence', NS.client, { to: 'alice@example.test', type: 'unsubscribed' }));
    await alice.next(presenceFrom('bob@example.test', 'unsubscribed'));
    expect(lab.server.account('alice').roster.get('bob@example.test')).toMatchObject({
      subscription: 'none',
      isAsking: false,
    });
  });

  it('shows presence to contacts only, and to a directed stranger until it ends', async () => {
    lab.server.befriend('alice', 'bob');
    const [bob, carol] = [await online('bob'), await online('carol')];
    const alice = await online('alice');
    await bob.next(presenceFrom(alice.jid));
    await alice.next(presenceFrom(bob.jid));
    alice.send(xml('presence', NS.client, { to: carol.jid }, xml('status', NS.client, {}, 'hi')));
    await carol.next(presenceFrom(alice.jid));
    alice.drop();
    await bob.next(presenceFrom(alice.jid, 'unavailable'));
    await carol.next(presenceFrom(alice.jid, 'unavailable'));
  });
});

describe('XMPP server: messages', () => {
  it('forks to non-negative resources, and answers a full address only there', async () => {
    const alice = await online('alice');
    const [desk, phone, quiet] = [
      await online('bob', { resource: 'desk' }),
      await online('bob', { resource: 'phone', priority: 5 }),
      await online('bob', { resource: 'quiet', priority: -1 }),
    ];
    alice.send(chat('bob@example.test', 'to all'));
    alice.send(chat('bob@example.test/desk', 'to desk'));
    alice.send(chat('bob@example.test/gone', 'to gone'));
    await alice.settle();
    await Promise.all([desk.settle(), phone.settle(), quiet.settle()]);
    expect(bodies(desk)).toEqual(['to all', 'to desk', 'to gone']);
    expect(bodies(phone)).toEqual(['to all', 'to gone']);
    expect(bodies(quiet)).toEqual([]);
    expect(lab.server.counters.delivered.get('bob@example.test')).toBe(5);
  });

  it('M7: carbon-copies sent and received chat to the others, never private ones', async () => {
    const alice = await online('alice', { resource: 'one', hasCarbons: true });
    const other = await online('alice', { resource: 'two', hasCarbons: true });
    const bob = await online('bob');
    alice.send(chat('bob@example.test', 'sent'));
    alice.send(chat('bob@example.test', 'secret', xml('private', NS.carbons)));
    bob.send(chat(alice.jid, 'received'));
    const copies = [
      await other.next((stanza) => stanza.hasNs(NS.carbons)),
      await other.next((stanza) => stanza.hasNs(NS.carbons)),
    ];
    expect(
      copies.map((copy) => [
        copy.attrs['from'],
        copy.elements[0]?.name,
        copy.elements[0]?.child('forwarded')?.child('message')?.childText('body'),
      ]),
    ).toEqual([
      ['alice@example.test', 'sent', 'sent'],
      ['alice@example.test', 'received', 'received'],
    ]);
    await other.settle();
    expect(bodies(other)).toEqual([]);
  });

  it('keeps messages for people who are away, with their time, but not typing notices', async () => {
    const alice = await online('alice');
    alice.send(chat('bob@example.test', 'later'));
    alice.send(
      xml('message', NS.client, { to: 'bob@example.test', type: 'chat' }, xml('composing', NS.chatStates)),
    );
    await alice.settle();
    const bob = await online('bob');
    const message = await bob.message('later');
    expect(message.child('delay', NS.delay)?.attrs['from']).toBe('example.test');
    await bob.settle();
    expect(bodies(bob)).toEqual([]);
    const second = await online('bob', { resource: 'again' });
    expect(bodies(second)).toEqual([]);
  });

  it('refuses unknown people and foreign servers with an error stanza', async () => {
    const alice = await online('alice');
    alice.send(chat('nobody@example.test', 'a'));
    alice.send(chat('bob@elsewhere.test', 'b'));
    const errors = [
      await alice.next((s) => s.attrs['type'] === 'error'),
      await alice.next((s) => s.attrs['type'] === 'error'),
    ];
    expect(errors.map((error) => [error.attrs['id'], error.child('error')?.elements[0]?.name])).toEqual([
      ['id-a', 'service-unavailable'],
      ['id-b', 'remote-server-not-found'],
    ]);
  });

  it('blocks both directions and hides presence (XEP-0191)', async () => {
    lab.server.befriend('alice', 'bob');
    const [alice, bob] = [await online('alice'), await online('bob')];
    await alice.request('get', xml('blocklist', NS.blocking));
    await alice.request(
      'set',
      xml('block', NS.blocking, {}, xml('item', NS.blocking, { jid: 'bob@example.test' })),
    );
    await bob.next(presenceFrom(alice.jid, 'unavailable'));
    bob.send(chat('alice@example.test', 'x'));
    expect(
      (await bob.next((s) => s.attrs['type'] === 'error')).child('error')?.child('service-unavailable'),
    ).toBeDefined();
    alice.send(chat('bob@example.test', 'y'));
    expect(
      (await alice.next((s) => s.attrs['type'] === 'error')).child('error')?.child('not-acceptable'),
    ).toBeDefined();
    await alice.request('set', xml('unblock', NS.blocking));
    await bob.next(presenceFrom(alice.jid));
  });

  it('archives both sides, pages back and forward, filters, and marks live copies with the id', async () => {
    const [alice, bob, carol] = [await online('alice'), await online('bob'), await online('carol')];
    for (let index = 1; index <= 5; index++) alice.send(chat('bob@example.test', `m${index}`));
    carol.send(chat('alice@example.test', 'other'));
    await alice.message('other');
    const live = await bob.message('m5');
    const query = async (
      client: ProbeClient,
      set: XmlElement[],
      peer?: string,
    ): Promise<{ ids: string[]; fin: XmlElement | undefined }> => {
      const field = (name: string, value: string): XmlElement =>
        xml('field', NS.form, { var: name }, xml('value', NS.form, {}, value));
      const form = xml(
        'x',
        NS.form,
        { type: 'submit' },
        field('FORM_TYPE', NS.mam),
        peer !== undefined && field('with', peer),
      );
      const answer = await client.request(
        'set',
        xml('query', NS.mam, { queryid: 'q' }, form, xml('set', NS.rsm, {}, set)),
      );
      const results = client.seen.filter((s) => s.hasNs(NS.mam));
      for (const result of results) client.seen.splice(client.seen.indexOf(result), 1);
      return {
        ids: results.map(
          (s) => s.child('result')?.child('forwarded')?.child('message')?.childText('body') ?? '',
        ),
        fin: answer.child('fin'),
      };
    };
    const last = await query(bob, [xml('max', NS.rsm, {}, '2'), xml('before', NS.rsm)]);
    expect(last.ids).toEqual(['m4', 'm5']);
    expect(last.fin?.attrs['complete']).toBeUndefined();
    expect(last.fin?.child('set')?.childText('last')).toBe(live.child('stanza-id', NS.stanzaId)?.attrs['id']);
    const before = await query(bob, [
      xml('max', NS.rsm, {}, '10'),
      xml('before', NS.rsm, {}, last.fin?.child('set')?.childText('first') ?? ''),
    ]);
    expect(before.ids).toEqual(['m1', 'm2', 'm3']);
    expect(before.fin?.attrs['complete']).toBe('true');
    expect((await query(alice, [], 'bob@example.test')).ids).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect((await query(alice, [], 'carol@example.test')).ids).toEqual(['other']);
  });

  it('answers disco, vCard, search, ping, and service-unavailable for the rest', async () => {
    const alice = await online('alice');
    const info = (await alice.request('get', xml('query', NS.discoInfo), 'example.test')).child('query');
    expect(info?.all('feature').map((feature) => feature.attrs['var'])).toEqual(
      expect.arrayContaining([NS.carbons, NS.mam, NS.blocking]),
    );
    expect(
      (await alice.request('get', xml('vCard', NS.vcard), 'bob@example.test'))
        .child('vCard')
        ?.childText('FN'),
    ).toBe('Bob Test');
    await alice.request('set', xml('vCard', NS.vcard, {}, xml('FN', NS.vcard, {}, 'A. New')));
    expect((await alice.request('get', xml('vCard', NS.vcard))).child('vCard')?.childText('FN')).toBe(
      'A. New',
    );
    const found = (
      await alice.request(
        'set',
        xml('query', NS.search, {}, xml('nick', NS.search, {}, 'ca')),
        'example.test',
      )
    ).child('query');
    expect(found?.all('item').map((item) => item.attrs['jid'])).toEqual(['carol@example.test']);
    const unknown = await alice.request('get', xml('query', 'urn:nobody-knows'));
    expect(unknown.child('error')?.child('service-unavailable')).toBeDefined();
  });
});
