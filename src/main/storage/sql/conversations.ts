import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Db } from '../database/engine.ts';
import { plainText } from '../../../shared/domain/styled-text.ts';

/** How much of the last message the list shows, in characters. */
const PREVIEW_LENGTH = 140;

interface ConversationRow {
  readonly key: number;
  readonly address: string;
  readonly kind: 'direct' | 'room';
  readonly title: string;
  readonly draft: string;
  readonly unread: number;
  readonly peer_read: number | null;
  readonly peer_read_id: string | null;
  readonly last_body: string | null;
  readonly last_at: number | null;
  readonly last_direction: 'in' | 'out' | null;
}

const select = `
  SELECT c.key, c.address, c.kind, c.title, c.draft, c.peer_read, r.own_id AS peer_read_id,
    (SELECT count(*) FROM message u WHERE u.conversation = c.key AND u.is_read = 0) AS unread,
    substr(CASE WHEN m.retracted_at IS NULL THEN coalesce(m.file ->> '$.name', m.body) ELSE m.body END,
      1, ${PREVIEW_LENGTH * 2}) AS last_body, m.at AS last_at, m.direction AS last_direction
  FROM conversation c
  LEFT JOIN message m ON m.ord = (
    SELECT n.ord FROM message n WHERE n.conversation = c.key ORDER BY n.place DESC LIMIT 1)
  LEFT JOIN message r ON r.ord = c.peer_read`;

export interface Conversations {
  all(): readonly Conversation[];
  get(id: ConversationId): Conversation | undefined;
  byKey(key: number): Conversation | undefined;
  key(id: ConversationId): number | undefined;
  /** Whose order its messages are in: each room has its own, all others the account's, 0. */
  line(key: number): number;
  /** The key of the conversation, made if needed. */
  ensure(id: ConversationId, kind: Conversation['kind'], title: string): number;
  setTitle(key: number, title: string): void;
  setDraft(key: number, text: string): void;
}

export function createConversations(db: Db): Conversations {
  const all = db.prepare<[], ConversationRow>(select);
  const byAddress = db.prepare<[string], ConversationRow>(`${select} WHERE c.address = ?`);
  const byKey = db.prepare<[number], ConversationRow>(`${select} WHERE c.key = ?`);
  const key = db.prepare<[string], number>('SELECT key FROM conversation WHERE address = ?').pluck();
  const line = db
    .prepare<[number], number>("SELECT key FROM conversation WHERE key = ? AND kind = 'room'")
    .pluck();
  const insert = db.prepare<[string, string, string]>(
    'INSERT INTO conversation (address, kind, title) VALUES (?, ?, ?)',
  );
  const setTitle = db.prepare<[string, number]>('UPDATE conversation SET title = ? WHERE key = ?');
  const setDraft = db.prepare<[string, number]>('UPDATE conversation SET draft = ? WHERE key = ?');
  return {
    all: () => all.all().map(toConversation),
    get: (id) => optional(byAddress.get(id)),
    byKey: (conversation) => optional(byKey.get(conversation)),
    key: (id) => key.get(id),
    line: (conversation) => line.get(conversation) ?? 0,
    ensure: (id, kind, title) => key.get(id) ?? Number(insert.run(id, kind, title || id).lastInsertRowid),
    setTitle: (conversation, title) => void setTitle.run(title, conversation),
    setDraft: (conversation, text) => void setDraft.run(text, conversation),
  };
}

const optional = (row: ConversationRow | undefined): Conversation | undefined =>
  row === undefined ? undefined : toConversation(row);

function toConversation(row: ConversationRow): Conversation {
  const peerRead = row.peer_read_id ?? (row.peer_read === null ? undefined : `m${row.peer_read}`);
  return {
    id: row.address as ConversationId,
    kind: row.kind,
    address: row.address,
    title: row.title,
    unreadCount: row.unread,
    ...(row.last_body !== null &&
      row.last_at !== null &&
      row.last_direction !== null && {
        lastMessage: { preview: preview(row.last_body), at: row.last_at, direction: row.last_direction },
      }),
    // Whether the peer is typing is nothing to store; the chat service knows.
    isPeerTyping: false,
    draft: row.draft,
    ...(peerRead !== undefined && { peerReadUpTo: peerRead as MessageId }),
  };
}

/** One line without marks, cut between characters. */
function preview(body: string): string {
  // The marks of a long message beyond what is shown are not looked for.
  return [...plainText(body.slice(0, 8 * PREVIEW_LENGTH))].slice(0, PREVIEW_LENGTH).join('');
}
