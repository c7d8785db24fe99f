import { describe, expect, it } from 'vitest';
import { bob, chatHarness } from '../../../../test/fakes/chat-harness.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { NickHolder } from '../../ports/room-chats.port.ts';
import type { ChatMessage } from '../../ports/xmpp.port.ts';
import { isOnTheWay } from './refusals.ts';

const mallory = 'mallory@example.test';
const error = { code: 'chat.rejected' } as const;
const m1 = { id: 'm1' as MessageId };

describe('who may say that a message was refused, or came', () => {
  it.each<[string, string, boolean]>([
    ['bob@other.test', 'bob@other.test', true],
    ['other.test', 'bob@other.test', true],
    ['example.test', 'bob@other.test', true],
    ['alice@example.test', 'bob@other.test', true],
    ['mallory@other.test', 'bob@other.test', false],
    ['evil.test', 'bob@other.test', false],
    ['team@rooms.test', 'team@rooms.test', true],
    ['team@rooms.test/bob', 'team@rooms.test/bob', true],
    ['team@rooms.test', 'team@rooms.test/bob', true],
    ['rooms.test', 'team@rooms.test/bob', true],
    ['team@rooms.test/eve', 'team@rooms.test/bob', false],
    ['other@rooms.test', 'team@rooms.test', false],
  ])('Q1: %s of what was said to %s: %s', (peer, conversation, expected) => {
    expect(isOnTheWay(peer, conversation as ConversationId, 'alice@example.test')).toBe(expected);
  });

  it('Q1: a stranger who knows the id neither fails a message nor proves it', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.send('m1');
    await chat.settle();
    chat.xmpp.emit({ kind: 'message-error', peer: mallory, messageId: 'm1', error });
    chat.xmpp.emit({ kind: 'receipt', peer: mallory, messageId: 'm1' });
    chat.xmpp.emit({ kind: 'displayed', peer: mallory, messageId: 'm1', direction: 'in' });
    await chat.settle();
    expect(chat.message('m1')).toMatchObject({ delivery: 'sending' });
    expect(chat.store.sync.chat.outbox()).toHaveLength(1);
    chat.xmpp.emit({ kind: 'message-error', peer: bob, messageId: 'm1', error });
    await chat.settle();
    expect(chat.message('m1')).toMatchObject({ delivery: 'failed', error });
  });

  it('Q1: nor brings the words of before back, nor takes a reaction away', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.send('m1');
    await chat.settle();
    chat.xmpp.emit({ kind: 'accepted', stanzaId: 'm1' });
    await chat.call('chat/correct', { ...m1, body: 'better' });
    await chat.call('chat/react', { ...m1, emoji: '👍', isOn: true });
    await chat.settle();
    const ids = chat.store.sync.chat.outbox().map(({ stanzaId }) => stanzaId);
    expect(ids).toHaveLength(2);
    for (const stanzaId of ids) chat.xmpp.emit({ kind: 'accepted', stanzaId });
    await chat.settle();
    for (const messageId of ids) chat.xmpp.emit({ kind: 'message-error', peer: mallory, messageId, error });
    await chat.settle();
    expect(chat.message('m1')).toMatchObject({ body: 'better', reactions: [{ emoji: '👍' }] });
    for (const messageId of ids) chat.xmpp.emit({ kind: 'message-error', peer: bob, messageId, error });
    await chat.settle();
    expect(chat.message('m1')).toMatchObject({ body: 'body m1', error: { code: 'chat.change-refused' } });
    expect(chat.message('m1')?.reactions).toBeUndefined();
  });
});

describe('who took the nick of somebody who left', () => {
  const room = 'team@rooms.example.test' as ConversationId;

  it('Q1: neither corrects nor takes back what that one said', async () => {
    const chat = await chatHarness({ startedAt: 1_700_000_000_000 });
    chat.xmpp.goOnline();
    await chat.service.rooms.ensure(room, 'Team');
    const holders = new Map<string, NickHolder>();
    chat.service.rooms.open(room, { hasArchive: false, holder: (nick) => holders.get(nick) });
    await chat.settle();
    const said = (id: string, body: string, more: Partial<ChatMessage> = {}) =>
      chat.xmpp.receive(room, body, {
        ...{ from: `${room}/Bob`, wire: { messageId: id }, room: { nick: 'Bob', isBacklog: false } },
        ...{ via: 'live', ...more },
      });
    said('r1', 'the plan');
    await chat.settle(60_000);
    holders.set('Bob', { since: chat.clock.now(), isBack: false, cameAfterUs: true });
    said('r2', 'forged', { replaces: 'r1' });
    said('r3', '', { about: { kind: 'retraction', target: 'r1' } });
    await chat.settle(1000);
    expect(chat.stored(room)).toEqual(['the plan', 'forged']);
    said('r4', 'own words');
    await chat.settle(1000);
    said('r5', 'better words', { replaces: 'r4' });
    await chat.settle(1000);
    expect(chat.stored(room)).toEqual(['the plan', 'forged', 'better words']);
  });
});
