import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { ok, type Result } from '../../../shared/errors/result.ts';
import type { ChatStore, OutboxEntry } from '../../ports/chat-store.port.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';
import { ownIds } from './incoming-message.ts';

/** How far our clock and the server's may differ: the archive is read back this much before the message was written. */
const CLOCK_DOUBT_MS = 24 * 3_600_000;
const PAGE = 50;
/** A day of talk with one person that fills more pages than this is not read to its end. */
const MOST_PAGES = 100;

interface Parts {
  readonly xmpp: Pick<Xmpp, 'archive'>;
  readonly store: Pick<ChatStore, 'message'>;
  readonly self: string;
}

/**
 * Which of these own messages the archive holds (XEP-0313, with XEP-0359 origin ids): newest page first, because that is
 * where they are if they arrived. Ends at the first one of ours that was written before all of them: a conversation's
 * messages reach the server in the order of writing, so nothing before it in the archive is asked for. A talk of
 * thousands in a day would otherwise be read through for what never arrived, while everything behind it waits.
 */
export async function findInArchive(
  { xmpp, store, self }: Parts,
  peer: ConversationId,
  entries: readonly OutboxEntry[],
  isRoom = false,
): Promise<Result<readonly string[]>> {
  const wanted = new Set(entries.map((entry) => entry.stanzaId));
  const oldest = Math.min(...entries.map((entry) => entry.at));
  const start = oldest - CLOCK_DOUBT_MS;
  const found: string[] = [];
  let before: string | undefined = '';
  for (let pages = 0; pages < MOST_PAGES && before !== undefined && wanted.size > 0; pages += 1) {
    const page = await xmpp.archive({
      ...(isRoom ? { of: peer } : { with: peer }),
      start,
      before,
      limit: PAGE,
    });
    if (!page.ok) return page;
    const others: string[] = [];
    for (const message of page.value.messages) {
      for (const id of ownIds(message, self)) {
        if (wanted.delete(id)) found.push(id);
        else others.push(id);
      }
    }
    if (await isReached(store, others, oldest)) break;
    before = page.value.isComplete ? undefined : page.value.firstId;
  }
  return ok(found);
}

/** Whether one of these was written here before `oldest`; newest last. */
async function isReached(store: Parts['store'], ids: readonly string[], oldest: number): Promise<boolean> {
  for (const id of ids.toReversed()) {
    // Only what this computer wrote has its origin id as its id in the store, and its time by this computer's clock.
    const known = await store.message(id as MessageId);
    if (known && known.message.direction === 'out' && known.message.at < oldest) return true;
  }
  return false;
}
