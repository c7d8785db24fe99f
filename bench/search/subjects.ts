import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3-multiple-ciphers';
import type { NewMessage } from '../../src/main/ports/chat-store.port.ts';
import { configureConnection } from '../../src/main/storage/database/engine.ts';
import { migrate } from '../../src/main/storage/database/migrate.ts';
import { closeDatabase, openIdentityDatabase } from '../../src/main/storage/identity-database.ts';
import { identityMigrations } from '../../src/main/storage/schema/identity-migrations.ts';
import { createChatStore } from '../../src/main/storage/sql/chat-store.ts';
import { unwrap } from '../../src/shared/errors/result.ts';

/** Something messages are put into and looked for in, in this thread. */
export interface Subject {
  /** In one transaction, on the disk when it returns. */
  save(messages: readonly NewMessage[]): void;
  /** The newest messages that fit; gives how many there were. */
  search(text: string, limit: number): number;
  close(): void;
}

/** The product's store as it ships: encrypted. `key` opens the same file through the worker afterwards. */
export function openProduct(file: string, key: Uint8Array = randomBytes(32)): Subject {
  const database = unwrap(openIdentityDatabase({ file, key, now: 0 }));
  return { ...asSubject(database.db, database.stores.chat), close: () => closeDatabase(database) };
}

/** The product's store without encryption; all else is the same. */
export function openUnencrypted(file: string): Subject {
  const db = new Database(file);
  configureConnection(db);
  migrate(db, identityMigrations);
  return asSubject(db, createChatStore(db));
}

function asSubject(db: Database.Database, chat: ReturnType<typeof createChatStore>): Subject {
  const save = db.transaction((messages: readonly NewMessage[]) => void chat.saveMessages(messages));
  return {
    save: (messages) => save.immediate(messages),
    search: (text, limit) => chat.search({ text, limit }).length,
    close: () => void db.close(),
  };
}

/** The floor: rows with nothing but time, text and conversation, one FTS5 index, no encryption, no ids to know again. */
export function openBare(file: string): Subject {
  const db = new Database(file);
  configureConnection(db);
  db.exec(`CREATE TABLE message (id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, body TEXT NOT NULL);
    CREATE VIRTUAL TABLE message_text USING fts5 (body, content = 'message', content_rowid = 'id', columnsize = 0);`);
  const insert = db.prepare('INSERT INTO message (id, conversation, body) VALUES (?, ?, ?)');
  const index = db.prepare('INSERT INTO message_text (rowid, body) VALUES (?, ?)');
  const find = db.prepare(`SELECT * FROM message WHERE id IN
    (SELECT rowid FROM message_text WHERE message_text MATCH ? ORDER BY rowid DESC LIMIT ?) ORDER BY id DESC`);
  const save = db.transaction((messages: readonly NewMessage[]) => {
    for (const { message } of messages) {
      const { lastInsertRowid } = insert.run(null, message.conversationId, message.body);
      index.run(lastInsertRowid, message.body);
    }
  });
  return {
    save: (messages) => save.immediate(messages),
    search: (text, limit) => find.all(`"${text.trim().split(' ').join('" "')}"`, limit).length,
    close: () => void db.close(),
  };
}
