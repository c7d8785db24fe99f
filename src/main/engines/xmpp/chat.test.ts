import { afterEach, describe, expect, it } from 'vitest';
import { startXmppFixture, type XmppFixture } from '../../../../lab/embedded/xmpp-server/xmpp-fixture.ts';
import type { XmppServerOptions } from '../../../../lab/embedded/xmpp-server/xmpp-server.ts';
import {
  type XmppTestClient,
  xmppTestClient,
  type XmppTestSetup,
} from '../../../../test/fakes/xmpp-client.ts';

const ALICE = 'alice@example.test';
const BOB = 'bob@example.test';

let lab: XmppFixture;
const clients: XmppTestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map(({ xmpp }) => xmpp.disconnect()));
  await lab.stop();
});

async function open(options: Partial<XmppServerOptions> = {}): Promise<void> {
  lab = await startXmppFixture(options);
  lab.server.befriend('alice', 'bob');
}

async function online(username: string, more: Partial<XmppTestSetup> = {}): Promise<XmppTestClient> {
  const { host, tlsPort } = lab.server;
  const targets = [{ host, port: tlsPort, tls: 'direct' as const }];
  const client = xmppTestClient({ ca: lab.ca, targets, username, password: 'parlance-demo', ...more });
  clients.push(client);
  const result = await client.connect();
  if (!result.ok) throw new Error(result.error.code);
  await client.until('roster');
  return client;
}

describe('chat', () => {
  it('M6: a message goes over, is accepted, received and displayed', async () => {
    await open();
    const [alice, bob] = [await online('alice'), await online('bob')];
    alice.xmpp.sendMessage({ to: BOB, id: 'm1', body: 'Hi <b>&\u0000\ud800' });
    const { message } = await bob.until('message');
    expect(message).toMatchObject({
      peer: ALICE,
      direction: 'in',
      body: 'Hi <b>&\ufffd',
      wantsReceipt: true,
      isMarkable: true,
      via: 'live',
      wire: { originId: 'm1', messageId: 'm1' },
    });
    expect(await alice.until('accepted')).toEqual({ kind: 'accepted', stanzaId: 'm1' });
    bob.xmpp.sendReceipt(ALICE, 'm1');
    bob.xmpp.sendDisplayed(ALICE, 'm1');
    expect(await alice.until('receipt')).toEqual({ kind: 'receipt', peer: BOB, messageId: 'm1' });
    expect(await alice.until('displayed')).toEqual({
      kind: 'displayed',
      peer: BOB,
      messageId: 'm1',
      direction: 'in',
    });
  });

  it('M6: typing is told to a client that is known to understand it, also before it ever wrote', async () => {
    await open();
    const [alice, bob] = [await online('alice'), await online('bob')];
    await alice.until('presence', ({ address }) => address === BOB);
    alice.xmpp.sendChatState(BOB, 'composing');
    expect(await bob.until('chat-state')).toEqual({ kind: 'chat-state', peer: ALICE, state: 'composing' });
  });

  it('M6: typing is not told to a client that announces nothing, until it has written with chat states', async () => {
    await open();
    const alice = await online('alice');
    const got: string[] = [];
    const bot = lab.server.addBot('bob', 'bot', (stanza) =>
      got.push(...stanza.elements.map(({ name }) => name)),
    );
    bot.setPresence({});
    await alice.until('presence', ({ address }) => address === BOB);
    alice.xmpp.sendChatState(BOB, 'composing');
    alice.xmpp.sendMessage({ to: BOB, id: 'm1', body: 'x' });
    await alice.until('accepted');
    await alice.when(() => got.includes('body'), 'the message');
    expect(got).not.toContain('composing');
  });

  it('M6: a correction names the message it replaces', async () => {
    await open();
    const [alice, bob] = [await online('alice'), await online('bob')];
    alice.xmpp.sendMessage({ to: BOB, id: 'm2', body: 'right', replaces: 'm1' });
    expect((await bob.until('message')).message.replaces).toBe('m1');
  });

  it('M6: what is too long for servers is refused at once', async () => {
    await open();
    const alice = await online('alice');
    expect(alice.xmpp.sendMessage({ to: BOB, id: 'm', body: 'ü'.repeat(30_001) })).toMatchObject({
      error: { code: 'chat.too-long' },
    });
  });

  it('M7: each device of ours sees what the others send, get and read', async () => {
    await open();
    const [desk, laptop, bob] = [
      await online('alice'),
      await online('alice', { resource: 'laptop', seed: 9 }),
      await online('bob'),
    ];
    desk.xmpp.sendMessage({ to: BOB, id: 'm1', body: 'from desk' });
    expect((await laptop.until('message')).message).toMatchObject({
      peer: BOB,
      direction: 'out',
      via: 'carbon',
      body: 'from desk',
      wantsReceipt: false,
    });
    bob.xmpp.sendMessage({ to: ALICE, id: 'm2', body: 'answer' });
    await desk.until('message', ({ message }) => message.body === 'answer');
    await laptop.until('message', ({ message }) => message.body === 'answer');
    desk.xmpp.sendDisplayed(BOB, 'm2');
    expect(await laptop.until('displayed')).toEqual({
      kind: 'displayed',
      peer: BOB,
      messageId: 'm2',
      direction: 'out',
    });
  });

  it('M6: offline messages come with the time they were sent', async () => {
    await open();
    const alice = await online('alice');
    alice.xmpp.sendMessage({ to: BOB, id: 'm1', body: 'later' });
    await alice.until('accepted');
    const bob = await online('bob');
    const { message } = await bob.until('message');
    expect(message).toMatchObject({ body: 'later', via: 'offline' });
    expect(message.at).toBeTypeOf('number');
  });

  it('M14: a refused message comes back as an error of that message', async () => {
    await open();
    const alice = await online('alice');
    alice.xmpp.sendMessage({ to: 'nobody@example.test', id: 'm1', body: 'x' });
    expect(await alice.until('message-error')).toMatchObject({
      peer: 'nobody@example.test',
      messageId: 'm1',
      error: { code: 'chat.recipient-unavailable' },
    });
  });

  it('M13: the archive is read backwards page by page, to its start', async () => {
    await open();
    const [alice, bob] = [await online('alice'), await online('bob')];
    for (let index = 0; index < 25; index += 1)
      alice.xmpp.sendMessage({ to: BOB, id: `m${index}`, body: `text ${index}` });
    await bob.until('message', ({ message }) => message.body === 'text 24');
    const bodies: string[] = [];
    let before = '';
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await alice.xmpp.archive({ with: BOB, before, limit: 10 });
      if (!page.ok) throw new Error(page.error.code);
      bodies.unshift(...page.value.messages.map(({ body }) => body));
      if (page.value.isComplete) break;
      before = page.value.firstId ?? '';
    }
    expect(bodies).toEqual(Array.from({ length: 25 }, (_, index) => `text ${index}`));
  });
});

