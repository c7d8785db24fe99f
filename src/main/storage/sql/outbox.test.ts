import { describe, expect, it } from 'vitest';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { OutboxEntry } from '../../ports/chat-store.port.ts';

const bob = 'bob@example.test' as ConversationId;
const alice = 'alice@example.test';
const id = (value: string) => value as MessageId;
const open = () => temporaryStore().sync.chat;
const message = (name: string, state: OutboxEntry['state'] = 'queued') => ({
  id: id(name),
  conversationId: bob,
  from: alice,
  body: `body ${name}`,
  at: 1000,
  state,
});
const refused = { code: 'chat.rejected' } as const;

describe('outbox', () => {
  it('M6: keeps the order of asking and leaves when the server has it', () => {
    const chat = open();
    for (const name of ['1', '2', '3']) chat.enqueue(message(name));
    expect(chat.outbox().map((entry) => entry.stanzaId)).toEqual(['1', '2', '3']);
    expect(chat.markSending(['1', '2'])).toMatchObject([{ delivery: 'sending' }, { delivery: 'sending' }]);
    expect(chat.settleSent(['1', 'unknown'])).toMatchObject([{ id: '1', delivery: 'sent' }]);
    expect(chat.outbox()).toMatchObject([
      { stanzaId: '2', state: 'sending' },
      { stanzaId: '3', state: 'queued' },
    ]);
  });

  it('M6: the same request twice is one message', () => {
    const chat = open();
    expect(chat.enqueue(message('1')).isNew).toBe(true);
    chat.settleSent(['1']);
    expect(chat.enqueue(message('1'))).toMatchObject({ isNew: false, message: { delivery: 'sent' } });
    expect(chat.outbox()).toEqual([]);
  });

  it('M6: an own message found in the archive is the same message, by origin id or stanza id', () => {
    const chat = open();
    for (const wire of [{ originId: '1' }, { messageId: '1' }]) {
      chat.enqueue(message('1'));
      const copy = {
        conversationId: bob,
        direction: 'out',
        from: alice,
        body: 'body 1',
        at: 9_000_000,
        isRead: true,
        delivery: 'sent',
      } as const;
      const saved = chat.saveMessages([
        { message: copy, wire: { ...wire, stanzaId: { id: 'a1', by: alice } } },
      ]);
      expect(saved.stored).toEqual([]);
    }
    expect(chat.history({ conversationId: bob, limit: 5 }).messages).toMatchObject([{ delivery: 'sent' }]);
  });

  it('M6: a refusal shows, also after the server had taken it; a second try has an id of its own', () => {
    const chat = open();
    chat.enqueue(message('1'));
    chat.settleSent(['1']);
    expect(chat.settleFailed('1', bob, refused)).toMatchObject({ delivery: 'failed', error: refused });
    expect(chat.settleFailed('1', bob, refused)).toBeUndefined();
    const again = chat.requeue(id('1'), 'second', 2000);
    expect(again).toMatchObject({
      message: { delivery: 'queued' },
      entry: { stanzaId: 'second', messageId: '1', body: 'body 1', state: 'queued' },
    });
    expect(again?.message.error).toBeUndefined();
    expect(chat.requeue(id('1'), 'third', 3000)).toBeUndefined();
    chat.settleSent(['second']);
    expect(chat.setDelivered([{ conversationId: bob, wireId: 'second' }])).toMatchObject([
      { delivery: 'delivered' },
    ]);
    expect(chat.settleFailed('second', bob, refused)).toBeUndefined();
  });

  it('M6: a correction follows its message; one of an unsent message changes it in place', () => {
    const chat = open();
    chat.enqueue(message('1'));
    const inPlace = chat.enqueueCorrection({ messageId: id('1'), stanzaId: 'c1', body: 'better', at: 2000 });
    expect(inPlace?.entry).toMatchObject({ stanzaId: '1', body: 'better' });
    expect(inPlace?.message.editedAt).toBeUndefined();

    chat.markSending(['1']);
    const later = chat.enqueueCorrection({ messageId: id('1'), stanzaId: 'c2', body: 'best', at: 3000 });
    expect(later).toMatchObject({
      message: { body: 'best', editedAt: 3000 },
      entry: { stanzaId: 'c2', messageId: '1', replaces: '1', body: 'best' },
    });
    expect(chat.outbox().map((entry) => entry.body)).toEqual(['better', 'best']);

    chat.enqueueCorrection({ messageId: id('1'), stanzaId: 'c3', body: 'the best', at: 4000 });
    expect(chat.outbox().map((entry) => entry.body)).toEqual(['better', 'the best']);
    expect(chat.search({ text: 'the best', limit: 5 })).toHaveLength(1);
    expect(chat.search({ text: 'body', limit: 5 })).toEqual([]);
  });

  it.each(['while it waits for the server', 'after the server had taken it', 'of what was delivered'])(
    'M14: a correction that is refused brings the earlier words back, %s',
    (when) => {
      const chat = open();
      chat.enqueue(message('1'));
      chat.settleSent(['1']);
      if (when === 'of what was delivered') chat.setDelivered([{ conversationId: bob, wireId: '1' }]);
      const before = chat.message(id('1'))?.message;
      chat.enqueueCorrection({ messageId: id('1'), stanzaId: 'c1', body: 'a secret', at: 2000 });
      chat.markSending(['c1']);
      if (when !== 'while it waits for the server') chat.settleSent(['c1']);
      const after = chat.settleFailed('c1', bob, { ...refused, params: { words: 'No secrets' } });
      const error = { code: 'chat.change-refused', params: { words: 'No secrets' } };
      expect(after).toEqual({ ...before, error });
      expect(chat.search({ text: 'secret', limit: 5 })).toEqual([]);
      expect(chat.search({ text: 'body', limit: 5 })).toHaveLength(1);
      expect(chat.settleFailed('c1', bob, refused)).toBeUndefined();
      // Written otherwise it goes out, and nothing tells of the refusal any more.
      const next = chat.enqueueCorrection({
        messageId: id('1'),
        stanzaId: 'c2',
        body: 'no secret',
        at: 3000,
      });
      expect(next).toMatchObject({
        entry: { stanzaId: 'c2', replaces: '1' },
        message: { body: 'no secret' },
      });
      expect(next?.message.error).toBeUndefined();
      expect(chat.outbox().map(({ stanzaId }) => stanzaId)).toEqual(['c2']);
    },
  );

  it('M14: of two corrections the later one stands when the first is refused, and leads back to what was not', () => {
    const chat = open();
    chat.enqueue(message('1'));
    chat.settleSent(['1']);
    chat.enqueueCorrection({ messageId: id('1'), stanzaId: 'c1', body: 'first', at: 2000 });
    chat.markSending(['c1']);
    chat.enqueueCorrection({ messageId: id('1'), stanzaId: 'c2', body: 'second', at: 3000 });
    chat.markSending(['c2']);
    expect(chat.settleFailed('c1', bob, refused)).toMatchObject({ body: 'second', editedAt: 3000 });
    expect(chat.settleFailed('c2', bob, refused)).toMatchObject({ body: 'body 1' });
    expect(chat.message(id('1'))?.message.editedAt).toBeUndefined();
  });

  it('M6: what is taken back leaves none of its earlier words behind', () => {
    const store = temporaryStore();
    const { chat } = store.sync;
    chat.enqueue(message('1'));
    chat.settleSent(['1']);
    chat.enqueueCorrection({ messageId: id('1'), stanzaId: 'c1', body: 'better', at: 2000 });
    expect(store.onDisk('SELECT earlier FROM correction')).toEqual([{ earlier: 'body 1' }]);
    chat.annotate({
      ...{ messageId: id('1'), stanzaId: 'r', from: alice, at: 3000 },
      what: { kind: 'retraction' },
    });
    expect(store.onDisk('SELECT * FROM correction')).toEqual([]);
  });

  it('M6: a refused correction goes out again as a correction', () => {
    const chat = open();
    chat.enqueue(message('1'));
    chat.settleSent(['1']);
    chat.enqueueCorrection({ messageId: id('1'), stanzaId: 'c1', body: 'better', at: 2000 });
    chat.markSending(['c1']);
    chat.settleFailed('c1', bob, refused);
    expect(chat.requeue(id('1'), 'c2', 3000)?.entry).toMatchObject({
      stanzaId: 'c2',
      replaces: '1',
      body: 'better',
    });
  });

  it('M6: a refused message that is corrected waits for its second try', () => {
    const chat = open();
    chat.enqueue(message('1'));
    chat.settleFailed('1', bob, refused);
    expect(
      chat.enqueueCorrection({ messageId: id('1'), stanzaId: 'c', body: 'better', at: 2000 })?.entry,
    ).toBeUndefined();
    expect(chat.requeue(id('1'), 'second', 3000)?.entry).toMatchObject({ body: 'better' });
  });

  it('M6: removing a message takes its entry and its words along', () => {
    const chat = open();
    chat.enqueue(message('1'));
    expect(chat.remove(id('1'))).toMatchObject({ id: bob });
    expect(chat.outbox()).toEqual([]);
    expect(chat.search({ text: 'body', limit: 5 })).toEqual([]);
    expect(chat.remove(id('1'))).toBeUndefined();
  });
});
