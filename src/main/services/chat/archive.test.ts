import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alice, bob, chatHarness, type ChatHarness } from '../../../../test/fakes/chat-harness.ts';
import { fakeXmpp } from '../../../../test/fakes/fake-xmpp.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { ChatMessage } from '../../ports/xmpp.port.ts';

const start = 1_600_000_000_000;

/** The n-th message of the archive; stamps are whole seconds, as many archives give them. */
function archived(n: number, peer: string = bob, direction: 'in' | 'out' = 'in'): ChatMessage {
  return {
    peer,
    direction,
    from: direction === 'in' ? peer : alice,
    body: `${n}`,
    at: start + Math.floor(n / 7) * 1000,
    wire: { messageId: `m${n}`, originId: `m${n}`, stanzaId: { id: `a${n}`, by: alice } },
    wantsReceipt: true,
    isMarkable: false,
    via: 'archive',
  };
}
/** The same as it comes over the stream: without a stamp. */
const asLive = ({ at: _, ...message }: ChatMessage): ChatMessage => ({ ...message, via: 'live' });
/** The same as a server keeps it for somebody who is away. */
const asKept = (message: ChatMessage): ChatMessage => {
  const { stanzaId: _, ...wire } = message.wire;
  return { ...message, via: 'offline', wire };
};
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);
const numbers = (from: number, to: number): string[] => range(from, to).map(String);

/** Reads until the archive has nothing more to say. */
async function catchUp(chat: ChatHarness): Promise<void> {
  for (let n = 0; n < 60; n += 1) await chat.settle(20);
}

describe('catching up with the archive', () => {
  it('M13: the first time it fetches the newest, all of it read, and some more behind', async () => {
    const chat = await chatHarness();
    chat.xmpp.archived = range(0, 2000).map((n) => archived(n));
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.stored()).toEqual(numbers(1950, 2000));
    expect(chat.conversation()).toMatchObject({ unreadCount: 0, lastMessage: { preview: '1999' } });
    await catchUp(chat);
    expect(chat.stored()).toEqual(numbers(1450, 2000));
    expect(chat.missed).toEqual([]);
    expect(chat.xmpp.receipts).toEqual([]);
  });

  it('M13: after an absence the newest page comes first, then the gap closes backwards; all unread, one notice', async () => {
    const chat = await chatHarness();
    chat.xmpp.archived = range(0, 20).map((n) => archived(n));
    chat.xmpp.goOnline();
    await catchUp(chat);
    chat.xmpp.goOffline();
    chat.xmpp.archived = range(0, 520).map((n) => archived(n));
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.stored()).toEqual([...numbers(0, 20), ...numbers(470, 520)]);
    await catchUp(chat);
    expect(chat.stored()).toEqual(numbers(0, 520));
    expect(chat.conversation()?.unreadCount).toBe(500);
    expect(chat.missed).toEqual([500]);
    expect(chat.notified).toEqual([]);
  });

  it('M13: a gap that was not closed is closed after the next start', async () => {
    const store = temporaryStore();
    const first = await chatHarness({ store });
    first.xmpp.archived = range(0, 20).map((n) => archived(n));
    first.xmpp.goOnline();
    await catchUp(first);
    first.xmpp.goOffline();
    first.xmpp.archived = range(0, 400).map((n) => archived(n));
    first.xmpp.goOnline();
    await first.settle(20);
    await first.service.stop();
    expect(first.stored().length).toBeLessThan(400);

    const second = await chatHarness({ store });
    second.xmpp.archived = range(0, 600).map((n) => archived(n));
    second.xmpp.goOnline();
    await catchUp(second);
    expect(second.stored()).toEqual(numbers(0, 600));
  });

  it('M13: live messages, doubles of the archive and a resumed stream leave neither hole nor double', async () => {
    const xmpp = fakeXmpp();
    const chat = await chatHarness({ xmpp });
    const live = (n: number) => {
      xmpp.archived.push(archived(n));
      xmpp.emit({ kind: 'message', message: asLive(archived(n)) });
    };
    xmpp.goOnline();
    for (const n of range(0, 30)) live(n);
    await chat.settle();
    xmpp.goOffline();
    xmpp.goOnline({ isResumed: true });
    for (const n of range(30, 60)) live(n);
    await catchUp(chat);
    xmpp.goOffline();
    xmpp.archived.push(...range(60, 70).map((n) => archived(n)));
    const asked = xmpp.archiveQueries.length;
    xmpp.goOnline();
    await catchUp(chat);
    expect(chat.stored()).toEqual(numbers(0, 70));
    // The archive was known up to the last live message, so one page was enough.
    expect(xmpp.archiveQueries.length - asked).toBe(1);
    expect(chat.conversation()?.unreadCount).toBe(70);
  });

  it('M7: an answer given elsewhere while we were away clears what it answers', async () => {
    const chat = await chatHarness();
    chat.xmpp.archived = [archived(0)];
    chat.xmpp.goOnline();
    await catchUp(chat);
    chat.xmpp.goOffline();
    chat.xmpp.archived = range(0, 10).map((n) => archived(n, bob, n === 7 ? 'out' : 'in'));
    chat.xmpp.goOnline();
    await catchUp(chat);
    expect(chat.conversation()?.unreadCount).toBe(2);
  });

  it('M13: an archive that fails is asked again', async () => {
    const chat = await chatHarness();
    chat.xmpp.archived = range(0, 10).map((n) => archived(n));
    chat.xmpp.archiveFailure = { ok: false, error: { code: 'xmpp.timeout' } };
    chat.xmpp.goOnline();
    await chat.settle();
    expect(chat.stored()).toEqual([]);
    chat.xmpp.archiveFailure = undefined;
    await chat.settle(30_000);
    expect(chat.stored()).toEqual(numbers(0, 10));
  });

  it('M13: an archive that has forgotten what we knew is read to its start and no further', async () => {
    const chat = await chatHarness();
    chat.xmpp.archived = range(0, 20).map((n) => archived(n));
    chat.xmpp.goOnline();
    await catchUp(chat);
    chat.xmpp.goOffline();
    chat.xmpp.archived = range(100, 350).map((n) => archived(n));
    chat.xmpp.goOnline();
    await catchUp(chat);
    expect(chat.stored()).toEqual([...numbers(0, 20), ...numbers(100, 350)]);
    const asked = chat.xmpp.archiveQueries.length;
    await catchUp(chat);
    expect(chat.xmpp.archiveQueries.length).toBe(asked);
  });

  it('M13: whatever comes live or late, cut or restarted, the store ends as the archive', {
    timeout: 60_000,
  }, async () => {
    const step = fc.oneof(
      fc.nat(40).map((count) => ({ kind: 'live' as const, count })),
      fc.nat(200).map((count) => ({ kind: 'away' as const, count })),
      fc.nat(30).map((count) => ({ kind: 'offline' as const, count })),
      fc.constantFrom({ kind: 'resume' as const }, { kind: 'restart' as const }, { kind: 'wait' as const }),
    );
    /** Our clock may be anywhere. */
    const clockError = fc.constantFrom(-3_600_000, -1500, 0, 2500, 3_600_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12, size: 'max' }), clockError, async (steps, error) => {
        const store = temporaryStore();
        let chat = await chatHarness({ store, startedAt: start + error });
        const all: ChatMessage[] = [];
        const grow = (count: number) => range(all.length, all.length + count).map((n) => archived(n));
        chat.xmpp.archived = all;
        chat.xmpp.goOnline();
        await chat.settle();
        for (const each of steps) {
          chat.letPass(50);
          if (each.kind === 'live') {
            for (const message of grow(each.count)) {
              all.push(message);
              chat.xmpp.emit({ kind: 'message', message: asLive(message) });
            }
          } else if (each.kind === 'away') {
            chat.xmpp.goOffline();
            all.push(...grow(each.count));
            chat.xmpp.goOnline();
          } else if (each.kind === 'offline') {
            chat.xmpp.goOffline();
            const missed = grow(each.count);
            all.push(...missed);
            chat.xmpp.goOnline();
            // Kept for us, with the server's stamp and without the archive's id.
            for (const message of missed) chat.xmpp.emit({ kind: 'message', message: asKept(message) });
          } else if (each.kind === 'resume') {
            chat.xmpp.goOffline();
            chat.xmpp.goOnline({ isResumed: true });
          } else if (each.kind === 'restart') {
            await chat.service.stop();
            chat = await chatHarness({ store, startedAt: chat.clock.now() });
            chat.xmpp.archived = all;
            chat.xmpp.goOnline();
          } else await chat.settle(20);
        }
        await catchUp(chat);
        expect(chat.stored()).toEqual(all.map((message) => message.body));
        expect(chat.conversation()?.unreadCount ?? 0).toBe(all.length);
        await chat.service.stop();
      }),
      { numRuns: 25 },
    );
  });
});

