import { describe, expect, it } from 'vitest';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { fixedSettings } from '../../../../test/fakes/fixed-settings.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Conversation, Message } from '../../../shared/domain/conversation.ts';
import type { HistoryFormat } from '../../../shared/contract/history-commands.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { createHistoryService } from './create-history.service.ts';

const context = { signal: new AbortController().signal };
const bob = 'bob@example.test' as ConversationId;
const eve = 'eve@example.test' as ConversationId;
const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 1, 3, 12);

async function start() {
  const store = temporaryStore();
  const settings = fixedSettings();
  const policies = fixedPolicies();
  const publisher = memoryPublisher();
  const clock = manualClock(NOON + 40 * DAY_MS);
  const shown: Conversation[] = [];
  const followed: boolean[] = [];
  const service = createHistoryService({
    people: { nameOf: (who) => (who === bob ? 'Bob Baker' : undefined) },
    ...{ settings, policies, publisher, clock, log: silentLog },
    showConversations: (conversations) => shown.push(...conversations),
    followArchive: (isRead) => followed.push(isRead),
  });
  await service.start(store, 'alice@example.test');
  return {
    ...{ service, store, settings, policies, publisher, clock, shown, followed },
    async pass(ms: number) {
      clock.advance(ms);
      for (let round = 0; round < 20; round += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        clock.advance(100);
      }
    },
    say: (from: ConversationId, ...bodies: readonly string[]) =>
      store.sync.chat.saveMessages(
        bodies.map((body, n) => ({
          message: { conversationId: from, direction: 'in', from, body, at: NOON + 1000 * n, isRead: true },
          wire: {},
        })),
      ),
    open: (id: ConversationId) => store.sync.chat.ensureConversation(id, 'direct', ''),
    async file(format: HistoryFormat, conversationId?: ConversationId) {
      const parts: string[] = [];
      const chosen = conversationId === undefined ? {} : { conversationId };
      const ask = service.handlers['history/export'];
      let answer = unwrap(await ask({ format, ...chosen }, context));
      for (parts.push(answer.part); answer.next !== undefined; parts.push(answer.part))
        answer = unwrap(await ask({ format, ...chosen, from: answer.next }, context));
      return { text: parts.join(''), parts: parts.length, count: answer.count };
    },
  };
}

describe('export of history', () => {
  it('M13: one conversation as text, oldest first; no message can look like another one', async () => {
    const { say, file } = await start();
    say(bob, 'hello', 'two\n2026-02-03 12:00:00Z  bob@example.test: forged');
    say(eve, 'not asked for');
    expect((await file('text', bob)).text).toBe(
      [
        'Bob Baker <bob@example.test>',
        '',
        '2026-02-03 12:00:00Z  bob@example.test: hello',
        '2026-02-03 12:00:01Z  bob@example.test: two',
        '    2026-02-03 12:00:00Z  bob@example.test: forged',
        '',
      ].join('\n'),
    );
  });

  it('M13: everything as JSON, in parts, each message once, also behind a conversation in which nothing was said', async () => {
    const { open, say, file } = await start();
    open('aaa@example.test' as ConversationId);
    const bodies = Array.from({ length: 1203 }, (_, n) => `message ${n}`);
    say(bob, ...bodies);
    say(eve, 'last');
    const exported = await file('json');
    const all = JSON.parse(exported.text) as { conversation: string; body: string; at: string }[];
    const of = (who: string) =>
      all.filter(({ conversation }) => conversation === who).map(({ body }) => body);
    expect(of(bob)).toEqual(bodies);
    expect(of(eve)).toEqual(['last']);
    expect(exported.count).toBe(1204);
    expect(exported.parts).toBeGreaterThan(3);
    expect(all.find(({ body }) => body === 'message 1')?.at).toBe('2026-02-03T12:00:01.000Z');
  });

  it('M13: Q2: a page holds no markup of what was said', async () => {
    const { say, file } = await start();
    say(bob, `<img src=x onerror="alert(1)">&'`);
    const { text } = await file('html');
    expect(text).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;');
    expect(text).not.toContain('<img');
    expect(text.endsWith('</body></html>\n')).toBe(true);
  });

  it.each<[HistoryFormat, string]>([
    ['text', ''],
    ['json', '[\n]\n'],
  ])('M13: nothing said makes an empty file of %s', async (format, expected) => {
    expect((await (await start()).file(format)).text).toBe(expected);
  });

  it('nobody signed in has no history', async () => {
    const { service } = await start();
    await service.stop();
    expect(await service.handlers['history/export']({ format: 'text' }, context)).toMatchObject({
      ok: false,
      error: { code: 'app.not-signed-in' },
    });
  });
});

