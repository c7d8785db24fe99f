import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type XmlElement, xml } from '../xml/element.ts';
import { NS } from './namespaces.ts';
import type { ProbeClient } from './probe-client.ts';
import { startXmppFixture, type XmppFixture } from './xmpp-fixture.ts';

let lab: XmppFixture;
beforeEach(async () => {
  lab = await startXmppFixture({ resumeTimeoutMs: 400 });
});
afterEach(() => lab.stop());

async function managed(username: string, resource?: string): Promise<ProbeClient> {
  const client = await lab.connect(username, {
    management: 'resumable',
    ...(resource === undefined ? {} : { resource }),
  });
  client.send(xml('presence', NS.client));
  await client.settle();
  return client;
}

const chat = (to: string, body: string): XmlElement =>
  xml('message', NS.client, { to, type: 'chat' }, xml('body', NS.client, {}, body));
const resumeOf = (client: ProbeClient): { resume: { id: string; received: number } } => ({
  resume: { id: client.resumeId ?? '', received: client.received },
});
const isBody = (stanza: XmlElement): boolean =>
  stanza.name === 'message' && stanza.child('body') !== undefined;

describe('XMPP server: stream management (XEP-0198)', () => {
  it('counts what it handled and says it when asked', async () => {
    const alice = await managed('alice');
    alice.send(chat('bob@example.test', 'one'));
    alice.send(xml('presence', NS.client));
    alice.sendText(`<r xmlns='${NS.sm}'/>`);
    await alice.next((element) => element.is('a', NS.sm));
    // presence, two pings, message, presence
    expect(alice.acknowledged).toBe(5);
  });

  it('resumes with every lost stanza, once and in order, however often it is cut', async () => {
    const bob = await managed('bob');
    let alice = await managed('alice');
    const got: string[] = [];
    for (let round = 0; round < 5; round++) {
      for (let index = 0; index < 10; index++) bob.send(chat('alice@example.test', `${round}-${index}`));
      if (round % 2 === 0) lab.server.cut('alice');
      else alice.drop();
      await bob.settle();
      await alice.whenClosed();
      got.push(...alice.seen.filter(isBody).map((stanza) => stanza.childText('body') ?? ''));
      alice = await lab.connect('alice', resumeOf(alice));
      await alice.settle();
    }
    got.push(...alice.seen.filter(isBody).map((stanza) => stanza.childText('body') ?? ''));
    expect(got).toEqual(Array.from({ length: 50 }, (_, index) => `${Math.floor(index / 10)}-${index % 10}`));
    expect(lab.server.counters.resumptions).toBe(5);
    expect(lab.server.counters.delivered.get('alice@example.test')).toBe(50);
  });

  it('takes over from a half-open stream', async () => {
    const [bob, alice] = [await managed('bob'), await managed('alice')];
    lab.server.halfOpen('alice');
    bob.send(chat('alice@example.test', 'into the void'));
    await bob.settle();
    expect(alice.seen.filter(isBody)).toHaveLength(0);
    const again = await lab.connect('alice', resumeOf(alice));
    await again.message('into the void');
  });

  it('gives unacknowledged messages to the other resource that lacks them, or keeps them', async () => {
    const bob = await managed('bob');
    const alice = await managed('alice', 'one');
    alice.answersAckRequests = false;
    bob.send(chat('alice@example.test', 'waiting'));
    await bob.settle();
    alice.drop();
    const later = await lab.connect('alice', { resource: 'two' });
    later.send(xml('presence', NS.client));
    await later.message('waiting', 2000);
    await later.close();
    const third = await managed('alice', 'three');
    third.answersAckRequests = false;
    bob.send(chat('alice@example.test', 'offline'));
    await bob.settle();
    third.drop();
    await expect.poll(() => lab.server.account('alice').offline.length, { timeout: 2000 }).toBe(1);
    const fourth = await lab.connect('alice');
    fourth.send(xml('presence', NS.client));
    expect((await fourth.message('offline')).child('delay', NS.delay)).toBeDefined();
  });

  it('refuses resumption after the time-out, of others, and by fault', async () => {
    const alice = await managed('alice');
    await expect(lab.connect('bob', resumeOf(alice))).rejects.toThrow('item-not-found');
    lab.server.faults.refuseResume = true;
    await expect(lab.connect('alice', resumeOf(alice))).rejects.toThrow('item-not-found');
    lab.server.faults.refuseResume = false;
    alice.drop();
    await expect.poll(() => lab.server.clientsOf('alice').length, { timeout: 2000 }).toBe(0);
    await expect(lab.connect('alice', resumeOf(alice))).rejects.toThrow('item-not-found');
  });

  it('ends a stream whose client acknowledges what was never sent', async () => {
    const alice = await managed('alice');
    alice.sendText(`<a xmlns='${NS.sm}' h='999'/>`);
    expect(
      (await alice.next((element) => element.is('error', NS.streams))).child('undefined-condition'),
    ).toBeDefined();
  });
});

describe('XMPP server: faults', () => {
  it('says nothing to ack requests when told to swallow them', async () => {
    const alice = await managed('alice');
    lab.server.faults.swallowAcks = true;
    alice.sendText(`<r xmlns='${NS.sm}'/>`);
    await alice.settle();
    expect(alice.seen.some((element) => element.is('a', NS.sm))).toBe(false);
  });

  it('restarts on the same ports with its data, after saying system-shutdown', async () => {
    const { port } = lab.server;
    const [alice, bob] = [await managed('alice'), await managed('bob')];
    await alice.close();
    bob.send(chat('alice@example.test', 'before'));
    await bob.settle();
    await lab.server.restart();
    expect(
      (await bob.next((element) => element.is('error', NS.streams))).child('system-shutdown'),
    ).toBeDefined();
    expect(lab.server.port).toBe(port);
    const again = await lab.connect('alice');
    again.send(xml('presence', NS.client));
    await again.message('before');
  });

  it('sends garbage, and ends streams with any condition', async () => {
    const [alice, bob] = [await managed('alice'), await managed('bob')];
    lab.server.sendGarbage('alice');
    await alice.next((element) => element.is('fault', 'probe'));
    lab.server.endStreams('conflict', 'bob');
    expect((await bob.next((element) => element.is('error', NS.streams))).child('conflict')).toBeDefined();
  });
});
