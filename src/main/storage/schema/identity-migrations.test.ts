import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import { testKey } from '../../../../test/fakes/temporary-store.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { openConnection } from '../database/engine.ts';
import { migrate } from '../database/migrate.ts';
import { createChatStore } from '../sql/chat-store.ts';
import { identityMigrations } from './identity-migrations.ts';

const before = `
INSERT INTO conversation (key, address, kind, title, peer_read) VALUES (1, 'bob@example.test', 'direct', 'Bob', 1000500),
  (2, 'room@example.test', 'room', 'Room', NULL);
INSERT INTO message (ord, own_id, conversation, direction, sender, body, at, is_read, is_markable) VALUES
  (1000500, 'o1', 1, 'out', 'alice@example.test', 'one', 1000, 1, 0),
  (1000501, NULL, 1, 'in', 'bob@example.test', 'two', 1000, 0, 0),
  (900000, NULL, 1, 'in', 'bob@example.test', 'nought', 900, 1, 0),
  (1000502, NULL, 2, 'in', 'room@example.test/carol', 'said inside', 1000, 1, 0);
INSERT INTO message_text (rowid, scope, body) SELECT ord, scope, body FROM message_search;
`;

describe('the step to names of files', () => {
  it('M10: M13: files that are held are found by their names, and nothing is left in the index when they go', () => {
    const db = openConnection(join(temporaryFolder(), 'a.db'), testKey);
    migrate(db, identityMigrations.slice(0, 5));
    db.exec(`${before}
      UPDATE message SET file = '{"id":"f","name":"Plan phase_2.pdf","url":"https://files.example.test/x"}' WHERE ord = 1000501`);
    migrate(db, identityMigrations);
    const chat = createChatStore(db);
    const found = (text: string) => chat.search({ text, limit: 5 }).map(({ body }) => body);
    expect([found('phas'), found('plan pdf'), found('two'), found('one')]).toEqual([
      ['two'],
      ['two'],
      ['two'],
      ['one'],
    ]);
    chat.remove('m1000501' as MessageId);
    expect(found('plan')).toEqual([]);
    db.exec("INSERT INTO message_text (message_text) VALUES ('integrity-check')");
    db.close();
  });
});

describe('the step to corrections that are refused', () => {
  it('M14: what was said before the step can be corrected after it, and reads as before when that is refused', () => {
    const db = openConnection(join(temporaryFolder(), 'a.db'), testKey);
    migrate(db, identityMigrations.slice(0, 6));
    db.exec(before.replace('ord, own_id,', 'ord, place, own_id,').replaceAll(/\((\d{6,}), /g, '($1, $1, '));
    migrate(db, identityMigrations);
    const chat = createChatStore(db);
    const bob = 'bob@example.test' as ConversationId;
    const corrected = { messageId: 'o1' as MessageId, stanzaId: 'c1', body: 'uno', at: 2000 };
    expect(chat.enqueueCorrection(corrected)?.message.body).toBe('uno');
    expect(chat.settleFailed('c1', bob, { code: 'chat.rejected' })?.body).toBe('one');
    db.close();
  });
});

describe('the step to places', () => {
  it('M6: M13: what was held stands as it stood, and what comes next stands behind it', () => {
    const db = openConnection(join(temporaryFolder(), 'a.db'), testKey);
    migrate(db, identityMigrations.slice(0, 4));
    db.exec(before);
    migrate(db, identityMigrations);
    const chat = createChatStore(db);
    const bob = 'bob@example.test' as ConversationId;
    const message = {
      conversationId: bob,
      direction: 'in',
      from: bob,
      body: 'three',
      at: 5,
      isRead: false,
    } as const;
    // Stamped by another clock, and all the same the last.
    chat.saveMessages([{ message, wire: {} }]);
    const { messages } = chat.history({ conversationId: bob, limit: 9 });
    expect(messages.map(({ body }) => body)).toEqual(['nought', 'one', 'two', 'three']);
    expect(chat.conversation(bob)).toMatchObject({ peerReadUpTo: 'o1', unreadCount: 2 });
    expect(
      chat.history({ conversationId: bob, limit: 1, before: messages[1]!.order }).messages,
    ).toMatchObject([{ body: 'nought' }]);
    expect(chat.search({ text: 'inside', limit: 2 })).toMatchObject([{ body: 'said inside' }]);
    db.close();
  });
});