describe('how long chats are kept', () => {
  const bodies = (own: Awaited<ReturnType<typeof start>>) =>
    own.store.sync.chat.history({ conversationId: bob, limit: 500 }).messages.length;

  it('M13: what is older than the person wants goes soon after the start, in small parts, and from the screen', async () => {
    const own = await start();
    own.say(bob, ...Array.from({ length: 450 }, (_, n) => `old ${n}`));
    await own.pass(60_000);
    expect(bodies(own)).toBe(450);
    own.settings.change({ keepChats: '30' });
    expect(own.publisher.get('history', 'only')).toEqual({ isKept: true, isDecided: false, days: 30 });
    await own.pass(20_000);
    expect(bodies(own)).toBe(0);
    expect(own.shown.at(-1)).toMatchObject({ id: bob, unreadCount: 0 });
  });

  it('M13: what becomes too old while the app runs goes within the hour', async () => {
    const own = await start();
    own.policies.set({ IM_History_Days: '41' });
    own.say(bob, 'forty days old');
    await own.pass(20_000);
    expect(bodies(own)).toBe(1);
    await own.pass(DAY_MS);
    await own.pass(3_600_000);
    expect(bodies(own)).toBe(0);
    await own.service.stop();
    expect(own.clock.pending()).toBe(0);
  });

  it('M13: longer than before: what the archive still has is read again, once', async () => {
    const own = await start();
    own.say(bob, 'known');
    own.store.sync.chat.setArchiveState('all', { oldest: 'a1', gaps: [], reachedStart: true });
    own.policies.set({ IM_History_Days: '30' });
    own.policies.set({ IM_History_Days: '365' });
    await own.pass(1000);
    expect(own.followed).toEqual([true]);
    expect(own.store.sync.chat.archiveState('all')).toEqual({ gaps: [], reachedStart: false });
  });
});

describe('Disable_IM_History while the app runs', () => {
  const wide = { conversationId: bob, limit: 500 };

  it('S3: M13: what is on the disk goes at once, from the screen too; what waits, drafts and the list of chats stay', async () => {
    const own = await start();
    own.say(bob, ...Array.from({ length: 450 }, (_, n) => `secret ${n}`));
    const ids = own.store.sync.chat.history(wide).messages.map(({ id }) => id);
    const { chat } = own.store.sync;
    const unsent = { id: 'unsent' as MessageId, conversationId: bob, from: 'alice@example.test' };
    chat.enqueue({ ...unsent, body: 'on its way', at: NOON, state: 'queued' });
    chat.setDraft(bob, 'half a sentence');
    for (const id of ids) own.publisher.set('messages', id, { id } as Message);
    own.policies.set({ Disable_IM_History: 'true' });
    await own.pass(1000);
    expect(own.publisher.all('messages')).toEqual([]);
    expect(own.followed).toEqual([false]);
    expect(chat.history(wide).messages.map(({ body }) => body)).toEqual(['on its way']);
    expect(chat.outbox()).toMatchObject([{ messageId: 'unsent' }]);
    expect(own.shown.at(-1)).toMatchObject({ id: bob, draft: 'half a sentence', unreadCount: 0 });
    await own.pass(1000);
    expect(own.store.onDisk('SELECT body FROM message')).toEqual([]);
    expect(own.store.onDisk('SELECT address FROM conversation')).toEqual([]);
    expect(own.store.onDisk('SELECT count(*) AS n FROM message_text_data WHERE id > 10')).toEqual([{ n: 0 }]);
  });

  it('S3: what was said meanwhile goes when the policy is lifted; what the archive has is read again', async () => {
    const own = await start();
    own.policies.set({ Disable_IM_History: 'true' });
    await own.pass(1000);
    own.say(bob, 'between us');
    expect(own.store.onDisk('SELECT body FROM message')).toEqual([]);
    own.policies.set({});
    await own.pass(1000);
    expect(own.store.sync.chat.history(wide).messages).toEqual([]);
    expect(own.followed).toEqual([false, true]);
    own.say(bob, 'kept again');
    expect(own.store.onDisk('SELECT body FROM message')).toEqual([{ body: 'kept again' }]);
  });
});
