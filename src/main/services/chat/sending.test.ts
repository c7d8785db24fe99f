import { describe, expect, it } from 'vitest';
import { alice, bob, chatHarness } from '../../../../test/fakes/chat-harness.ts';
import { fakeXmpp } from '../../../../test/fakes/fake-xmpp.ts';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { ChatMessage } from '../../ports/xmpp.port.ts';

const id = (value: string) => value as MessageId;
/** What the archive holds of a message of ours. */
const archivedCopy = (stanzaId: string, at: number): ChatMessage => ({
  peer: bob,
  direction: 'out',
  from: alice,
  body: `body ${stanzaId}`,
  at,
  wire: { originId: stanzaId, messageId: stanzaId, stanzaId: { id: `archive-${stanzaId}`, by: alice } },
  wantsReceipt: true,
  isMarkable: true,
  via: 'archive',
});

describe('sending', () => {
  it('M6: stored, written, accepted, delivered, read', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.settle();
    expect(await chat.send('1')).toEqual({ ok: true, value: { id: '1' } });
    expect(chat.xmpp.sent).toEqual([{ to: bob, id: '1', body: 'body 1' }]);
    expect(chat.message('1')?.delivery).toBe('sending');
    chat.xmpp.emit({ kind: 'accepted', stanzaId: '1' });
    await chat.settle();
    expect(chat.message('1')?.delivery).toBe('sent');
    chat.xmpp.emit({ kind: 'receipt', peer: bob, messageId: '1' });
    await chat.settle();
    expect(chat.message('1')?.delivery).toBe('delivered');
    chat.xmpp.emit({ kind: 'displayed', peer: bob, messageId: '1', direction: 'in' });
    await chat.settle();
    expect(chat.message('1')?.delivery).toBe('read');
    expect(chat.conversation()).toMatchObject({
      peerReadUpTo: '1',
      lastMessage: { preview: 'body 1', direction: 'out' },
    });
  });

  it('M6: offline a message is readable and queued, survives a restart, and goes out once', async () => {
    const folder = temporaryFolder();
    const first = await chatHarness({ store: temporaryStore(folder) });
    await first.send('1');
    await first.send('2');
    expect(first.message('1')?.delivery).toBe('queued');
    expect((await first.history()).ok && first.stored()).toEqual(['body 1', 'body 2']);
    // No stop: the process was killed.

    const second = await chatHarness({ store: temporaryStore(folder) });
    expect(second.conversation()?.lastMessage?.preview).toBe('body 2');
    second.xmpp.goOnline();
    await second.settle();
    expect(second.xmpp.sent.map((message) => message.id)).toEqual(['1', '2']);
    second.xmpp.goOffline();
    second.xmpp.goOnline({ isResumed: true });
    await second.settle();
    expect(second.xmpp.sent).toHaveLength(2);
  });

  it('Q3: killed while sending, the archive is asked by time and only what it lacks goes out again', async () => {
    const folder = temporaryFolder();
    const first = await chatHarness({ store: temporaryStore(folder) });
    first.xmpp.goOnline();
    await first.settle();
    for (const name of ['1', '2', '3']) await first.send(name);
    expect(first.store.sync.chat.outbox().map((entry) => entry.state)).toEqual([
      'sending',
      'sending',
      'sending',
    ]);

    const xmpp = fakeXmpp();
    const second = await chatHarness({ store: temporaryStore(folder), xmpp });
    xmpp.archived = [archivedCopy('1', second.clock.now() + 3_600_000)];
    xmpp.goOnline();
    await second.settle();
    expect(xmpp.sent.map((message) => message.id)).toEqual(['2', '3']);
    expect(second.message('1')?.delivery).toBe('sent');
    expect(xmpp.archiveQueries.find((query) => query.with === bob)?.start).toBeLessThan(second.clock.now());
    expect(second.stored()).toEqual(['body 1', 'body 2', 'body 3']);
  });

  it('M6: a long day is not read through for what never arrived: what was written before it ends the search', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.settle();
    await chat.send('early');
    chat.xmpp.emit({ kind: 'accepted', stanzaId: 'early' });
    await chat.settle(1_000);
    await chat.send('doubted');
    chat.xmpp.goOffline();
    chat.xmpp.emit({ kind: 'uncertain', stanzaIds: ['doubted'] });
    const now = chat.clock.now();
    const before = Array.from({ length: 500 }, (_, n) => archivedCopy(`day-${n}`, now - 600_000 + n));
    const after = Array.from({ length: 60 }, (_, n) => archivedCopy(`other-${n}`, now + n));
    chat.xmpp.archived = [...before, archivedCopy('early', now - 1_000), ...after];
    chat.xmpp.archiveQueries.length = 0;
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.xmpp.sent.map((message) => message.id)).toEqual(['early', 'doubted', 'doubted']);
    expect(chat.xmpp.archiveQueries.filter((query) => query.start !== undefined)).toHaveLength(2);
  });

  it('M6: without an archive the doubted goes out again under its id', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline({ features: { archive: false } });
    await chat.send('1');
    chat.xmpp.goOffline();
    chat.xmpp.emit({ kind: 'uncertain', stanzaIds: ['1'] });
    chat.xmpp.goOnline({ features: { archive: false } });
    await chat.settle();
    expect(chat.xmpp.sent.map((message) => message.id)).toEqual(['1', '1']);
    expect(chat.xmpp.archiveQueries).toEqual([]);
  });

  it('M6: an archive that does not answer is asked again', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.settle();
    await chat.send('1');
    chat.xmpp.goOffline();
    chat.xmpp.archiveFailure = { ok: false, error: { code: 'xmpp.timeout' } };
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.xmpp.sent).toHaveLength(1);
    chat.xmpp.archiveFailure = undefined;
    await chat.settle(5000);
    expect(chat.xmpp.sent.map((message) => message.id)).toEqual(['1', '1']);
  });

  it('M6: the same command twice is one message', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await Promise.all([chat.send('1'), chat.send('1')]);
    await chat.settle();
    expect(chat.xmpp.sent).toHaveLength(1);
    expect(chat.stored()).toHaveLength(1);
  });

  it('M14: a refusal shows on the message; a retry has a new stanza id and keeps the message', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.send('1');
    const error = { code: 'chat.rejected', detail: 'not-acceptable' } as const;
    chat.xmpp.emit({ kind: 'message-error', peer: bob, messageId: '1', error });
    await chat.settle();
    expect(chat.message('1')).toMatchObject({ delivery: 'failed', error });
    expect(await chat.call('chat/retry', { id: id('1') })).toMatchObject({ ok: true });
    await chat.settle();
    const again = chat.xmpp.sent[1]!;
    expect(again).toMatchObject({ body: 'body 1' });
    expect(again.id).not.toBe('1');
    chat.xmpp.emit({ kind: 'receipt', peer: bob, messageId: again.id });
    await chat.settle();
    expect(chat.message('1')).toMatchObject({ delivery: 'delivered' });
    expect(chat.stored()).toHaveLength(1);
  });

  it('M6: a queued message can be taken back, a sent one cannot', async () => {
    const chat = await chatHarness();
    await chat.send('1');
    expect(await chat.call('chat/discard', { id: id('1') })).toMatchObject({ ok: true });
    expect(chat.message('1')).toBeUndefined();
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.xmpp.sent).toEqual([]);
    await chat.send('2');
    chat.xmpp.emit({ kind: 'accepted', stanzaId: '2' });
    await chat.settle();
    expect(await chat.call('chat/discard', { id: id('2') })).toMatchObject({
      ok: false,
      error: { code: 'app.not-allowed' },
    });
    expect(await chat.call('chat/discard', { id: id('x') })).toMatchObject({
      error: { code: 'chat.no-such-message' },
    });
  });

  it('M6: a correction goes out as one, after its message', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.send('1');
    await chat.call('chat/correct', { id: id('1'), body: 'better' });
    await chat.settle();
    expect(chat.xmpp.sent).toMatchObject([
      { id: '1', body: 'body 1' },
      { body: 'better', replaces: '1' },
    ]);
    expect(chat.message('1')).toMatchObject({ body: 'better' });
    chat.xmpp.emit({ kind: 'accepted', stanzaId: chat.xmpp.sent[1]!.id });
    chat.xmpp.emit({ kind: 'accepted', stanzaId: '1' });
    await chat.settle();
    expect(chat.store.sync.chat.outbox()).toEqual([]);
  });

  it('M6: a message corrected before it was sent goes out once, with the better words', async () => {
    const chat = await chatHarness();
    await chat.send('1');
    await chat.call('chat/correct', { id: id('1'), body: 'better' });
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.xmpp.sent).toEqual([{ to: bob, id: '1', body: 'better' }]);
  });

  it('M6: a note to oneself is one message', async () => {
    const chat = await chatHarness();
    chat.xmpp.goOnline();
    await chat.send('1', 'remember', alice as ConversationId);
    chat.xmpp.receive(alice, 'remember', { from: `${alice}/desk`, wire: { messageId: '1', originId: '1' } });
    await chat.settle();
    expect(chat.stored(alice as ConversationId)).toEqual(['remember']);
    expect(chat.conversation(alice)?.unreadCount).toBe(0);
    expect(chat.message('1')?.delivery).toBe('sent');
  });

  it('M6: order holds within a conversation while others go their own way', async () => {
    const chat = await chatHarness();
    const carol = 'carol@example.test' as ConversationId;
    for (let n = 0; n < 20; n += 1) await chat.send(`${n}`, `${n}`, n % 3 === 0 ? carol : bob);
    chat.xmpp.goOnline();
    await chat.settle();
    await chat.send('20', '20');
    const to = (peer: string) =>
      chat.xmpp.sent.filter((message) => message.to === peer).map((message) => Number(message.body));
    expect(to(bob)).toEqual(to(bob).toSorted((a, b) => a - b));
    expect(to(carol)).toEqual([0, 3, 6, 9, 12, 15, 18]);
    expect(chat.xmpp.sent).toHaveLength(21);
  });

  it('chat is refused without a session, and to an address that is none', async () => {
    const chat = await chatHarness();
    expect(await chat.send('1', 'x', 'no address' as ConversationId)).toMatchObject({
      error: { code: 'contacts.bad-address' },
    });
    expect(await chat.call('chat/open', { address: '@' })).toMatchObject({
      error: { code: 'contacts.bad-address' },
    });
    await chat.service.stop();
    expect(await chat.send('1')).toMatchObject({ ok: false, error: { code: 'app.not-signed-in' } });
    expect(chat.publisher.all('conversations')).toEqual([]);
  });
});
