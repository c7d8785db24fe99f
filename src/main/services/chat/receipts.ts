import type { OwedReceipt } from '../../ports/chat-store.port.ts';
import type { ChatMessage } from '../../ports/xmpp.port.ts';
import type { ChatContext } from './chat-ports.ts';

/** XEP-0184: says that we have a message, when it is stored, or as soon as there is a stream again. */
export interface Receipts {
  /** For messages that are stored. Again for a copy, whose sender has not had the first; never for the archive. */
  answer(messages: readonly ChatMessage[]): Promise<void>;
  /** These did not arrive: they are sent as soon as there is a stream. */
  owe(receipts: readonly OwedReceipt[]): void;
  /** Sends what is owed from when there was no stream. */
  pay(): Promise<void>;
}

export function createReceipts({ store, xmpp, log }: ChatContext): Receipts {
  const send = ({ peer, messageId }: OwedReceipt): boolean => xmpp.sendReceipt(peer, messageId).ok;

  async function payAll(): Promise<void> {
    const sent: OwedReceipt[] = [];
    for (const receipt of await store.owedReceipts()) {
      if (!send(receipt)) break;
      sent.push(receipt);
    }
    if (sent.length > 0) await store.receiptsSent(sent);
  }

  async function owe(receipts: readonly OwedReceipt[]): Promise<void> {
    await store.oweReceipts(receipts);
    // The stream may have come while they were written down.
    if (xmpp.link().kind === 'online') await payAll();
  }

  function report(error: unknown): void {
    log.error('receipts not sent', { reason: error instanceof Error ? error.message : 'unknown' });
  }

  return {
    async answer(messages) {
      const unsent = messages.flatMap(({ direction, via, wantsReceipt, wire: { messageId }, peer }) => {
        const isDelivered = direction === 'in' && (via === 'live' || via === 'offline');
        if (!isDelivered || !wantsReceipt || messageId === undefined) return [];
        return send({ peer, messageId }) ? [] : [{ peer, messageId }];
      });
      if (unsent.length > 0) await owe(unsent);
    },
    owe: (receipts) => void owe(receipts).catch(report),
    pay: () => payAll().catch(report),
  };
}