describe('scrolling back', () => {
  it('M13: the archive goes on where the store ends, page by page, to the start', async () => {
    const chat = await chatHarness();
    const carol = 'carol@example.test';
    chat.xmpp.archived = range(0, 1500).map((n) => archived(n, n < 400 ? bob : carol));
    chat.xmpp.goOnline();
    await catchUp(chat);
    expect(chat.stored()).toEqual([]);
    const seen: string[] = [];
    let before: number | undefined;
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await chat.history(50, before);
      if (!page.ok) throw new Error('no history');
      seen.unshift(...page.value.messages.map((message) => message.body));
      before = page.value.messages[0]?.order;
      if (!page.value.hasOlder) break;
    }
    expect(seen).toEqual(numbers(0, 400));
    expect(chat.conversation()?.unreadCount).toBe(0);
    const asked = chat.xmpp.archiveQueries.length;
    expect(await chat.history(50, before)).toMatchObject({ value: { messages: [], hasOlder: false } });
    expect(chat.xmpp.archiveQueries.length).toBe(asked);
  });

  it('M13: what is stored is shown without waiting for the network', async () => {
    const chat = await chatHarness();
    chat.xmpp.archived = range(0, 2000).map((n) => archived(n));
    chat.xmpp.goOnline();
    await chat.settle();
    const asked = chat.xmpp.archiveQueries.length;
    expect(await chat.history(200)).toMatchObject({ value: { hasOlder: true } });
    expect(chat.xmpp.archiveQueries.length).toBe(asked);
  });

  it('M13: offline the store is all there is', async () => {
    const chat = await chatHarness();
    await chat.send('1');
    expect(await chat.history()).toMatchObject({
      value: { messages: [{ body: 'body 1' }], hasOlder: false },
    });
    expect(await chat.call('chat/search', { text: 'bod', limit: 10 })).toMatchObject({
      value: [{ body: 'body 1' }],
    });
    expect(await chat.history(50, undefined, 'nobody@example.test' as ConversationId)).toMatchObject({
      value: { messages: [], hasOlder: false },
    });
  });
});
