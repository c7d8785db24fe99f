import type { OwedReceipt } from '../../ports/chat-store.port.ts';
import type { Db } from '../database/engine.ts';
import type { SyncChatStore } from '../storage-protocol.ts';

/** Receipts that wait for a stream. */
export function createOwedReceipts(
  db: Db,
): Pick<SyncChatStore, 'oweReceipts' | 'owedReceipts' | 'receiptsSent'> {
  const owe = db.prepare<[string, string]>(
    'INSERT OR IGNORE INTO owed_receipt (peer, message_id) VALUES (?, ?)',
  );
  const owed = db.prepare<[], OwedReceipt>(
    'SELECT peer, message_id AS messageId FROM owed_receipt ORDER BY seq',
  );
  const paid = db.prepare<[string, string]>('DELETE FROM owed_receipt WHERE peer = ? AND message_id = ?');
  return {
    oweReceipts(receipts) {
      for (const { peer, messageId } of receipts) owe.run(peer, messageId);
    },
    owedReceipts: () => owed.all(),
    receiptsSent(receipts) {
      for (const { peer, messageId } of receipts) paid.run(peer, messageId);
    },
  };
}
