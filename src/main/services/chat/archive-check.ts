import type { ConversationId } from '../../../shared/domain/ids.ts';
import { ok, type Result } from '../../../shared/errors/result.ts';
import type { OutboxEntry } from '../../ports/chat-store.port.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';
import { ownIds } from './incoming-message.ts';

/** How far our clock and the server's may differ: the archive is read back this much before the message was written. */
const CLOCK_DOUBT_MS = 24 * 3_600_000;
const PAGE = 50;
/** A day of talk with one person that fills more pages than this is not read to its end. */
const MOST_PAGES = 100;

/**
 * Which of these own messages the archive holds (XEP-0313, with XEP-0359 origin ids): newest page first, because that is
 * where they are if they arrived.
 */
export async function findInArchive(
  { xmpp, self }: { readonly xmpp: Pick<Xmpp, 'archive'>; readonly self: string },
  peer: ConversationId,
  entries: readonly OutboxEntry[],
  isRoom = false,
): Promise<Result<readonly string[]>> {
  const wanted = new Set(entries.map((entry) => entry.stanzaId));
  const start = Math.min(...entries.map((entry) => entry.at)) - CLOCK_DOUBT_MS;
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
    for (const message of page.value.messages) {
      for (const id of ownIds(message, self)) if (wanted.delete(id)) found.push(id);
    }
    before = page.value.isComplete ? undefined : page.value.firstId;
  }
  return ok(found);
}
