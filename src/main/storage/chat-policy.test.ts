import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/fakes/temporary-folder.ts';
import { temporaryStore, testKey } from '../../../test/fakes/temporary-store.ts';
import type { ConversationId, MessageId } from '../../shared/domain/ids.ts';
import { createDatabaseServer } from './serve-databases.ts';
import type { StorageRequest } from './storage-protocol.ts';

const bob = 'bob@example.test' as ConversationId;
const DAY_MS = 86_400_000;
const T0 = 1_700_000_000_000;

function incoming(body: string, at: number) {
  return {
    message: { conversationId: bob, direction: 'in', from: bob, body, at, isRead: false } as const,
    wire: { messageId: body },
  };
}
const outgoing = (id: string, at: number) => ({
  ...{ id: id as MessageId, conversationId: bob, from: 'alice@example.test', body: id, at },
  state: 'queued' as const,
});

describe('how long messages are kept', () => {
  it('M13: old ones go, a batch at a time, from the search too; newer ones and what waits to be sent stay', () => {
    const { chat } = temporaryStore().sync;
    chat.enqueue(outgoing('unsent', T0));
    chat.saveMessages([1, 2, 3, 4].map((day) => incoming(`plan ${day}`, T0 + day * DAY_MS)));
    const horizon = T0 + 3 * DAY_MS;
    expect(chat.forgetBefore(horizon, 1).removed).toHaveLength(1);
    const { removed, conversations } = chat.forgetBefore(horizon, 100);
    expect(removed).toHaveLength(1);
    expect(conversations[0]).toMatchObject({ id: bob, unreadCount: 2 });
    expect(chat.forgetBefore(horizon, 100).removed).toEqual([]);
    const left = chat.history({ conversationId: bob, limit: 10 }).messages.map(({ body }) => body);
    expect(left).toEqual(['unsent', 'plan 3', 'plan 4']);
    expect(chat.search({ text: 'plan', limit: 10 }).map(({ body }) => body)).toEqual(['plan 4', 'plan 3']);
    expect(chat.outbox()).toHaveLength(1);
  });

  it('M13: a message that was forgotten can come again from the archive', () => {
    const { chat } = temporaryStore().sync;
    const one = {
      ...incoming('plan', T0),
      wire: { messageId: 'x', stanzaId: { id: 'a1', by: 'alice@example.test' } },
    };
    chat.saveMessages([one]);
    chat.forgetBefore(T0 + 1, 10);
    expect(chat.saveMessages([one]).stored).toHaveLength(1);
    expect(chat.search({ text: 'plan', limit: 10 })).toHaveLength(1);
  });
});

describe('Disable_IM_History', () => {
  function server(folder: string) {
    const databases = createDatabaseServer({ folder, key: testKey });
    const ask = (request: StorageRequest): unknown => {
      const [reply] = databases.serve([{ id: 1, request }]);
      if (!reply?.ok) throw new Error(reply?.error.code);
      return reply.value;
    };
    const open = (keepsChat: boolean) => {
      const handle = ask({ kind: 'open-identity', address: 'alice@example.test', keepsChat }) as number;
      return (method: string, ...args: readonly unknown[]) =>
        ask({ kind: 'call', handle, store: 'chat', method, args });
    };
    return { open, stop: () => ask({ kind: 'stop' }) };
  }
  const said = (call: ReturnType<ReturnType<typeof server>['open']>) =>
    (call('search', { text: 'secret', limit: 10 }) as { body: string }[]).map(({ body }) => body);

  it('S3: messages are there while the app runs, and in no file', () => {
    const folder = temporaryFolder();
    const first = server(folder);
    const chat = first.open(false);
    chat('saveMessages', [incoming('secret plan', T0)]);
    chat('saveContacts', [], [], 'v7');
    expect(said(chat)).toEqual(['secret plan']);
    first.stop();
    const second = server(folder);
    const later = second.open(true);
    expect(said(later)).toEqual([]);
    expect(later('rosterVersion')).toBe('v7');
    second.stop();
  });

  it('S3: what was kept before is not shown, and there again when the policy is lifted', () => {
    const folder = temporaryFolder();
    const first = server(folder);
    first.open(true)('saveMessages', [incoming('secret old', T0)]);
    first.stop();
    const second = server(folder);
    expect(said(second.open(false))).toEqual([]);
    second.stop();
    const third = server(folder);
    expect(said(third.open(true))).toEqual(['secret old']);
    third.stop();
  });

  it('M6: what waited to be sent is sent all the same', () => {
    const folder = temporaryFolder();
    const first = server(folder);
    first.open(true)('enqueue', outgoing('unsent', T0));
    first.stop();
    const second = server(folder);
    const outbox = second.open(false)('outbox') as { messageId: string }[];
    expect(outbox.map(({ messageId }) => messageId)).toEqual(['unsent']);
    second.stop();
  });
});
