import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Prosody, startProsody } from '../../../../lab/real/prosody.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { type XmppTestClient, xmppTestClient } from '../../../../test/fakes/xmpp-client.ts';
import { ok } from '../../../shared/errors/result.ts';

const ALICE = 'alice@example.test';
const BOB = 'bob@example.test';

describe.skipIf(missingPrograms(['prosody']).length > 0)('keeping people away at Prosody', () => {
  let ca: LabCa;
  let server: Prosody;
  const clients: XmppTestClient[] = [];
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startProsody({
      ca,
      accounts: ['alice', 'bob'].map((name) => ({ name, password: 'secret' })),
      rosters: { alice: [{ jid: BOB }], bob: [{ jid: ALICE }] },
    });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map(({ xmpp }) => xmpp.disconnect()));
  });
  afterAll(() => server.stop());

  async function online(username: string, resource: string): Promise<XmppTestClient> {
    const targets = [{ host: server.address, port: server.ports.c2sDirectTls, tls: 'direct' as const }];
    const client = xmppTestClient({ ca: ca.pem, targets, username, password: 'secret', resource });
    clients.push(client);
    expect(await client.connect()).toEqual(ok());
    return client;
  }

  it('M4: messages stay away, the other device knows, and it can be taken back', async () => {
    const [alice, laptop, bob] = [
      await online('alice', 'desk'),
      await online('alice', 'laptop'),
      await online('bob', 'desk'),
    ];
    const pushed: string[] = [];
    laptop.xmpp.blocking.onChange(({ addresses, isBlocked }) =>
      pushed.push(`${isBlocked} ${addresses.join()}`),
    );
    // A device hears of changes once it has asked for the list (XEP-0191 section 3.3).
    expect(await laptop.xmpp.blocking.list()).toEqual(ok([]));
    expect(await alice.xmpp.blocking.set(BOB, true)).toEqual(ok());
    await waitUntil(() => pushed.length === 1, { what: 'the other device to hear of it' });
    expect(pushed).toEqual([`true ${BOB}`]);
    expect(await alice.xmpp.blocking.list()).toEqual(ok([BOB]));
    bob.xmpp.sendMessage({ to: ALICE, id: 'blocked-1', body: 'hello?' });
    await waitUntil(
      () => bob.events.some((event) => event.kind === 'message-error' && event.messageId === 'blocked-1'),
      { what: 'the refusal' },
    );
    expect(await alice.xmpp.blocking.set(BOB, false)).toEqual(ok());
    bob.xmpp.sendMessage({ to: ALICE, id: 'let-in-1', body: 'hello!' });
    await waitUntil(
      () => alice.events.some((event) => event.kind === 'message' && event.message.body === 'hello!'),
      { what: 'the message' },
    );
    expect(alice.events.some((event) => event.kind === 'message' && event.message.body === 'hello?')).toBe(
      false,
    );
  });
});
