import type { Conversation, Message } from '../../../shared/domain/conversation.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { occupantOf } from '../../../shared/domain/occupant-address.ts';
import type { People } from '../../ports/people.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';

/** What the window sees of chat: stored rows joined with what is only true now, the peer's name and its typing. */
export interface ConversationView {
  show(conversations: readonly Conversation[]): void;
  showMessages(messages: readonly Message[]): void;
  hideMessages(ids: readonly MessageId[]): void;
  setTyping(id: ConversationId, isTyping: boolean): void;
  /** As published last. */
  get(id: ConversationId): Conversation | undefined;
  /** Takes everything off the screen; later calls do nothing. */
  close(): void;
}

export function createConversationView(ports: { publisher: Publisher; people: People }): ConversationView {
  const { publisher, people } = ports;
  const rows = new Map<ConversationId, Conversation>();
  let isOpen = true;

  function publish(row: Conversation): void {
    if (isOpen) publisher.set('conversations', row.id, row);
  }
  function update(id: ConversationId, change: Partial<Conversation>): void {
    const row = rows.get(id);
    if (row === undefined) return;
    const next = { ...row, ...change };
    rows.set(id, next);
    publish(next);
  }
  const stopListening = people.onRenamed((address) => {
    const title = people.nameOf(address);
    const id = address as ConversationId;
    if (title !== undefined && rows.get(id)?.title !== title) update(id, { title });
  });

  return {
    show(conversations) {
      for (const stored of conversations) {
        const row: Conversation = {
          ...stored,
          title: people.nameOf(stored.address) ?? occupantOf(stored.id)?.nick ?? stored.title,
          isPeerTyping: rows.get(stored.id)?.isPeerTyping ?? false,
        };
        rows.set(row.id, row);
        publish(row);
      }
    },
    showMessages(messages) {
      if (!isOpen) return;
      for (const message of messages) publisher.set('messages', message.id, message);
    },
    hideMessages(ids) {
      if (!isOpen) return;
      for (const id of ids) publisher.remove('messages', id);
    },
    setTyping(id, isTyping) {
      if (rows.get(id)?.isPeerTyping !== isTyping) update(id, { isPeerTyping: isTyping });
    },
    get: (id) => rows.get(id),
    close() {
      isOpen = false;
      stopListening();
      rows.clear();
      publisher.clear('conversations');
    },
  };
}
