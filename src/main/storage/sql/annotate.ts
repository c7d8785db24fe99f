import { quoteOf } from '../../../shared/domain/message-extras.ts';
import type { Annotation } from '../../ports/chat-store.port.ts';
import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';
import type { ChatTables } from './chat-tables.ts';
import { toReply } from './message-extras.ts';
import { toMessage, toWireIds, type MessageRow } from './message-row.ts';

type Annotate = Pick<SyncChatStore, 'annotate' | 'repliedTo'>;

/** Reactions to messages and retractions of ours, each with the stanza that says so. */
export function createAnnotate(db: Db, { conversations, rows, notes }: ChatTables): Annotate {
  const queue = db.prepare<[string, number, string, string, number]>(
    "INSERT INTO outbox (stanza_id, message, body, about, state, at) VALUES (?, ?, ?, ?, 'queued', ?)",
  );
  const always = () => true;

  /** How others know it (XEP-0461 section 3): in rooms as the room has named it, between two as its author has. */
  function targetOf(row: MessageRow): string | undefined {
    const { originId, messageId, stanzaId } = toWireIds(row);
    const isRoom = conversations.byKey(row.conversation)?.kind === 'room';
    return isRoom && stanzaId !== undefined ? stanzaId.id : (originId ?? messageId);
  }

  return {
    annotate({ messageId, stanzaId, from, at, what }) {
      const row = rows.byId(messageId);
      const target = row && targetOf(row);
      if (row === undefined || target === undefined || row.retracted_at !== null) return undefined;
      if (what.kind === 'retraction' && row.direction !== 'out') return undefined;
      const about: Annotation = { ...what, target };
      const quote = what.kind === 'reactions' && what.emojis.length > 0 ? quoteOf(row.body) : '';
      const { conversation } = row;
      const touched = notes.put(
        { conversation, about, direction: 'out', sender: from, at, stanza: stanzaId },
        always,
      );
      queue.run(stanzaId, row.ord, quote, JSON.stringify(about), at);
      const changed = rows.get(row.ord);
      const shown = conversations.byKey(conversation);
      if (changed === undefined || shown === undefined) return undefined;
      const message = toMessage(changed);
      const { conversationId } = message;
      const entry = { stanzaId, messageId: message.id, conversationId, body: quote, about, at };
      const answers = touched
        .filter((ord) => ord !== row.ord)
        .map((ord) => rows.get(ord))
        .filter((answer) => answer !== undefined)
        .map(toMessage);
      return { message, conversation: shown, answers, entry: { ...entry, state: 'queued' } };
    },
    repliedTo(id) {
      const row = rows.byId(id);
      const reply = row && toReply(row.reply);
      const ord = row && reply && notes.named(row.conversation, reply.id);
      const found = ord === undefined ? undefined : rows.get(ord);
      return found && toMessage(found).id;
    },
  };
}
