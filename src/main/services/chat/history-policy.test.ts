import { describe, expect, it } from 'vitest';
import { bob, chatHarness } from '../../../../test/fakes/chat-harness.ts';
import type { ChatMessage } from '../../ports/xmpp.port.ts';

const DAY_MS = 86_400_000;
const T0 = 1_700_000_000_000;

const archived = (id: string, at: number): ChatMessage => ({
  ...{ peer: bob, direction: 'in', from: bob, body: id, at, via: 'archive' },
  wire: { messageId: id, stanzaId: { id, by: 'alice@example.test' } },
  ...{ wantsReceipt: false, isMarkable: false },
});

describe('chats under a policy', () => {
  it('S3: where nothing is kept nothing is fetched from the archive, and what comes is there for this run', async () => {
    const chat = await chatHarness({ startedAt: T0, history: { isKept: false, isDecided: true } });
    chat.xmpp.archived = [archived('old', T0 - DAY_MS)];
    chat.xmpp.goOnline();
    await chat.settle(60_000);
    chat.xmpp.receive(bob, 'now');
    await chat.settle(1000);
    const page = await chat.call('chat/history', { conversationId: bob, limit: 50 });
    expect(page).toMatchObject({ ok: true, value: { hasOlder: false } });
    expect(page.ok && page.value.messages.map(({ body }) => body)).toEqual(['now']);
    expect(chat.xmpp.archiveQueries).toEqual([]);
    expect(await chat.call('chat/coverage', undefined)).toEqual({ ok: true, value: 'this-run' });
  });

  it('M13: what is older than chats are kept is not shown, though the archive has it', async () => {
    const chat = await chatHarness({ startedAt: T0, history: { isKept: true, isDecided: true, days: 30 } });
    chat.xmpp.archived = [archived('ancient', T0 - 31 * DAY_MS), archived('recent', T0 - 29 * DAY_MS)];
    chat.xmpp.goOnline();
    await chat.settle(60_000);
    const page = await chat.call('chat/history', { conversationId: bob, limit: 50 });
    expect(page.ok && page.value.messages.map(({ body }) => body)).toEqual(['recent']);
    expect(page).toMatchObject({ value: { hasOlder: false } });
  });

  it('M13: a search says when older messages are only on the server', async () => {
    const chat = await chatHarness({ startedAt: T0 });
    chat.xmpp.archived = Array.from({ length: 700 }, (_, n) => archived(`m${n}`, T0 - (700 - n) * 60_000));
    expect(await chat.call('chat/coverage', undefined)).toEqual({ ok: true, value: 'whole' });
    chat.xmpp.goOnline();
    for (let n = 0; n < 20; n += 1) await chat.settle(1000);
    expect(await chat.call('chat/coverage', undefined)).toEqual({ ok: true, value: 'older-on-server' });
  });
});
