import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { freePorts } from '../../../../lab/real/free-port.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Prosody, startProsody } from '../../../../lab/real/prosody.ts';
import { filePerson } from '../../../../test/fakes/file-person.ts';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import { xmppTestClient } from '../../../../test/fakes/xmpp-client.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { unwrap } from '../../../shared/errors/result.ts';

const ALICE = 'alice@example.test' as ConversationId;
const ZOE = 'zoe@partner.test' as ConversationId;
const context = { signal: new AbortController().signal };
const LIMIT = { timeout: 60_000 };
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(missingPrograms(['prosody']).length > 0)(
  'two domains whose servers speak with each other',
  () => {
    let ca: LabCa;
    let servers: readonly Prosody[];
    const closing: (() => Promise<void>)[] = [];
    beforeAll(async () => {
      ca = await createLabCa();
      const address = '127.0.0.1';
      const [here = 0, there = 0] = await freePorts(address, 2);
      servers = await Promise.all([
        startProsody({
          ...{ ca, domain: 'example.test', accounts: [{ name: 'alice', password: 'secret' }] },
          // Nothing listens at the third: a company that is not there, without asking anybody's DNS.
          federation: {
            port: here,
            peers: { 'partner.test': { address, port: there }, 'nowhere.invalid': { address, port: 1 } },
          },
        }),
        startProsody({
          ...{ ca, domain: 'partner.test', accounts: [{ name: 'zoe', password: 'secret' }] },
          federation: {
            port: there,
            peers: {
              'example.test': { address, port: here },
              'conference.example.test': { address, port: here },
            },
          },
        }),
      ]);
    }, 60_000);
    afterEach(async () => {
      for (const close of closing.splice(0).toReversed()) await close();
    });
    afterAll(async () => void (await Promise.all(servers.map((server) => server.stop()))));

    async function person(address: ConversationId) {
      const [username = '', domain = ''] = address.split('@');
      const server = servers.find((each) => each.domain === domain)!;
      const client = xmppTestClient({
        ...{ ca: ca.pem, domain, username, password: 'secret', resource: `desk-${randomUUID().slice(0, 8)}` },
        targets: [{ host: server.address, port: server.ports.c2s, tls: 'starttls' }],
        place: { port: 0, addresses: () => [] },
      });
      const store = temporaryStore();
      const made = await filePerson(client, { store, address, folder: temporaryFolder() });
      closing.push(async () => {
        await client.xmpp.disconnect();
        await made.files.stop();
        await made.chat.service.stop();
      });
      unwrap(await client.connect());
      const { handlers } = made.chat.service;
      return {
        ...{ ...made, client },
        say: async (id: string, to: ConversationId, body: string) =>
          unwrap(await handlers['chat/send']({ id: id as MessageId, conversationId: to, body }, context)),
        delivery: (id: string) => made.chat.publisher.get('messages', id)?.delivery,
        said: (to: ConversationId) =>
          store.sync.chat
            .history({ conversationId: to, limit: 50 })
            .messages.map(({ direction, body, file }) => `${direction} ${file?.name ?? body}`),
        messages: (to: ConversationId) => store.sync.chat.history({ conversationId: to, limit: 50 }).messages,
        presenceOf: (who: ConversationId) =>
          client.of('presence').findLast((event) => event.address === who)?.presence.show,
      };
    }

    it('M15: somebody of another company is asked to be a contact, is seen, written to with a receipt, and sent a file', async () => {
      const [alice, zoe] = [await person(ALICE), await person(ZOE)];
      alice.client.xmpp.setPresence({ show: 'available', status: '' });
      zoe.client.xmpp.setPresence({ show: 'do-not-disturb', status: 'Feeding' });
      unwrap(await alice.client.xmpp.setRosterItem({ address: ZOE, name: 'Zoe', groups: ['Partners'] }));
      unwrap(alice.client.xmpp.subscribe(ZOE));
      await zoe.client.until('subscription-request', ({ address }) => address === ALICE);
      unwrap(zoe.client.xmpp.answerSubscription(ALICE, true));
      await vi.waitFor(() => expect(alice.presenceOf(ZOE)).toBe('do-not-disturb'), LIMIT);

      await alice.say('a1', ZOE, 'Is the lion in?');
      await vi.waitFor(() => expect(zoe.said(ALICE)).toEqual(['in Is the lion in?']), LIMIT);
      await zoe.say('z1', ALICE, 'It is.');
      await vi.waitFor(() => expect(alice.said(ZOE)).toEqual(['out Is the lion in?', 'in It is.']), LIMIT);
      await vi.waitFor(
        () => expect([alice.delivery('a1'), zoe.delivery('z1')]).toEqual(['delivered', 'delivered']),
        LIMIT,
      );

      const bytes = randomBytes(700_000);
      const id = randomUUID() as string as MessageId;
      const file = { id, conversationId: ZOE, name: 'lion.bin', size: bytes.length };
      unwrap(await alice.files.handlers['files/send'](file, context));
      expect(await alice.files.takeBytes(id, 0, bytes)).toBe(true);
      await vi.waitFor(() => expect(zoe.said(ALICE)).toContain('in lion.bin'), LIMIT);
      const message = zoe.messages(ALICE).find((each) => each.file?.name === 'lion.bin')!;
      unwrap(await zoe.files.handlers['files/fetch']({ messageId: message.id }, context));
      await vi.waitFor(() => expect(zoe.transfer(message.file?.id ?? '')?.state.kind).toBe('done'), LIMIT);
      expect(digest(readFileSync(join(zoe.downloads, 'lion.bin')))).toBe(digest(bytes));
    });

    it('M15: nobody there, and no such company: each is said on the message', async () => {
      const alice = await person(ALICE);
      const nobody = 'nobody@partner.test' as ConversationId;
      const nowhere = 'zoe@nowhere.invalid' as ConversationId;
      await alice.say('n1', nobody, 'hello?');
      await alice.say('n2', nowhere, 'hello?');
      await vi.waitFor(
        () => expect([alice.delivery('n1'), alice.delivery('n2')]).toEqual(['failed', 'failed']),
        LIMIT,
      );
      const error = (id: string) => alice.chat.publisher.get('messages', id)?.error?.code;
      expect([error('n1'), error('n2')]).toEqual([
        'chat.recipient-unavailable',
        'chat.recipient-unavailable',
      ]);
    });

    it('M15 M8: somebody of another company comes into a room of ours and both are heard', async () => {
      const [alice, zoe] = [await person(ALICE), await person(ZOE)];
      const room = `zoo-${randomUUID().slice(0, 8)}@conference.example.test`;
      const heard: string[] = [];
      zoe.client.xmpp.rooms.on((fact) => {
        if (fact.kind === 'occupant') heard.push(fact.occupant.nick);
      });
      unwrap(alice.client.xmpp.rooms.join({ room, nick: 'Alice', history: { most: 0 } }));
      await vi.waitFor(async () => expect(await alice.client.xmpp.rooms.isInside(room)).toBe(true), LIMIT);
      unwrap(await alice.client.xmpp.rooms.configure(room, {}));
      unwrap(zoe.client.xmpp.rooms.join({ room, nick: 'Zoe', history: { most: 0 } }));
      await vi.waitFor(() => expect(heard).toEqual(['Alice', 'Zoe']), LIMIT);
      zoe.client.xmpp.sendMessage({ to: room, id: 'r1', body: 'from outside', isToRoom: true });
      await vi.waitFor(
        () => expect(alice.client.messages().map(({ body }) => body)).toContain('from outside'),
        LIMIT,
      );
    });
  },
);
