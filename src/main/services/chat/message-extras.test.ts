import { describe, expect, it } from 'vitest';
import { alice, bob, chatHarness } from '../../../../test/fakes/chat-harness.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Annotation } from '../../ports/chat-store.port.ts';
import type { ChatMessage } from '../../ports/xmpp.port.ts';

const shown = async (chat: Awaited<ReturnType<typeof chatHarness>>, peer: ConversationId = bob) =>
  (await chat.history(50, undefined, peer)).ok
    ? chat.store.sync.chat.history({ conversationId: peer, limit: 100 }).messages
    : [];
const about = (what: Annotation): Partial<ChatMessage> => ({ about: what });
const reacted = (target: string, ...emojis: string[]) => about({ kind: 'reactions', target, emojis });

async function talking() {
  const chat = await chatHarness();
  chat.xmpp.goOnline({ features: { archive: false } });
  await chat.settle();
  return chat;
}

describe('reactions (XEP-0444)', () => {
  it('M6: ours is shown at once and goes out; taken back, the stanza names what is left', async () => {
    const chat = await talking();
    chat.xmpp.receive(bob, 'lunch?', { wire: { messageId: 'q1', originId: 'q1' } });
    await chat.settle();
    const id = (await shown(chat))[0]?.id as MessageId;
    for (const [emoji, isOn] of [
      ['👍', true],
      ['🍕', true],
      ['👍', false],
    ] as const)
      expect((await chat.call('chat/react', { id, emoji, isOn })).ok).toBe(true);
    await chat.settle();
    expect(chat.message(id)?.reactions).toEqual([{ emoji: '🍕', by: [alice], isOwn: true }]);
    const sent = chat.xmpp.sent.map((one) => one.about);
    expect(sent).toEqual([
      { kind: 'reactions', target: 'q1', emojis: ['👍'] },
      { kind: 'reactions', target: 'q1', emojis: ['👍', '🍕'] },
      { kind: 'reactions', target: 'q1', emojis: ['🍕'] },
    ]);
    // For clients that know nothing of reactions: what it is about.
    expect(chat.xmpp.sent[0]?.body).toBe('lunch?');
  });

  it('M6: theirs are no messages: counted by person, nothing unread, no notice', async () => {
    const chat = await talking();
    await chat.send('mine', 'done');
    await chat.settle();
    chat.xmpp.receive(bob, '', reacted('mine', '🎉', '👍'));
    chat.xmpp.receive(bob, '', reacted('mine', '👍'));
    await chat.settle();
    expect(chat.message('mine')?.reactions).toEqual([{ emoji: '👍', by: [bob], isOwn: false }]);
    expect(chat.stored()).toEqual(['done']);
    expect(chat.conversation()?.unreadCount).toBe(0);
    expect(chat.notified).toEqual([]);
  });

  it('M6: one that comes before its message waits for it, also through a restart', async () => {
    const chat = await talking();
    chat.xmpp.receive(bob, '', reacted('late', '❤️'));
    await chat.settle();
    await chat.service.stop();
    const again = await chatHarness({ store: chat.store });
    again.xmpp.goOnline({ features: { archive: false } });
    again.xmpp.receive(bob, 'the message', { wire: { messageId: 'late', originId: 'late' } });
    await again.settle();
    expect((await shown(again))[0]?.reactions).toEqual([{ emoji: '❤️', by: [bob], isOwn: false }]);
  });

  it('M6 M13: read out of the archive, the newest of a person counts, whatever our own clock says', async () => {
    const chat = await chatHarness({ startedAt: 1_000_000 });
    const item = (n: number, more: Partial<ChatMessage>): ChatMessage => ({
      peer: bob,
      direction: 'in',
      from: bob,
      body: '',
      at: 2_000_000 + n,
      wire: { messageId: `a${n}`, originId: `a${n}`, stanzaId: { id: `s${n}`, by: alice } },
      wantsReceipt: false,
      isMarkable: false,
      via: 'archive',
      ...more,
    });
    chat.xmpp.archived = [
      item(1, { body: 'hello' }),
      item(2, reacted('a1', '👍')),
      item(3, reacted('a1', '🎉')),
      item(3, { ...reacted('a1'), direction: 'out', from: alice, wire: { messageId: 'o' } }),
    ];
    chat.xmpp.goOnline();
    await chat.settle(100);
    expect((await shown(chat))[0]?.reactions).toEqual([{ emoji: '🎉', by: [bob], isOwn: false }]);
  });

  it('M14: one that the server refuses is gone again', async () => {
    const chat = await talking();
    await chat.send('mine', 'done');
    await chat.call('chat/react', { id: 'mine' as MessageId, emoji: '👍', isOn: true });
    await chat.settle();
    const messageId = chat.xmpp.sent.at(-1)?.id as string;
    chat.xmpp.emit({ kind: 'message-error', peer: bob, messageId, error: { code: 'chat.rejected' } });
    await chat.settle();
    expect(chat.message('mine')?.reactions).toBeUndefined();
    expect(chat.message('mine')?.delivery).not.toBe('failed');
  });

  it('Q1: only emojis can be sent', async () => {
    const chat = await talking();
    await chat.send('mine', 'done');
    const answer = await chat.call('chat/react', { id: 'mine' as MessageId, emoji: 'buy now', isOn: true });
    expect(answer.ok).toBe(false);
  });
});

