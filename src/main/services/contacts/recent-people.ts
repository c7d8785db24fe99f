import type { ContactId } from '../../../shared/domain/ids.ts';
import { normaliseBareJid } from '../../../shared/domain/jid.ts';
import { searchEntry, type SearchEntry } from './search-people.ts';

/** More than anybody remembers. */
const MOST = 1000;

/** With whom there was last something, for putting recents first and for finding those who are not in the list (C3). */
export interface RecentPeople {
  note(address: string, at: number): void;
  /** ms since 1970; 0 for never. */
  at(id: string): number;
  /** Ready for searching: recents with an address that `isKnown` does not know. */
  strangers(isKnown: (id: ContactId) => boolean): readonly SearchEntry[];
  clear(): void;
}

export function createRecentPeople(): RecentPeople {
  const times = new Map<string, number>();
  const entries = new Map<string, SearchEntry>();
  return {
    note(address, at) {
      const latest = Math.max(at, times.get(address) ?? 0);
      // Put anew, so that the map's order is that of use.
      times.delete(address);
      times.set(address, latest);
      const oldest = times.size > MOST ? times.keys().next().value : undefined;
      if (oldest === undefined) return;
      times.delete(oldest);
      entries.delete(oldest);
    },
    at: (id) => times.get(id) ?? 0,
    strangers(isKnown) {
      for (const address of times.keys()) {
        if (entries.has(address) || normaliseBareJid(address) !== address) continue;
        entries.set(address, searchEntry({ id: address as ContactId, name: address, address, phones: [] }));
      }
      return [...entries.values()].filter((entry) => !isKnown(entry.id));
    },
    clear() {
      times.clear();
      entries.clear();
    },
  };
}
