import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startConnectProxy } from '../../../../lab/embedded/connect-proxy.ts';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Prosody, startProsody } from '../../../../lab/real/prosody.ts';
import { startTcpRelay, type TcpRelay } from '../../../../lab/real/tcp-relay.ts';
import {
  hurriedClock,
  type XmppTestClient,
  xmppTestClient,
  type XmppTestSetup,
} from '../../../../test/fakes/xmpp-client.ts';
import { sendThroughCuts } from '../../../../test/fakes/xmpp-traffic.ts';
import { ok } from '../../../shared/errors/result.ts';

const ALICE = 'alice@example.test';
const BOB = 'bob@example.test';
const names = ['alice', 'bob', 'carol', 'dave'];

const clients: XmppTestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map(({ xmpp }) => xmpp.disconnect()));
});

// Debian's Prosody; without it these tests say so instead of passing.
describe.skipIf(missingPrograms(['prosody']).length > 0)('against Prosody', () => {
  let ca: LabCa;
  let server: Prosody;
  let relay: TcpRelay;
  let web: TcpRelay;
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startProsody({
      ca,
      accounts: names.map((name) => ({ name, password: 'secret' })),
      rosters: { alice: [{ jid: BOB, name: 'Bobby', groups: ['Team'] }], bob: [{ jid: ALICE }] },
    });
    relay = await startTcpRelay({ target: { address: server.address, port: server.ports.c2s } });
    web = await startTcpRelay({ target: { address: server.address, port: server.ports.https } });
  });
  afterAll(async () => {
    await relay.close();
    await web.close();
    await server.stop();
  });

  function person(username: string, more: Partial<XmppTestSetup> = {}): XmppTestClient {
    const targets = [{ host: server.address, port: server.ports.c2sDirectTls, tls: 'direct' as const }];
    const client = xmppTestClient({ ca: ca.pem, targets, username, password: 'secret', ...more });
    clients.push(client);
    return client;
  }
  const throughRelay = () => [{ host: relay.address, port: relay.port, tls: 'starttls' as const }];
  async function online(username: string, more: Partial<XmppTestSetup> = {}): Promise<XmppTestClient> {
    const client = person(username, more);
    expect(await client.connect()).toEqual(ok());
    await client.xmpp.vcard(BOB);
    return client;
  }

  it('Q5: M1: signs in over STARTTLS with the fewest round trips', async () => {
    const alice = await online('alice', { targets: throughRelay() });
    const chain = alice.trace.spans().filter(({ roundTrips }) => roundTrips !== undefined);
    expect(chain.map(({ name, roundTrips }) => `${name} ${roundTrips}`).join(', ')).toBe(
      'tcp 1, starttls 1, tls 1, sasl 3, bind 1, roster 0',
    );
    expect(alice.xmpp.link()).toMatchObject({
      jid: `${ALICE}/desk`,
      features: { archive: true, carbons: true, streamManagement: true },
    });
  });

  /** Where Prosody's WebSocket is; the name is one of its certificate. */
  const webSocket = () => ({
    host: 'example.test',
    port: web.port,
    tls: 'direct' as const,
    path: '/xmpp-websocket',
  });
  const inLab = { addresses: { 'example.test': ['127.0.0.1'] } };

  it('D15: signs in over WebSocket, and is resumed over it', async () => {
    const alice = await online('alice', { targets: [webSocket()], ...inLab });
    const bob = await online('bob');
    expect(bob.xmpp.sendMessage({ to: ALICE, id: 'ws-1', body: 'Grüße & <Küsse>' })).toEqual(ok());
    await alice.until('message', ({ message }) => message.body === 'Grüße & <Küsse>');
    expect(alice.xmpp.sendMessage({ to: BOB, id: 'ws-2', body: "'ja' > nein" })).toEqual(ok());
    await bob.until('message', ({ message }) => message.body === "'ja' > nein");
    const seen = alice.events.length;
    await web.cut('refused');
    await alice.until('link', ({ link }) => link.kind !== 'online', seen);
    await web.restore();
    const { link } = await alice.until('link', ({ link }) => link.kind === 'online', seen);
    expect(link).toMatchObject({ isResumed: true });
  });

  it('D15: where TCP is blocked it goes on over the WebSocket that the domain names', async () => {
    const closed = { host: '127.0.0.1', port: 9, tls: 'starttls' as const };
    const alice = person('alice', { targets: [closed], ...inLab });
    const asked: number[] = [];
    const moreTargets = async () => {
      asked.push(1);
      return [webSocket()];
    };
    expect(await alice.connect({ moreTargets })).toEqual(ok());
    expect(asked).toHaveLength(1);
    expect(alice.trace.spans().map(({ name }) => name)).toContain('websocket');
  });

  it('D6: D15: the WebSocket goes through the proxy of the web, where no name of outside is known', async () => {
    const proxy = await startConnectProxy({ hosts: { 'example.test': '127.0.0.1' } });
    const through = () => Promise.resolve(`PROXY ${proxy.address}:${proxy.port}`);
    const alice = await online('alice', { targets: [webSocket()], proxy: through });
    expect(proxy.asked).toEqual([{ authority: `example.test:${web.port}`, status: 200 }]);
    await alice.xmpp.disconnect();
    await proxy.stop();
  });

  it('D15: a wrong path and a host that cannot prove its name are refused', async () => {
    const wrongPath = { ...webSocket(), path: '/elsewhere' };
    const alice = person('alice', { targets: [wrongPath], ...inLab });
    expect(await alice.connect()).toMatchObject({ ok: false, error: { code: 'http.status' } });
    const other = person('alice', {
      targets: [{ ...webSocket(), host: 'other.test' }],
      addresses: { 'other.test': ['127.0.0.1'] },
    });
    expect(await other.connect()).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^tls\./) },
    });
  });

  it('M2: M3: gives contacts and presence', async () => {
    const [alice, bob] = [await online('alice'), await online('bob')];
    expect((await alice.until('roster')).items).toEqual([
      { address: BOB, name: 'Bobby', groups: ['Team'], subscription: 'both', isPending: false },
    ]);
    bob.xmpp.setPresence({ show: 'in-a-meeting' });
    await alice.until(
      'presence',
      ({ address, presence }) => address === BOB && presence.show === 'in-a-meeting',
    );
  });

  it('M2: add, be asked, approve, remove', async () => {
    const [carol, dave] = [await online('carol'), await online('dave')];
    const address = 'dave@example.test';
    expect(await carol.xmpp.setRosterItem({ address, name: 'Dave', groups: ['A'] })).toEqual(ok());
    carol.xmpp.subscribe(address);
    await dave.until('subscription-request', (event) => event.address === 'carol@example.test');
    dave.xmpp.answerSubscription('carol@example.test', true);
    await carol.until('roster-push', ({ item }) => item?.subscription === 'to');
    await carol.until(
      'presence',
      (event) => event.address === address && event.presence.show === 'available',
    );
    expect(await carol.xmpp.removeRosterItem(address)).toEqual(ok());
    await carol.until('roster-push', ({ removed }) => removed === address);
  });

  it('M6: M7: chat both ways with receipts, marks, typing and copies', async () => {
    const [desk, bob, laptop] = [
      await online('alice'),
      await online('bob'),
      await online('alice', { resource: 'laptop', seed: 77 }),
    ];
    await desk.until('presence', ({ address }) => address === BOB);
    desk.xmpp.sendChatState(BOB, 'composing');
    await bob.until('chat-state', ({ state }) => state === 'composing');
    desk.xmpp.sendMessage({ to: BOB, id: 'p1', body: 'Grüße 😀' });
    const { message } = await bob.until('message', ({ message: { body } }) => body === 'Grüße 😀');
    expect(message.wire).toMatchObject({ originId: 'p1', stanzaId: { by: BOB } });
    await desk.until('accepted', ({ stanzaId }) => stanzaId === 'p1');
    bob.xmpp.sendReceipt(ALICE, 'p1');
    bob.xmpp.sendDisplayed(ALICE, 'p1');
    await desk.until('receipt', ({ messageId }) => messageId === 'p1');
    await desk.until('displayed', ({ messageId, direction }) => messageId === 'p1' && direction === 'in');
    expect(
      (await laptop.until('message', (event) => event.message.body === 'Grüße 😀')).message,
    ).toMatchObject({ direction: 'out', via: 'carbon' });
  });

  it('M1: M6: M7: 20 cuts, 600 messages each way: all arrive, and what is uncertain is told so', async () => {
    const [alice, bob] = [await online('alice', { targets: throughRelay() }), await online('bob')];
    await sendThroughCuts({ alice, bob, cut: () => relay.reset(), cuts: 20, messages: 600, mayForget: true });
    // What the server counted is never uncertain as well.
    const uncertain = alice.of('uncertain').flatMap(({ stanzaIds }) => stanzaIds);
    const acceptedTwice =
      alice.of('accepted').length - new Set(alice.of('accepted').map(({ stanzaId }) => stanzaId)).size;
    expect(acceptedTwice).toBe(0);
    expect(bob.messages().length).toBeLessThanOrEqual(600 + uncertain.length);
    expect(
      alice.of('link').filter(({ link }) => link.kind === 'online' && link.isResumed).length,
    ).toBeGreaterThan(10);
  });

  it('M13: pages through the archive', async () => {
    const [carol, dave] = [await online('carol'), await online('dave')];
    for (let index = 0; index < 23; index += 1)
      carol.xmpp.sendMessage({ to: 'dave@example.test', id: `a${index}`, body: `text ${index}` });
    await dave.until('message', ({ message }) => message.body === 'text 22');
    const bodies: string[] = [];
    let before = '';
    for (let isComplete = false; !isComplete; ) {
      const page = await dave.xmpp.archive({ with: 'carol@example.test', before, limit: 10 });
      if (!page.ok) throw new Error(page.error.code);
      bodies.unshift(...page.value.messages.map(({ body }) => body));
      ({ isComplete } = page.value);
      before = page.value.firstId ?? '';
    }
    expect(bodies).toEqual(Array.from({ length: 23 }, (_, index) => `text ${index}`));
  });

  it('A2: tries a wrong password exactly once', async () => {
    const before = relay.accepted;
    const alice = person('alice', { password: 'wrong', clock: hurriedClock(10), targets: throughRelay() });
    expect(await alice.connect()).toMatchObject({ ok: false, error: { code: 'auth.wrong-password' } });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(alice.links()).toEqual(['connecting', 'stopped']);
    expect(relay.accepted - before).toBe(1);
  });

  it('A10: an untrusted certificate is refused before anything is sent', async () => {
    const alice = person('alice', { ca: (await createLabCa('Stranger')).pem, targets: throughRelay() });
    expect(await alice.connect()).toMatchObject({ ok: false, error: { code: 'tls.untrusted' } });
    expect(alice.trust.reports).toMatchObject([{ cause: 'unknown-issuer', host: 'example.test' }]);
    expect(alice.xmpp.link().kind).toBe('stopped');
  });

  it('M1: M6: after kill -9 and start of the server the chat goes on', async () => {
    const clock = hurriedClock(5);
    const [alice, bob] = [await online('alice', { clock }), await online('bob', { clock })];
    const [fromAlice, fromBob] = [alice.events.length, bob.events.length];
    await server.kill9();
    await alice.until('link', ({ link }) => link.kind === 'waiting', fromAlice);
    await server.start();
    await alice.until('link', ({ link }) => link.kind === 'online', fromAlice);
    await bob.until('link', ({ link }) => link.kind === 'online', fromBob);
    expect(alice.xmpp.sendMessage({ to: BOB, id: 'k1', body: 'still here' })).toEqual(ok());
    await bob.until('message', ({ message }) => message.body === 'still here');
  });
});
