import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Prosody, startProsody } from '../../../../lab/real/prosody.ts';
import { loginWithStockPackages, type StockClient } from '../../../../lab/real/stock-xmpp-client.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { chatPerson } from '../../../../test/fakes/chat-person.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import { xmppTestClient } from '../../../../test/fakes/xmpp-client.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { unwrap } from '../../../shared/errors/result.ts';

const alice = 'alice@example.test' as ConversationId;
const bob = 'bob@example.test' as ConversationId;
const context = { signal: new AbortController().signal };
const until = (isTrue: () => boolean, what: string) => waitUntil(isTrue, { what, timeoutMs: 60_000 });

const bodies = (device: StockClient): readonly string[] =>
  device.received
    .flatMap((one) => (one.name === 'message' ? [one.getChildText('body') ?? ''] : []))
    .filter(Boolean);

describe.skipIf(missingPrograms(['prosody']).length > 0)('a Prosody that forks', () => {
  let ca: LabCa;
  let server: Prosody;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startProsody({
      ca,
      accounts: ['alice', 'bob'].map((name) => ({ name, password: 'secret' })),
      rosters: {
        alice: [{ jid: bob, name: 'Bob' }],
        bob: [{ jid: alice, name: 'Alice' }],
      },
      withoutModules: ['carbons'],
    });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(() => server?.stop());

  /** A device made of the stock packages, with this priority (RFC 6121 section 4.7.2.3). */
  async function device(user: string, priority: number): Promise<StockClient> {
    const client = await loginWithStockPackages({
      ...{ address: server.address, port: server.ports.c2s, domain: server.domain, user },
      ...{ secret: 'secret', mechanism: server.mechanism, ca: ca.pem },
    });
    closing.push(() => client.stop());
    await client.send(client.xml('presence', {}, client.xml('priority', {}, String(priority))));
    return client;
  }
  const say = (from: StockClient, to: string, id: string, body: string) =>
    from.send(from.xml('message', { to, type: 'chat', id }, from.xml('body', {}, body)));

  async function parlance() {
    const store = temporaryStore();
    const client = xmppTestClient({
      ca: ca.pem,
      targets: [{ host: server.address, port: server.ports.c2s, tls: 'starttls' }],
      ...{ username: 'alice', password: 'secret' },
    });
    const { service } = await chatPerson(client, store, alice);
    closing.push(async () => {
      await service.stop();
      await client.xmpp.disconnect();
    });
    unwrap(await client.connect());
    let count = 0;
    return {
      client,
      heard: () =>
        store.sync.chat.history({ conversationId: bob, limit: 50 }).messages.map((one) => one.body),
      async say(body: string) {
        count += 1;
        const id = `a${count}` as MessageId;
        unwrap(await service.handlers['chat/send']({ id, conversationId: bob, body }, context));
      },
    };
  }

  it('M7: rings at all devices of the highest priority; the one that answers has the talk', async () => {
    const app = await parlance();
    const mobile = await device('alice', 5);
    const watch = await device('alice', 0);
    const caller = await device('bob', 0);
    await until(() => app.client.xmpp.link().kind === 'online', 'the link');
    await say(caller, alice, 'q', 'are you there?');
    await until(() => app.heard().includes('are you there?'), 'the question here');
    await until(() => bodies(mobile).includes('are you there?'), 'the question at the other device');
    await app.say('here I am');
    await until(() => bodies(caller).includes('here I am'), 'the answer');
    // As any client does after an answer: the next words go to the device that gave it (RFC 6121 section 5.1).
    const from = caller.received.find((one) => one.getChildText('body') === 'here I am')?.attrs['from'] ?? '';
    expect(from).toBe(`${alice}/desk`);
    await say(caller, from, 'n', 'good');
    await until(() => app.heard().includes('good'), 'the next words');
    expect(bodies(mobile)).toEqual(['are you there?']);
    expect(bodies(watch)).toEqual([]);
  });

  it('M7: ours go to all devices of the other side until one answers, then to that one, until it changes its presence', async () => {
    const phone = await device('bob', 0);
    const laptop = await device('bob', 0);
    const app = await parlance();
    await app.say('anybody?');
    await until(() => [phone, laptop].every((one) => bodies(one).includes('anybody?')), 'both rung');
    await say(phone, alice, 'p', 'me');
    await until(() => app.heard().includes('me'), 'the answer');
    await app.say('for the phone');
    await until(() => bodies(phone).includes('for the phone'), 'the phone’s words');
    const seen = app.client.of('device-presence').length;
    await phone.send(phone.xml('presence', {}, phone.xml('show', {}, 'away')));
    await until(() => app.client.of('device-presence').length > seen, 'its presence');
    await app.say('for all again');
    await until(() => [phone, laptop].every((one) => bodies(one).includes('for all again')), 'both again');
    expect(bodies(laptop)).toEqual(['anybody?', 'for all again']);
  });
});
