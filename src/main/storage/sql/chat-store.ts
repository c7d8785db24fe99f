import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';
import { createAnnotate } from './annotate.ts';
import { createArchiveState } from './archive-state.ts';
import { createAvatars } from './avatars.ts';
import { createChatTables, type ChatTables } from './chat-tables.ts';
import { createForgetOld } from './forget-old.ts';
import { createHistory } from './history.ts';
import { createOutbox } from './outbox.ts';
import { createOwedReceipts } from './owed-receipts.ts';
import { createReadState } from './read-state.ts';
import { createRoster } from './roster.ts';
import { createSaveMessages } from './save-messages.ts';

/** A chat store that keeps what it is given; whether anything may be kept is decided above it. */
export type SavedChat = Omit<SyncChatStore, 'setKept' | 'wipe'>;

/** The whole chat store of one identity's database; each method runs inside a transaction of the caller's. */
export function createChatStore(db: Db): SavedChat {
  const tables = createChatTables(db);
  return {
    ...conversationMethods(tables),
    ...createReadState(db, tables),
    ...createOwedReceipts(db),
    saveMessages: createSaveMessages(db, tables),
    ...createHistory(db, tables),
    ...createOutbox(db, tables),
    ...createForgetOld(db, tables),
    ...createAnnotate(db, tables),
    ...createArchiveState(db),
    ...createRoster(db),
    ...createAvatars(db),
  };
}

function conversationMethods({
  conversations,
}: ChatTables): Pick<SyncChatStore, 'conversations' | 'conversation' | 'ensureConversation' | 'setDraft'> {
  return {
    conversations: () => conversations.all(),
    conversation: (id) => conversations.get(id),
    ensureConversation(id, kind, title) {
      const key = conversations.ensure(id, kind, title);
      if (title !== '') conversations.setTitle(key, title);
      const conversation = conversations.byKey(key);
      if (conversation === undefined) throw new Error('the conversation just stored is not there');
      return conversation;
    },
    setDraft(id, text) {
      const key = conversations.key(id);
      if (key === undefined) return undefined;
      conversations.setDraft(key, text);
      return conversations.byKey(key);
    },
  };
}