describe('contacts', () => {
  it('M3: presence goes both ways, with texts, idle time and leaving', async () => {
    await open();
    const [alice, bob] = [await online('alice'), await online('bob')];
    await alice.until(
      'presence',
      ({ address, presence }) => address === BOB && presence.show === 'available',
    );
    bob.xmpp.setPresence({ show: 'do-not-disturb', status: 'Writing' });
    await alice.until(
      'presence',
      ({ presence }) => presence.show === 'do-not-disturb' && presence.status === 'Writing',
    );
    bob.xmpp.setPresence({ show: 'on-a-call' });
    await alice.until('presence', ({ presence }) => presence.show === 'on-a-call');
    bob.xmpp.setPresence({ show: 'away', idleSince: 1_700_000_000_000 });
    await alice.until('presence', ({ presence }) => presence.idleSince === 1_700_000_000_000);
    await bob.xmpp.disconnect();
    await alice.until('presence', ({ address, presence }) => address === BOB && presence.show === 'offline');
  });

  it('M3: devices of one person are composed (T8)', async () => {
    await open();
    const alice = await online('alice');
    const phone = lab.server.addBot('bob', 'phone');
    const desk = lab.server.addBot('bob', 'desk');
    phone.setPresence({ show: 'away' });
    desk.setPresence({});
    const shows = () =>
      alice
        .of('presence')
        .filter(({ address }) => address === BOB)
        .map(({ presence }) => presence.show);
    await alice.when(() => shows().length === 2, 'two presences');
    desk.close();
    await alice.when(() => shows().length === 3, 'a third');
    expect(shows()).toEqual(['away', 'available', 'away']);
  });

  it('M2: add, be asked, approve, rename, move, remove', async () => {
    await open();
    const [alice, carol] = [await online('alice'), await online('carol')];
    expect(
      await alice.xmpp.setRosterItem({ address: 'carol@example.test', name: 'Carol', groups: ['New'] }),
    ).toMatchObject({ ok: true });
    alice.xmpp.subscribe('carol@example.test');
    await alice.until('roster-push', ({ item }) => item?.isPending === true);
    expect((await carol.until('subscription-request')).address).toBe(ALICE);
    carol.xmpp.answerSubscription(ALICE, true);
    await alice.until('roster-push', ({ item }) => item?.subscription === 'to' && !item.isPending);
    await alice.until(
      'presence',
      ({ address, presence }) => address === 'carol@example.test' && presence.show === 'available',
    );
    await alice.xmpp.setRosterItem({ address: 'carol@example.test', name: 'C.', groups: ['A', 'B'] });
    const moved = await alice.until('roster-push', ({ item }) => item?.name === 'C.');
    expect(moved.item?.groups.toSorted()).toEqual(['A', 'B']);
    await alice.xmpp.removeRosterItem('carol@example.test');
    expect(await alice.until('roster-push', ({ removed }) => removed !== undefined)).toMatchObject({
      removed: 'carol@example.test',
    });
  });

  it('M2: an unchanged list is not sent again', async () => {
    await open();
    const alice = await online('alice');
    const { version } = await alice.until('roster');
    await alice.xmpp.disconnect();
    const from = alice.events.length;
    await alice.connect(version === undefined ? {} : { rosterVersion: version });
    await alice.until('roster-unchanged', () => true, from);
    expect(alice.of('roster')).toHaveLength(1);
  });

  it('C5: gives a contact card', async () => {
    await open();
    const alice = await online('alice');
    expect(await alice.xmpp.vcard(BOB)).toMatchObject({ ok: true, value: { fullName: 'Bob Test' } });
  });

  it('M2: 5,000 contacts come in one piece', async () => {
    lab = await startXmppFixture();
    for (let index = 0; index < 5_000; index += 1) {
      lab.server.addUser({ username: `p${index}`, name: `Person ${index}` });
      lab.server.befriend('alice', `p${index}`, { groups: [`Group ${index % 20}`] });
    }
    const alice = await online('alice');
    expect((await alice.until('roster')).items).toHaveLength(5_000);
  }, 60_000);
});
