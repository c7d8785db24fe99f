import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { type Prosody, startProsody } from '../../../../lab/real/prosody.ts';
import { chatPerson } from '../../../../test/fakes/chat-person.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import { xmppTestClient } from '../../../../test/fakes/xmpp-client.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { createRoomsService } from './create-rooms.service.ts';

const context = { signal: new AbortController().signal };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Two minutes: a busy machine is slow, and slowness is not what is tested. */
async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (let n = 0; n < 2400; n += 1) {
    if (isTrue()) return;
    await pause(50);
  }
  throw new Error(`waited for ${what}`);
}

describe.skipIf(missingPrograms(['prosody']).length > 0)('rooms against Prosody', () => {
  let ca: LabCa;
  let server: Prosody;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startProsody({
      ca,
      accounts: ['alice', 'bob', 'carol'].map((name) => ({ name, password: 'secret' })),
    });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  afterAll(() => server.stop());

  /** Somebody with chat and rooms over the real engine, connected; invitations are taken up. */
  async function person(username: string) {
    const store = temporaryStore();
    const client = xmppTestClient({
      ca: ca.pem,
      targets: [{ host: server.address, port: server.ports.c2s, tls: 'starttls' }],
      username,
      password: 'secret',
      seed: username.length * 31 + username.charCodeAt(0),
    });
    const address = `${username}@example.test`;
    const chat = await chatPerson(client, store, address);
    const asked: string[] = [];
    const service = createRoomsService({
      traffic: client.xmpp.rooms,
      xmpp: client.xmpp,
      chats: chat.service.rooms,
      people: { nameOf: () => undefined },
      prompter: {
        ask: async (prompt) => {
          if (prompt.kind === 'room-invitation') asked.push(`${prompt.from} ${prompt.roomName}`);
          return true;
        },
      },
      publisher: chat.publisher,
      clock: realClock,
      random: { fraction: Math.random, bytes: (n) => new Uint8Array(n), uuid: () => crypto.randomUUID() },
      log: silentLog,
      ownName: () => username,
    });
    await service.start(store, address);
    closing.push(async () => {
      await service.stop();
      await chat.service.stop();
      await client.xmpp.disconnect();
    });
    unwrap(await client.connect());
    return {
      client,
      service,
      asked,
      room: (id: ConversationId) => service.entity(id),
      named: (id: ConversationId) => store.sync.chat.conversation(id)?.title,
      said: (id: ConversationId): readonly string[] =>
        store.sync.chat
          .history({ conversationId: id, limit: 10_000 })
          .messages.map(({ direction, body }) => `${direction} ${body}`),
      chat: chat.service.handlers,
      messages: (id: ConversationId) =>
        store.sync.chat.history({ conversationId: id, limit: 10_000 }).messages,
      delivery: (id: string) => chat.publisher.get('messages', id)?.delivery,
      error: (id: string) => chat.publisher.get('messages', id)?.error?.code,
      unread: (id: ConversationId) => store.sync.chat.conversation(id)?.unreadCount,
      send: async (id: string, room: ConversationId, body: string) =>
        unwrap(
          await chat.service.handlers['chat/send'](
            { id: id as MessageId, conversationId: room, body },
            context,
          ),
        ),
      history: async (room: ConversationId, before?: number) =>
        unwrap(
          await chat.service.handlers['chat/history'](
            { conversationId: room, limit: 100, ...(before !== undefined && { before }) },
            context,
          ),
        ),
    };
  }
  type Person = Awaited<ReturnType<typeof person>>;

  async function made(by: Person, people: readonly string[], isPersistent = false, name = 'Plans') {
    const { handlers } = by.service;
    const wish = { name, people: [...people], isPersistent, isMembersOnly: false };
    return unwrap(await handlers['rooms/create'](wish, context)).id;
  }

  it('M8: a group on the spot: the invited come in, each word reaches everybody once, the echo is the receipt', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    const id = await made(alice, ['bob@example.test']);
    await until(() => bob.room(id)?.state === 'joined', 'bob inside');
    expect(bob.asked).toEqual(['alice@example.test Plans']);
    await alice.send('a1', id, 'Hello');
    await until(() => bob.said(id).includes('in Hello'), 'the word at bob');
    await bob.send('b1', id, 'Hi');
    await until(() => alice.said(id).includes('in Hi'), 'the answer at alice');
    await until(() => alice.delivery('a1') === 'sent' && bob.delivery('b1') === 'sent', 'both echoes');
    expect(alice.said(id)).toEqual(['out Hello', 'in Hi']);
    expect(bob.said(id)).toEqual(['in Hello', 'out Hi']);
    const people = unwrap(await alice.service.handlers['rooms/occupants']({ id }, context));
    expect(people.map(({ nick, affiliation, isSelf }) => `${nick} ${affiliation} ${isSelf}`).sort()).toEqual([
      'alice owner true',
      'bob none false',
    ]);
  });

  it('M6: M8: in a room an answer and a reaction find their message by the room’s id, and its author takes it back', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    const id = await made(alice, ['bob@example.test']);
    await until(() => bob.room(id)?.state === 'joined', 'bob inside');
    await alice.send('a1', id, 'Lunch?');
    await until(() => alice.delivery('a1') === 'sent' && bob.said(id).includes('in Lunch?'), 'the question');
    const asked = bob.messages(id)[0]?.id as MessageId;
    const answer = { id: 'b1' as MessageId, conversationId: id, body: 'Yes', replyTo: asked };
    unwrap(await bob.chat['chat/send'](answer, context));
    unwrap(await bob.chat['chat/react']({ id: asked, emoji: '🍕', isOn: true }, context));
    const shown = () => alice.messages(id);
    await until(() => shown()[0]?.reactions !== undefined && shown().length === 2, 'both at alice');
    expect(shown()[0]?.reactions).toEqual([{ emoji: '🍕', by: [`${id}/bob`], isOwn: false }]);
    expect(shown()[1]?.reply).toEqual({ author: `${id}/alice`, quote: 'Lunch?' });
    const answered = await alice.chat['chat/replied-to']({ id: shown()[1]?.id as MessageId }, context);
    expect(answered).toMatchObject({ value: { id: 'a1' } });
    unwrap(await alice.chat['chat/retract']({ id: 'a1' as MessageId }, context));
    await until(() => bob.messages(id)[0]?.retractedAt !== undefined, 'taken back at bob');
    // The echo of one's own reaction is no second one.
    expect(bob.messages(id)).toHaveLength(2);
  });

  it('M8: a lasting room is found by name; who comes later sees 15 messages, and the rest on scrolling', async () => {
    const [alice, carol] = [await person('alice'), await person('carol')];
    const id = await made(alice, [], true, 'All hands');
    for (let n = 0; n < 40; n += 1) await alice.send(`h${n}`, id, `word ${n}`);
    await until(() => alice.delivery('h39') === 'sent', 'the last echo');
    const browsed = unwrap(await carol.service.handlers['rooms/browse']({ text: 'hands' }, context));
    expect(browsed).toEqual([{ address: id, name: 'All hands' }]);
    unwrap(await carol.service.handlers['rooms/join']({ address: id }, context));
    await until(() => carol.said(id).length > 0, 'the history');
    const newest = Array.from({ length: 15 }, (_, n) => `in word ${n + 25}`);
    expect(carol.said(id)).toEqual(newest);
    expect(carol.unread(id)).toBe(0);
    const first = await carol.history(id);
    const older = await carol.history(id, first.messages[0]?.order);
    expect(older.messages.map(({ body }) => body)).toEqual(Array.from({ length: 25 }, (_, n) => `word ${n}`));
  });

  it('M8: Q3: said while the server is away: after the restart everybody is back inside and has it once', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    const id = await made(alice, ['bob@example.test'], true, 'Shift');
    await until(() => bob.room(id)?.state === 'joined', 'bob inside');
    await alice.send('s1', id, 'before');
    await until(() => bob.said(id).includes('in before'), 'the first word');
    await server.kill9();
    await alice.send('s2', id, 'meanwhile');
    await bob.send('s3', id, 'me too');
    await server.start();
    alice.client.xmpp.again();
    bob.client.xmpp.again();
    await until(() => bob.said(id).includes('in meanwhile') && alice.said(id).includes('in me too'), 'both');
    await until(() => alice.delivery('s2') === 'sent' && bob.delivery('s3') === 'sent', 'the echoes');
    const sorted = (said: readonly string[]) => [...said].sort();
    expect(sorted(alice.said(id))).toEqual(['in me too', 'out before', 'out meanwhile']);
    expect(sorted(bob.said(id))).toEqual(['in before', 'in meanwhile', 'out me too']);
  });

  it('M8: shown out by a moderator, banned by an owner: the room says so, and nothing more is sent', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    const id = await made(alice, ['bob@example.test']);
    await until(() => bob.room(id)?.state === 'joined', 'bob inside');
    const { handlers } = alice.service;
    expect(
      (await bob.service.handlers['rooms/set-role']({ id, nick: 'alice', role: 'none' }, context)).ok,
    ).toBe(false);
    unwrap(await handlers['rooms/set-role']({ id, nick: 'bob', role: 'none' }, context));
    await until(() => bob.room(id)?.absence === 'kicked', 'bob outside');
    unwrap(await bob.service.handlers['rooms/join']({ address: id }, context));
    await until(() => bob.room(id)?.state === 'joined', 'bob back');
    unwrap(
      await handlers['rooms/set-affiliation'](
        { id, address: 'bob@example.test', affiliation: 'outcast' },
        context,
      ),
    );
    await until(() => bob.room(id)?.absence === 'banned', 'bob banned');
    const listed = async (list: 'member' | 'outcast' | 'owner') =>
      unwrap(await handlers['rooms/standings']({ id, list }, context)).map(({ address }) => address);
    expect(await listed('outcast')).toEqual(['bob@example.test']);
    // Somebody who was never there becomes a member by address; who is banned is let in again.
    const carol = { id, address: ' Carol@example.test ', affiliation: 'member' } as const;
    unwrap(await handlers['rooms/set-affiliation'](carol, context));
    expect([await listed('member'), await listed('owner')]).toEqual([
      ['carol@example.test'],
      ['alice@example.test'],
    ]);
    await bob.send('late', id, 'too late');
    expect(bob.delivery('late')).toBe('queued');
    const pardon = { id, address: 'bob@example.test', affiliation: 'none' } as const;
    unwrap(await handlers['rooms/set-affiliation'](pardon, context));
    expect(await listed('outcast')).toEqual([]);
  });

  it('M8: a group that ended while everybody was away opens again under its name, and in no list', async () => {
    const alice = await person('alice');
    const id = await made(alice, [], false, 'Two of us');
    await alice.client.xmpp.disconnect();
    unwrap(await alice.client.connect());
    await until(() => alice.room(id)?.state === 'joined', 'alice inside again');
    const bob = await person('bob');
    unwrap(await bob.service.handlers['rooms/join']({ address: id }, context));
    await until(() => bob.named(id) === 'Two of us', 'the name at bob');
    expect(alice.named(id)).toBe('Two of us');
    expect(unwrap(await bob.service.handlers['rooms/browse']({ text: '' }, context))).not.toContainEqual(
      expect.objectContaining({ address: id }),
    );
  });

  it('M8: a group becomes a room that stays, with its subject', async () => {
    const alice = await person('alice');
    const id = await made(alice, []);
    const { handlers } = alice.service;
    // Among a few people every word is for all; in a room that stays, only what names somebody.
    expect(alice.room(id)).toMatchObject({ isPersistent: false, alerts: 'all' });
    unwrap(await handlers['rooms/make-persistent']({ id, name: 'Kept' }, context));
    unwrap(await handlers['rooms/set-subject']({ id, subject: 'The plan' }, context));
    await until(() => alice.room(id)?.subject === 'The plan', 'the subject');
    expect(alice.room(id)).toMatchObject({ isPersistent: true, alerts: 'mentions' });
    const browsed = unwrap(await handlers['rooms/browse']({ text: 'kept' }, context));
    expect(browsed.map(({ name }) => name)).toEqual(['Kept']);
  });

  it('M8: a private message in a room: one person reads it, in a conversation of its own, and answers there', async () => {
    const [alice, bob] = [await person('alice'), await person('bob')];
    const id = await made(alice, ['bob@example.test']);
    await until(() => bob.room(id)?.state === 'joined', 'bob inside');
    const opened = await alice.chat['chat/open']({ address: `${id}/bob` }, context);
    const [hers, his] = [unwrap(opened).conversationId, `${id}/alice` as ConversationId];
    expect(hers).toBe(`${id}/bob`);
    await alice.send('p1', hers, 'between us');
    await until(() => bob.said(his).includes('in between us'), 'the word at bob');
    await bob.send('p2', his, 'of course');
    await until(() => alice.said(hers).includes('in of course'), 'the answer at alice');
    await until(() => alice.delivery('p1') === 'delivered', 'the receipt');
    expect([alice.said(hers), alice.said(id), bob.said(id)]).toEqual([
      ['out between us', 'in of course'],
      [],
      [],
    ]);
    unwrap(await bob.service.handlers['rooms/leave']({ id }, context));
    await until(() => alice.room(id)?.occupantCount === 1, 'bob outside');
    await alice.send('p3', hers, 'still there?');
    await until(() => alice.delivery('p3') === 'failed', 'the refusal');
    const stranger = await alice.chat['chat/open']({ address: 'bob@example.test/phone' }, context);
    expect(stranger).toMatchObject({ ok: false, error: { code: 'contacts.bad-address' } });
  });

  it('M8: a private message held while away goes to the same person, not to who took the nick; a new nick is told', async () => {
    const [alice, bob, carol] = [await person('alice'), await person('bob'), await person('carol')];
    const id = await made(alice, ['bob@example.test'], true, 'Names');
    await until(() => bob.room(id)?.state === 'joined', 'bob inside');
    const hers = unwrap(await alice.chat['chat/open']({ address: `${id}/bob` }, context)).conversationId;
    const away = async (word: string): Promise<void> => {
      await alice.client.xmpp.disconnect();
      await alice.send(word, hers, word);
    };
    const back = async (): Promise<void> => {
      unwrap(await alice.client.connect());
      await until(() => alice.room(id)?.state === 'joined', 'alice inside again');
    };
    await away('to-bob');
    await back();
    await until(() => bob.said(`${id}/alice` as ConversationId).includes('in to-bob'), 'the word at bob');
    await away('secret');
    unwrap(bob.client.xmpp.rooms.join({ room: id, nick: 'rob', history: { most: 0 } }));
    await until(() => bob.room(id)?.nick === 'rob', 'bob under his new name');
    unwrap(carol.client.xmpp.rooms.join({ room: id, nick: 'bob', history: { most: 0 } }));
    await back();
    await until(() => alice.delivery('secret') === 'failed', 'the word held back');
    expect(alice.error('secret')).toBe('rooms.other-occupant');
    expect(carol.said(`${id}/alice` as ConversationId)).toEqual([]);
    unwrap(carol.client.xmpp.rooms.join({ room: id, nick: 'carol', history: { most: 0 } }));
    await until(() => alice.room(id)?.renamed?.['bob'] === 'carol', 'the new name');
  });
});
