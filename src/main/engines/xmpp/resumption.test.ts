import { afterEach, describe, expect, it, vi } from 'vitest';
import { startXmppFixture, type XmppFixture } from '../../../../lab/embedded/xmpp-server/xmpp-fixture.ts';
import type { XmppServerOptions } from '../../../../lab/embedded/xmpp-server/xmpp-server.ts';
import {
  hurriedClock,
  type XmppTestClient,
  xmppTestClient,
  type XmppTestSetup,
} from '../../../../test/fakes/xmpp-client.ts';
import { sendThroughCuts } from '../../../../test/fakes/xmpp-traffic.ts';

const ALICE = 'alice@example.test';
const BOB = 'bob@example.test';

let lab: XmppFixture;
const clients: XmppTestClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map(({ xmpp }) => xmpp.disconnect()));
  await lab.stop();
});

async function pair(
  options: Partial<XmppServerOptions> = {},
  more: Partial<XmppTestSetup> = {},
): Promise<[XmppTestClient, XmppTestClient]> {
  lab = await startXmppFixture(options);
  lab.server.befriend('alice', 'bob');
  const { host, tlsPort } = lab.server;
  const targets = [{ host, port: tlsPort, tls: 'direct' as const }];
  const made = ['alice', 'bob'].map((username) =>
    xmppTestClient({ ca: lab.ca, targets, username, password: 'parlance-demo', ...more }),
  );
  clients.push(...made);
  await Promise.all(made.map((client) => client.connect()));
  // One round trip more, so that stream management has been granted.
  await Promise.all(made.map(({ xmpp }) => xmpp.vcard(BOB)));
  const [alice, bob] = made;
  if (!alice || !bob) throw new Error('no clients');
  return [alice, bob];
}

/** Waits out a loss and comes back at once. */
async function comeBack(client: XmppTestClient, from: number): Promise<void> {
  await client.until('link', ({ link }) => link.kind === 'waiting', from);
  client.xmpp.nudge();
  await client.until('link', ({ link }) => link.kind === 'online', from);
}

