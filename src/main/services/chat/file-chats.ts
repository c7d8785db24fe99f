import type { OutboxEntry } from '../../ports/chat-store.port.ts';
import type { FileChats } from '../../ports/file-chats.port.ts';
import type { ChatContext } from './chat-ports.ts';
import type { Inbox } from './inbox.ts';
import type { Outbox } from './outbox.ts';

/** Files in conversations: addresses of uploads go out like any message, what was handed over is only written down. */
export function createFileChats(context: ChatContext, inbox: Inbox, outbox: Outbox): FileChats {
  const { store, self, stamp, view, people } = context;
  return {
    async post({ id, conversationId, file }) {
      const at = stamp();
      const state: OutboxEntry['state'] = outbox.isFree(conversationId) ? 'sending' : 'queued';
      const body = file.url;
      const saved = await store.enqueue({ id, conversationId, from: self, body, at, state, file });
      if (!saved.isNew) return;
      view.show([saved.conversation]);
      view.showMessages([saved.message]);
      people.noteRecent(conversationId, at);
      outbox.dispatch({
        type: 'submitted',
        entry: { stanzaId: id, messageId: id, conversationId, body, state, at, fileUrl: body },
      });
    },
    note({ peer, direction, file }) {
      inbox.add({
        kind: 'message',
        message: {
          peer,
          direction,
          from: direction === 'in' ? peer : self,
          body: file.name,
          at: stamp(),
          wire: { originId: file.id, messageId: file.id },
          wantsReceipt: false,
          isMarkable: false,
          via: 'live',
          file,
        },
      });
    },
    message: async (id) => (await store.message(id))?.message,
  };
}
