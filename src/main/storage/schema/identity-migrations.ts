import type { Migration } from '../database/migrate.ts';

/**
 * One identity's database.
 *
 * `message.ord` is the row id, made of the stamp: ms since 1970 × 1000 plus a place among equals. So the full-text index,
 * which can walk row ids backwards cheaply, gives newest first even after old messages were fetched from an archive.
 * `message.place` is the order within `message.line`: 0 for the account, a room's key for its own. `archived_at` is the
 * archive's stamp of a message made here, whose own is of our clock.
 * `own_id` is set for messages made here; others are named after their ord, which saves an index.
 * Wire ids other than a row's first ones (corrections, second tries) are in `wire_alias`; archive 0 means a stanza id.
 */
const chatTables = `
CREATE TABLE conversation (
  key INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'room')),
  title TEXT NOT NULL,
  draft TEXT NOT NULL DEFAULT '',
  peer_read INTEGER,
  owed_marker TEXT
);
CREATE TABLE archive (key INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE);
CREATE TABLE message (
  ord INTEGER PRIMARY KEY,
  own_id TEXT,
  conversation INTEGER NOT NULL REFERENCES conversation (key),
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  sender TEXT NOT NULL,
  body TEXT NOT NULL,
  original_body TEXT,
  at INTEGER NOT NULL,
  edited_at INTEGER,
  delivery TEXT,
  error TEXT,
  is_read INTEGER NOT NULL,
  is_markable INTEGER NOT NULL,
  origin_id TEXT,
  message_id TEXT,
  archive INTEGER REFERENCES archive (key),
  archive_id TEXT,
  replaces TEXT
);
CREATE UNIQUE INDEX message_by_own_id ON message (own_id) WHERE own_id IS NOT NULL;
CREATE INDEX message_by_conversation ON message (conversation);
CREATE INDEX message_by_origin_id ON message (origin_id, conversation) WHERE origin_id IS NOT NULL;
CREATE INDEX message_by_message_id ON message (message_id, conversation) WHERE message_id IS NOT NULL;
CREATE INDEX message_by_archive_id ON message (archive_id, archive) WHERE archive_id IS NOT NULL;
CREATE INDEX message_unread ON message (conversation) WHERE is_read = 0;
CREATE INDEX message_from_elsewhere ON message (conversation) WHERE direction = 'out' AND own_id IS NULL;
CREATE INDEX message_stand_in ON message (conversation, replaces) WHERE replaces IS NOT NULL;
CREATE TABLE wire_alias (
  value TEXT NOT NULL,
  archive INTEGER NOT NULL,
  message INTEGER NOT NULL REFERENCES message (ord) ON DELETE CASCADE,
  PRIMARY KEY (value, archive, message)
) WITHOUT ROWID;
CREATE INDEX wire_alias_by_message ON wire_alias (message);
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  stanza_id TEXT NOT NULL UNIQUE,
  message INTEGER NOT NULL REFERENCES message (ord) ON DELETE CASCADE,
  body TEXT,
  replaces TEXT,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'failed')),
  at INTEGER NOT NULL
);
CREATE INDEX outbox_by_message ON outbox (message);
CREATE TABLE archive_state (scope TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * The text index keeps no copy of the text. `scope` is one word naming the conversation, so that searching in a quiet
 * conversation doesn't walk through the hits of all others. Sizes of columns (only for bm25) are not kept.
 */
const searchTables = `
CREATE VIEW message_search AS SELECT ord, 'c' || conversation AS scope, body FROM message;
CREATE VIRTUAL TABLE message_text USING fts5 (
  scope, body, content = 'message_search', content_rowid = 'ord', columnsize = 0,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
`;

const otherTables = `
CREATE TABLE key_value (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE contact (id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE roster_state (only INTEGER PRIMARY KEY CHECK (only = 1), version TEXT);
CREATE TABLE avatar (hash TEXT PRIMARY KEY, type TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE call_log (
  id TEXT PRIMARY KEY,
  started_at INTEGER NOT NULL,
  is_missed INTEGER NOT NULL,
  is_seen INTEGER NOT NULL,
  value TEXT NOT NULL
);
CREATE INDEX call_log_by_time ON call_log (started_at);
CREATE INDEX call_log_missed ON call_log (started_at) WHERE is_missed = 1;
CREATE INDEX call_log_unseen ON call_log (started_at) WHERE is_seen = 0;
`;

const owedReceipts = `
CREATE TABLE owed_receipt (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  peer TEXT NOT NULL,
  message_id TEXT NOT NULL,
  UNIQUE (peer, message_id)
);
`;

/**
 * What is said about messages. `message` is set as soon as the message that `target` (a wire id) names is here; archives
 * are read newest page first, so the note may come before it. `value` is the list of emojis; `stanza` names one of ours.
 */
const messageNotes = `
ALTER TABLE message ADD COLUMN rich TEXT;
ALTER TABLE message ADD COLUMN reply TEXT;
ALTER TABLE message ADD COLUMN retracted_at INTEGER;
ALTER TABLE outbox ADD COLUMN about TEXT;
CREATE TABLE message_note (
  key INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (key),
  target TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('reactions', 'retraction')),
  direction TEXT NOT NULL,
  sender TEXT NOT NULL,
  value TEXT NOT NULL,
  at INTEGER NOT NULL,
  stanza TEXT,
  message INTEGER REFERENCES message (ord) ON DELETE CASCADE,
  UNIQUE (conversation, target, kind, sender)
);
CREATE INDEX message_note_by_message ON message_note (message) WHERE message IS NOT NULL;
CREATE INDEX message_note_by_stanza ON message_note (stanza) WHERE stanza IS NOT NULL;
`;

/** The order of an archive beside the stamps. Until now the row's name was the order: it still is right for what is there. */
const messagePlaces = `
ALTER TABLE message ADD COLUMN line INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN archived_at INTEGER;
UPDATE message SET place = ord,
  line = coalesce((SELECT key FROM conversation WHERE key = message.conversation AND kind = 'room'), 0);
DROP INDEX message_by_conversation;
DROP INDEX message_from_elsewhere;
CREATE INDEX message_by_conversation ON message (conversation, place);
CREATE INDEX message_by_line ON message (line, place);
CREATE INDEX message_from_elsewhere ON message (conversation, place) WHERE direction = 'out' AND own_id IS NULL;
`;

/** A file is found by its name too. The index takes rows out only by the words they came in with. */
const namesOfFiles = `
INSERT INTO message_text (message_text, rowid, scope, body)
  SELECT 'delete', ord, scope, body FROM message_search WHERE ord IN (SELECT ord FROM message WHERE file IS NOT NULL);
DROP VIEW message_search;
CREATE VIEW message_search AS SELECT ord, 'c' || conversation AS scope,
  CASE WHEN file IS NULL THEN body ELSE json_extract(file, '$.name') || ' ' || body END AS body FROM message;
INSERT INTO message_text (rowid, scope, body)
  SELECT ord, scope, body FROM message_search WHERE ord IN (SELECT ord FROM message WHERE file IS NOT NULL);
`;

/** What ours said before they were corrected, for corrections that are refused. What is taken back leaves nothing behind. */
const corrections = `
CREATE TABLE correction (
  stanza TEXT PRIMARY KEY,
  message INTEGER NOT NULL REFERENCES message (ord) ON DELETE CASCADE,
  words TEXT NOT NULL,
  earlier TEXT NOT NULL,
  earlier_edited_at INTEGER,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX correction_by_message ON correction (message);
CREATE TRIGGER correction_of_retracted AFTER UPDATE OF retracted_at ON message WHEN new.retracted_at IS NOT NULL
BEGIN DELETE FROM correction WHERE message = new.ord; END;
`;

export const identityMigrations: readonly Migration[] = [
  {
    version: 1,
    up: (db) => {
      db.exec(chatTables);
      db.exec(searchTables);
      db.exec(otherTables);
    },
  },
  { version: 2, up: (db) => db.exec(owedReceipts) },
  // What a message carries (M10), a SharedFile as JSON.
  { version: 3, up: (db) => db.exec('ALTER TABLE message ADD COLUMN file TEXT') },
  { version: 4, up: (db) => db.exec(messageNotes) },
  { version: 5, up: (db) => db.exec(messagePlaces) },
  { version: 6, up: (db) => db.exec(namesOfFiles) },
  { version: 7, up: (db) => db.exec(corrections) },
];