describe('coming back', () => {
  it('M1: M6: M7: 20 cuts, 600 messages each way: none lost, none doubled, in order', async () => {
    const [alice, bob] = await pair();
    await sendThroughCuts({
      alice,
      bob,
      cut: () => lab.server.cut('alice'),
      cuts: 20,
      messages: 600,
      mayForget: false,
    });
    expect(lab.server.counters.resumptions).toBe(20);
    expect(alice.of('uncertain')).toEqual([]);
  }, 60_000);

  it('Q3 M6: the server keeps a message until it is stored here, and longer for nobody', async () => {
    const [alice, bob] = await pair();
    let store = (): void => undefined;
    const stored = new Promise<void>((resolve) => {
      store = resolve;
    });
    const stop = alice.xmpp.acknowledgeWhen(() => stored);
    const kept = () => lab.server.clientsOf('alice').reduce((sum, each) => sum + each.unacknowledged, 0);
    await bob.xmpp.vcard(ALICE);
    await vi.waitFor(() => expect(kept()).toBe(0));
    bob.xmpp.sendMessage({ to: ALICE, id: 'b1', body: 'not in the store yet' });
    await alice.until('message');
    // Round trips more: the server has asked, and what alice wrote since has reached it. It keeps their answers too.
    for (let n = 0; n < 5; n += 1) await alice.xmpp.vcard(BOB);
    expect(kept()).toBeGreaterThanOrEqual(6);
    // Later ones are stored at once: the count of the earlier does not follow theirs.
    alice.xmpp.acknowledgeWhen(() => undefined);
    store();
    stop();
    bob.xmpp.sendMessage({ to: ALICE, id: 'b2', body: 'in the store' });
    await vi.waitFor(() => expect(kept()).toBe(0));
    expect(alice.of('uncertain')).toEqual([]);
    expect(alice.links().at(-1)).toBe('online');
  });

  it('D5 M6: by another way the same session goes on: nothing lost, nothing doubled', async () => {
    const [alice, bob] = await pair();
    const { host, port } = lab.server;
    const from = alice.events.length;
    for (const id of ['one', 'two']) alice.xmpp.sendMessage({ to: BOB, id, body: `before ${id}` });
    const moved = alice.connect({ targets: [{ host, port, tls: 'starttls' }] });
    bob.xmpp.sendMessage({ to: ALICE, id: 'b1', body: 'while on the way' });
    expect(await moved).toMatchObject({ ok: true });
    const { link } = await alice.until('link', (event) => event.link.kind === 'online', from);
    expect(link).toMatchObject({ isResumed: true });
    await alice.until('message', ({ message }) => message.body === 'while on the way');
    await bob.when(() => bob.messages().length >= 2, 'both messages at bob');
    expect(bob.messages().map(({ body }) => body)).toEqual(['before one', 'before two']);
    expect(alice.messages().map(({ body }) => body)).toEqual(['while on the way']);
    expect(alice.of('uncertain')).toEqual([]);
    expect(lab.server.counters.resumptions).toBe(1);
  });

  it('M1: resumes with contacts and presence standing, in one flight after signing in', async () => {
    const [alice] = await pair();
    await alice.until('presence', ({ address }) => address === BOB);
    const from = alice.events.length;
    const before = alice.trace.spans().length;
    lab.server.cut('alice');
    await comeBack(alice, from);
    expect(alice.xmpp.link()).toMatchObject({
      isResumed: true,
      jid: 'alice@example.test/desk',
      features: { archive: true, carbons: true },
    });
    expect(alice.events.slice(from).filter(({ kind }) => kind !== 'link')).toEqual([]);
    const chain = alice.trace
      .spans()
      .slice(before)
      .filter(({ roundTrips }) => roundTrips !== undefined);
    expect(chain.map(({ name, roundTrips }) => `${name} ${roundTrips}`)).toEqual([
      'tcp 1',
      'tls 1',
      'sasl 2',
      'resume 1',
    ]);
  });

  it('M6: a server that forgot the session: what it had not acknowledged is uncertain, once, and receipts are named', async () => {
    const [alice, bob] = await pair();
    lab.server.faults.swallowAcks = true;
    alice.xmpp.sendMessage({ to: BOB, id: 'm1', body: 'x' });
    alice.xmpp.sendReceipt(BOB, 'b1');
    await bob.until('receipt');
    const from = alice.events.length;
    lab.server.faults.refuseResume = true;
    lab.server.cut('alice');
    await comeBack(alice, from);
    expect(alice.of('uncertain')).toEqual([{ kind: 'uncertain', stanzaIds: ['m1'] }]);
    const receipts = [{ peer: BOB, messageId: 'b1' }];
    expect(alice.of('receipts-lost')).toEqual([{ kind: 'receipts-lost', receipts }]);
    expect(alice.xmpp.link()).toMatchObject({ isResumed: false });
    // Contacts are asked for anew, by the version that is known.
    await alice.until('roster-unchanged', () => true, from);
    expect(bob.messages().map(({ wire }) => wire.originId)).toEqual(['m1']);
  });

  it('M6: a server that resumes a stream and answers nothing on it gets a new one; what it left open is uncertain', async () => {
    const [alice] = await pair({}, { clock: hurriedClock(15) });
    lab.server.faults.swallowAcks = true;
    const from = alice.events.length;
    alice.xmpp.sendMessage({ to: BOB, id: 'm1', body: 'heard or not' });
    lab.server.cut('alice');
    await alice.until('link', ({ link }) => link.kind === 'online' && link.isResumed, from);
    await alice.until('link', ({ link }) => link.kind === 'online' && !link.isResumed, from);
    expect(alice.of('uncertain').flatMap(({ stanzaIds }) => stanzaIds)).toEqual(['m1']);
  });

  it('M6: without stream management, messages are accepted by ping and uncertain after a cut', async () => {
    const [alice, bob] = await pair({ hasManagement: false });
    expect(alice.xmpp.link()).toMatchObject({ features: { streamManagement: false } });
    alice.xmpp.sendMessage({ to: BOB, id: 'm1', body: '1' });
    alice.xmpp.sendMessage({ to: BOB, id: 'm2', body: '2' });
    await alice.when(() => alice.of('accepted').length === 2, 'both accepted');
    await bob.until('message', ({ message }) => message.body === '2');
    alice.xmpp.sendMessage({ to: BOB, id: 'm3', body: '3' });
    lab.server.cut('alice');
    await alice.until('uncertain');
    expect(alice.of('accepted').map(({ stanzaId }) => stanzaId)).toEqual(['m1', 'm2']);
    expect(alice.of('uncertain')).toEqual([{ kind: 'uncertain', stanzaIds: ['m3'] }]);
  });

  it('M1: a connection that died silently is noticed by a nudge, and resumed', async () => {
    const [alice, bob] = await pair({}, { clock: hurriedClock(4) });
    const from = alice.events.length;
    lab.server.halfOpen('alice');
    alice.xmpp.sendMessage({ to: BOB, id: 'm1', body: 'into the void' });
    alice.xmpp.nudge();
    await alice.until('link', ({ link }) => link.kind === 'online', from);
    expect(alice.xmpp.link()).toMatchObject({ isResumed: true });
    expect((await bob.until('message')).message.wire.originId).toBe('m1');
    expect(alice.of('uncertain')).toEqual([]);
  });

  it('M1: a nudge of a healthy connection changes nothing', async () => {
    const [alice] = await pair();
    const from = alice.events.length;
    alice.xmpp.nudge();
    alice.xmpp.sendMessage({ to: BOB, id: 'm1', body: 'x' });
    await alice.until('accepted');
    expect(alice.events.slice(from).some(({ kind }) => kind === 'link')).toBe(false);
  });

  it('M1: after a restart of the server the client signs in again by itself', async () => {
    const [alice, bob] = await pair({}, { clock: hurriedClock(10) });
    const [fromAlice, fromBob] = [alice.events.length, bob.events.length];
    await lab.server.restart({ isAbrupt: true });
    await alice.until('link', ({ link }) => link.kind === 'online', fromAlice);
    await bob.until('link', ({ link }) => link.kind === 'online', fromBob);
    alice.xmpp.sendMessage({ to: BOB, id: 'm1', body: 'still here' });
    await bob.until('message', ({ message }) => message.body === 'still here');
  });

  it('M1: a session that was taken over elsewhere stops, and stays stopped', async () => {
    const [alice] = await pair();
    lab.server.endStreams('conflict', 'alice');
    await alice.until('link', ({ link }) => link.kind === 'stopped');
    alice.xmpp.nudge();
    expect(alice.xmpp.link()).toMatchObject({ kind: 'stopped', cause: { code: 'xmpp.conflict' } });
  });

  it('Q2: garbage ends the stream and nothing else', async () => {
    const [alice] = await pair({}, { clock: hurriedClock(10) });
    const from = alice.events.length;
    lab.server.sendGarbage('alice');
    const waiting = await alice.until('link', ({ link }) => link.kind === 'waiting', from);
    expect(waiting.link).toMatchObject({ cause: { code: 'xmpp.stream' } });
    await alice.until('link', ({ link }) => link.kind === 'online', from);
  });

  it('M1: disconnecting leaves nothing behind at the server, and no message to come again', async () => {
    const [alice, bob] = await pair();
    bob.xmpp.sendMessage({ to: ALICE, id: 'm1', body: 'once' });
    await alice.until('message');
    await alice.xmpp.disconnect();
    expect(lab.server.clientsOf('alice')).toEqual([]);
    const from = alice.events.length;
    await alice.connect();
    await alice.until('roster', () => true, from);
    expect(alice.messages()).toHaveLength(1);
  });
});
