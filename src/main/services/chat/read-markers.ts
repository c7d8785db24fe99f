import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { ChatContext } from './chat-ports.ts';

/** Reading: our own line in the store, and the marker that tells peer and own devices, as soon as it can be sent. */
export interface ReadMarkers {
  markRead(id: ConversationId): Promise<void>;
  /** Sends what is owed from when there was no stream. */
  pay(): Promise<void>;
}

export function createReadMarkers({ store, xmpp, view, settings, log }: ChatContext): ReadMarkers {
  async function pay(): Promise<void> {
    for (const { conversationId, messageId } of await store.owedMarkers()) {
      if (!xmpp.sendDisplayed(conversationId, messageId).ok) return;
      await store.markerSent(conversationId, messageId);
    }
  }
  return {
    async markRead(id) {
      const read = await store.markRead(id, { owesMarker: settings.current().sendReadReceipts });
      if (read === undefined) return;
      view.show([read.conversation]);
      view.showMessages(read.changed);
      await pay();
    },
    pay: () =>
      pay().catch((error: unknown) => {
        log.error('markers not sent', { reason: error instanceof Error ? error.message : 'unknown' });
      }),
  };
}
