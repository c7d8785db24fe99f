import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { ArchiveItem, ArchivePlace, NewMessage } from '../../ports/chat-store.port.ts';
import type { ChatTables } from './chat-tables.ts';
import { HOLE, type Bounds } from './message-order.ts';
import type { Ord } from './message-row.ts';

/** Where the messages of an archive page may stand, while the page is stored from its newest message to its oldest. */
export interface PageOrder {
  bounds(item: NewMessage): Bounds;
  /** This message has its place; older ones of its conversation stand before it. */
  passed(item: NewMessage, ord: Ord): void;
}

export function createPageOrder(
  messages: readonly NewMessage[],
  place: ArchivePlace,
  { conversations, known }: ChatTables,
): PageOrder {
  const ordOf = (item: ArchiveItem | undefined) => item && known.byArchiveId(item.id, item.by);
  const after = ordOf(place.after);
  // A server may say an old message again as the first of a new stream: that one is no end of the page.
  const end = [place.before ?? []].flat().find((item) => (ordOf(item) ?? 0) > (after ?? 0));
  const top = ordOf(end) ?? Number.MAX_SAFE_INTEGER;
  /** A page may hold what came after its end, while it was on its way. */
  const newer = new Set(fromItem(messages, end));
  // Pages that are still to come stand between `after` and this one: leave room for them.
  const bottom = after === undefined ? 0 : after + HOLE;
  const ceilings = new Map<string, Ord>();
  let newCeiling = Number.MAX_SAFE_INTEGER;
  /** Ours stand where they were asked for, the archive has them where they arrived: of two orders, what came keeps its own. */
  const early = new Set<NewMessage>();
  const afterAt = messages.findIndex((item) => isItem(item, place.after));
  const floors = floorsOf();

  /**
   * Each new message stands after the known ones before it in the page, with room for the new ones between, and after all
   * new ones before it, whose ever: so the page's first is a bound for every conversation of the page before.
   */
  function floorsOf(): ReadonlyMap<NewMessage, Ord> {
    const result = new Map<NewMessage, Ord>();
    const reached = new Map<string, Ord>();
    let reachedByNew = bottom;
    const found = messages.map((item) => ordOfMessage(item));
    for (const [index, item] of messages.entries()) {
      const { conversationId } = item.message;
      const ord = found[index];
      const below = reached.get(conversationId) ?? olderIn(conversationId, found);
      if (ord === undefined) {
        const floor = Math.max(below ?? bottom, reachedByNew);
        result.set(item, floor);
        reachedByNew = floor + 1;
        reached.set(conversationId, floor + 1);
      } else if (item.replaces === undefined) {
        const reachedBefore = below ?? (index > afterAt ? after : undefined) ?? 0;
        if (item.message.direction === 'out' && ord < reachedBefore) early.add(item);
        reached.set(conversationId, Math.max(ord, below ?? 0));
      }
    }
    return result;
  }

  function ordOfMessage(item: NewMessage): Ord | undefined {
    const conversation = conversations.key(item.message.conversationId);
    return conversation === undefined
      ? undefined
      : known.find({ ...item.message, conversation, wire: item.wire });
  }

  /**
   * What we hold of the archive before the page's end and is not in the page stands before the page, and what is still
   * to come stands between the two.
   */
  function olderIn(conversationId: ConversationId, found: readonly (Ord | undefined)[]): Ord | undefined {
    const isLimited = place.isNewest || after !== undefined;
    const conversation = isLimited ? conversations.key(conversationId) : undefined;
    if (conversation === undefined) return undefined;
    const held = known.archivedBefore(conversation, top, messages.length + 1);
    const older = held.find((ord) => !found.includes(ord));
    return older === undefined ? undefined : Math.max(older + HOLE, bottom);
  }

  return {
    bounds: (item) => ({
      floor: floors.get(item) ?? bottom,
      ceiling: Math.min(
        ceilings.get(item.message.conversationId) ?? Number.MAX_SAFE_INTEGER,
        newCeiling,
        newer.has(item) ? Number.MAX_SAFE_INTEGER : top,
      ),
    }),
    passed(item, ord) {
      if (early.has(item)) return;
      if (floors.has(item)) newCeiling = Math.min(newCeiling, ord);
      const { conversationId } = item.message;
      ceilings.set(conversationId, Math.min(ord, ceilings.get(conversationId) ?? ord));
    },
  };
}

/** The messages from this archive item on; none where the page doesn't hold it. */
function fromItem(messages: readonly NewMessage[], item: ArchiveItem | undefined): readonly NewMessage[] {
  const at = messages.findIndex((message) => isItem(message, item));
  return at === -1 ? [] : messages.slice(at);
}

const isItem = ({ wire: { stanzaId } }: NewMessage, item: ArchiveItem | undefined): boolean =>
  stanzaId !== undefined && stanzaId.id === item?.id && stanzaId.by === item.by;