describe('retraction (XEP-0424)', () => {
  it('M6: ours loses its words here and is taken back there; search finds them no more', async () => {
    const chat = await talking();
    await chat.send('mine', 'unfortunate words');
    expect((await chat.call('chat/retract', { id: 'mine' as MessageId })).ok).toBe(true);
    await chat.settle();
    expect(chat.message('mine')).toMatchObject({ body: '', retractedAt: expect.any(Number) as number });
    expect(chat.xmpp.sent.map((one) => one.about)).toEqual([
      undefined,
      { kind: 'retraction', target: 'mine' },
    ]);
    expect(chat.store.sync.chat.search({ text: 'unfortunate', limit: 5 })).toEqual([]);
  });

  it('M6: what was never sent is never said', async () => {
    const chat = await chatHarness();
    await chat.send('mine', 'words');
    expect((await chat.call('chat/retract', { id: 'mine' as MessageId })).ok).toBe(true);
    chat.xmpp.goOnline({ features: { archive: false } });
    await chat.settle();
    expect(chat.xmpp.sent).toEqual([]);
    expect(chat.stored()).toEqual([]);
  });

  it('M6: a copy out of the archive does not bring it back, nor does a correction', async () => {
    const chat = await talking();
    const wire = { messageId: 'm1' };
    chat.xmpp.receive(bob, 'oops', { wire });
    chat.xmpp.receive(bob, '', about({ kind: 'retraction', target: 'm1' }));
    await chat.settle();
    chat.xmpp.receive(bob, 'oops', { wire, via: 'archive' });
    chat.xmpp.receive(bob, 'again', { replaces: 'm1', wire: { messageId: 'm2' } });
    await chat.settle();
    expect(chat.stored()).toEqual(['']);
  });

  it('Q1: nobody takes back what another one said', async () => {
    const chat = await talking();
    await chat.send('mine', 'my words');
    chat.xmpp.receive(bob, '', about({ kind: 'retraction', target: 'mine' }));
    await chat.settle();
    expect(chat.message('mine')?.body).toBe('my words');
    expect((await chat.call('chat/retract', { id: 'nothing' as MessageId })).ok).toBe(false);
  });

  it('M14: refused by the server, the message says so', async () => {
    const chat = await talking();
    await chat.send('mine', 'words');
    await chat.call('chat/retract', { id: 'mine' as MessageId });
    await chat.settle();
    const messageId = chat.xmpp.sent.at(-1)?.id as string;
    chat.xmpp.emit({ kind: 'accepted', stanzaId: messageId });
    await chat.settle();
    chat.xmpp.emit({ kind: 'message-error', peer: bob, messageId, error: { code: 'chat.rejected' } });
    await chat.settle();
    expect(chat.message('mine')?.error?.code).toBe('chat.rejected');
  });
});

describe('answers (XEP-0461)', () => {
  it('M6: an answer names the message and its words, and is found again from it', async () => {
    const chat = await talking();
    chat.xmpp.receive(bob, 'lunch?\nor later', { wire: { messageId: 'q1', originId: 'q1' } });
    await chat.settle();
    const asked = (await shown(chat))[0]?.id as MessageId;
    await chat.call('chat/send', {
      ...{ conversationId: bob, body: 'now!', id: 'answer' as MessageId, replyTo: asked },
    });
    await chat.settle();
    expect(chat.xmpp.sent.at(-1)).toMatchObject({
      body: 'now!',
      reply: { id: 'q1', to: bob, quote: 'lunch?\nor later' },
    });
    expect(chat.message('answer')?.reply).toEqual({ author: bob, quote: 'lunch?\nor later' });
    expect(await chat.call('chat/replied-to', { id: 'answer' as MessageId })).toMatchObject({
      value: { id: asked },
    });
  });

  it('M6: waits through a restart with what it answers', async () => {
    const chat = await chatHarness();
    await chat.send('mine', 'first');
    await chat.call('chat/send', {
      ...{ conversationId: bob, body: 'second', id: 'answer' as MessageId, replyTo: 'mine' as MessageId },
    });
    await chat.service.stop();
    const again = await chatHarness({ store: chat.store });
    again.xmpp.goOnline({ features: { archive: false } });
    await again.settle();
    expect(again.xmpp.sent.at(-1)?.reply).toEqual({ id: 'mine', to: alice, quote: 'first' });
  });

  it('M6: an answer without a quote takes the words from the message itself', async () => {
    const chat = await talking();
    await chat.send('mine', 'what I said');
    chat.xmpp.receive(bob, 'yes', { reply: { id: 'mine', to: alice, quote: '' } });
    await chat.settle();
    expect((await shown(chat)).at(-1)?.reply).toEqual({ author: alice, quote: 'what I said' });
  });
});
