import { describe, expect, it, vi } from 'vitest';
import { alice, bob, chatHarness } from '../../../../test/fakes/chat-harness.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { failure } from '../../../shared/errors/result.ts';
import { StorageError } from '../../ports/storage.port.ts';

describe('receiving', () => {
  it('M6: stores first, then gives the receipt', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.settle();
    chat.store.hold(true);
    chat.xmpp.receive(bob, 'hello', { wantsReceipt: true, wire: { messageId: 'm1' } });
    await chat.settle();
    expect(chat.xmpp.receipts).toEqual([]);
    chat.store.hold(false);
    await chat.settle();
    expect(chat.stored()).toEqual(['hello']);
    expect(chat.xmpp.receipts).toEqual([{ to: bob, id: 'm1' }]);
    expect(chat.notified).toEqual(['hello']);
    expect(chat.conversation()).toMatchObject({ unreadCount: 1, title: bob });
  });

  it('M6: a copy is not shown twice but gets its receipt; archive and carbons get none', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    const copy = { wantsReceipt: true, wire: { messageId: 'm1', originId: 'm1' } } as const;
    chat.xmpp.receive(bob, 'hello', copy);
    chat.xmpp.receive(bob, 'hello', copy);
    chat.xmpp.receive(bob, 'hello', { ...copy, via: 'carbon' });
    await chat.settle();
    expect(chat.stored()).toEqual(['hello']);
    expect(chat.xmpp.receipts).toHaveLength(2);
    expect(chat.notified).toEqual(['hello']);
  });

  it('M6: a receipt that could not be sent while the stream was down is sent when it is back, once', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.settle();
    chat.store.hold(true);
    chat.xmpp.receive(bob, 'one', { wantsReceipt: true, wire: { messageId: 'm1' } });
    chat.xmpp.receive(bob, 'two', { wantsReceipt: true, wire: { messageId: 'm2' } });
    chat.xmpp.goOffline();
    chat.store.hold(false);
    await chat.settle();
    expect(chat.xmpp.receipts).toEqual([]);
    expect(await chat.store.chat.owedReceipts()).toHaveLength(2);
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.xmpp.receipts).toEqual([
      { to: bob, id: 'm1' },
      { to: bob, id: 'm2' },
    ]);
    expect(await chat.store.chat.owedReceipts()).toEqual([]);
  });

  it('M6: a receipt that was on its way when a stream died for good is sent again on the next', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'one', { wantsReceipt: true, wire: { messageId: 'm1' } });
    await chat.settle();
    expect(chat.xmpp.receipts).toEqual([{ to: bob, id: 'm1' }]);
    chat.xmpp.goOffline();
    // As the engine tells it: before the next stream stands.
    chat.xmpp.emit({ kind: 'receipts-lost', receipts: [{ peer: bob, messageId: 'm1' }] });
    await vi.waitFor(async () => expect(await chat.store.chat.owedReceipts()).toHaveLength(1));
    chat.xmpp.goOnline();
    await vi.waitFor(() => expect(chat.xmpp.receipts).toHaveLength(2));
    await vi.waitFor(async () => expect(await chat.store.chat.owedReceipts()).toEqual([]));
  });

  it('M6: 5,000 messages in one go, of 50 people who are new, are all there, in order, in few transactions', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.settle();
    const save = vi.spyOn(chat.store.chat, 'saveMessages');
    const peers = Array.from({ length: 50 }, (_, n) => `peer${n}@example.test` as ConversationId);
    for (let n = 0; n < 5000; n += 1) chat.xmpp.receive(peers[n % 50]!, `${n}`);
    await chat.settle();
    await chat.service.stop();
    expect(save.mock.calls.length).toBeLessThanOrEqual(6);
    for (const [index, peer] of peers.entries()) {
      expect(chat.stored(peer)).toEqual(Array.from({ length: 100 }, (_, n) => `${n * 50 + index}`));
    }
    expect(chat.notified).toHaveLength(5000);
  });

  it('M6: a disk that is full for a while loses nothing', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.settle();
    const broken = vi
      .spyOn(chat.store.chat, 'saveMessages')
      .mockRejectedValue(new StorageError(failure('storage.unavailable')));
    chat.xmpp.receive(bob, 'one');
    await chat.settle();
    chat.xmpp.receive(bob, 'two');
    await chat.settle();
    broken.mockRestore();
    await chat.settle(5000);
    expect(chat.stored()).toEqual(['one', 'two']);
  });

  it('M6: what has arrived is stored before the session ends', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'last words');
    await chat.service.stop();
    expect(chat.stored()).toEqual(['last words']);
  });

  it('M7: what another device of ours sent is ours, read, and no news', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'question');
    await chat.settle();
    chat.xmpp.receive(bob, 'answer', {
      direction: 'out',
      from: `${alice}/phone`,
      via: 'carbon',
      wire: { originId: 'x' },
    });
    await chat.settle();
    expect(chat.conversation()).toMatchObject({ unreadCount: 0, lastMessage: { direction: 'out' } });
    expect(chat.notified).toEqual(['question']);
    expect(chat.publisher.all('messages').find((message) => message.body === 'answer')).toMatchObject({
      from: alice,
      delivery: 'sent',
    });
  });

  it('M7: read elsewhere is read here; what came after is not', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'one', { wire: { messageId: 'm1' } });
    chat.xmpp.receive(bob, 'two', { wire: { messageId: 'm2' } });
    chat.xmpp.emit({ kind: 'displayed', peer: bob, messageId: 'm1', direction: 'out' });
    await chat.settle();
    expect(chat.conversation()?.unreadCount).toBe(1);
  });

  it('M6: reading tells the peer, if the setting allows it, later if there is no stream', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'one', { isMarkable: true, wire: { messageId: 'm1' } });
    await chat.settle();
    chat.xmpp.goOffline();
    await chat.call('chat/mark-read', { conversationId: bob });
    expect(chat.conversation()?.unreadCount).toBe(0);
    expect(chat.xmpp.markers).toEqual([]);
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.xmpp.markers).toEqual([{ to: bob, id: 'm1' }]);
    chat.xmpp.goOffline();
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.xmpp.markers).toHaveLength(1);

    chat.settings.sendReadReceipts = false;
    chat.xmpp.receive(bob, 'two', { isMarkable: true, wire: { messageId: 'm2' } });
    await chat.settle();
    await chat.call('chat/mark-read', { conversationId: bob });
    expect(chat.conversation()?.unreadCount).toBe(0);
    expect(chat.xmpp.markers).toHaveLength(1);
  });

  it('M6: no marker for a message that asked for none', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'one');
    await chat.settle();
    await chat.call('chat/mark-read', { conversationId: bob });
    expect(chat.xmpp.markers).toEqual([]);
  });

  it('M6: a correction changes the message, also in the same burst', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'helo', { wire: { messageId: 'm1' } });
    chat.xmpp.receive(bob, 'hello', { wire: { messageId: 'm2' }, replaces: 'm1' });
    await chat.settle();
    expect(chat.publisher.all('messages')).toMatchObject([{ body: 'hello' }]);
    expect(chat.conversation()).toMatchObject({ unreadCount: 1, lastMessage: { preview: 'hello' } });
  });

  it('M6: messages the server kept while we were away give one notice', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    for (let n = 0; n < 30; n += 1)
      chat.xmpp.receive(bob, `${n}`, { via: 'offline', at: 1000 * n, wantsReceipt: true });
    await chat.settle();
    expect(chat.notified).toEqual([]);
    expect(chat.missed).toEqual([30]);
    expect(chat.xmpp.receipts).toHaveLength(30);
    expect(chat.conversation()?.unreadCount).toBe(30);
  });

  it('M6: what the server kept for us, stamped in whole seconds, follows what we have of that second', async () => {
    const chat = await chatHarness();
    const second = Math.floor(chat.clock.now() / 1000) * 1000 + 5000;
    chat.letPass(second + 400 - chat.clock.now());
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'one');
    await chat.settle();
    chat.letPass(300);
    chat.xmpp.receive(bob, 'two', { via: 'offline', at: second });
    chat.xmpp.receive(bob, 'three', { via: 'offline', at: second });
    chat.xmpp.receive(bob, 'four');
    await chat.settle();
    expect(chat.stored()).toEqual(['one', 'two', 'three', 'four']);
  });

  it('a stamp in the future does not hold back what comes later', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'from tomorrow', { at: chat.clock.now() + 86_400_000 });
    await chat.settle();
    await chat.send('1', 'now');
    expect(chat.stored()).toEqual(['from tomorrow', 'now']);
  });

  it('M6: typing shows for half a minute, ends with a message and with the stream', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    chat.xmpp.receive(bob, 'one');
    await chat.settle();
    const composing = () => chat.xmpp.emit({ kind: 'chat-state', peer: bob, state: 'composing' });
    composing();
    expect(chat.conversation()?.isPeerTyping).toBe(true);
    await chat.settle(30_000);
    expect(chat.conversation()?.isPeerTyping).toBe(false);
    composing();
    chat.xmpp.receive(bob, 'two');
    expect(chat.conversation()?.isPeerTyping).toBe(false);
    composing();
    chat.xmpp.goOffline();
    expect(chat.conversation()?.isPeerTyping).toBe(false);
  });

  it('M6: our typing is told once at each change, and never when switched off', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    const type = (isTyping: boolean) => chat.call('chat/set-typing', { conversationId: bob, isTyping });
    await type(true);
    await type(true);
    await type(false);
    await type(true);
    await chat.settle(30_000);
    await type(true);
    await chat.send('1');
    await type(false);
    expect(chat.xmpp.chatStates.map(({ state }) => state)).toEqual([
      'composing',
      'paused',
      'composing',
      'paused',
      'composing',
    ]);
    chat.settings.sendTyping = false;
    await type(true);
    expect(chat.xmpp.chatStates).toHaveLength(5);
  });

  it('M6: drafts are kept', async () => {
    const chat = await chatHarness();
    await chat.call('chat/open', { address: ' Bob@Example.test ' });
    await chat.call('chat/set-draft', { conversationId: bob, text: 'half a' });
    expect(chat.conversation()?.draft).toBe('half a');
    expect(chat.store.sync.chat.conversation(bob)?.draft).toBe('half a');
  });

  it('conversations carry the name of the contact, also when it becomes known later', async () => {
    const chat = await chatHarness({ names: new Map([['carol@example.test', 'Carol']]) });
    await chat.call('chat/open', { address: 'carol@example.test' });
    await chat.call('chat/open', { address: bob });
    expect(chat.conversation('carol@example.test')?.title).toBe('Carol');
    expect(chat.conversation()?.title).toBe(bob);
    chat.rename(bob, 'Bob Bold');
    expect(chat.conversation()?.title).toBe('Bob Bold');
  });
});
