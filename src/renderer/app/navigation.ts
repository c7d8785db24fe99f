import type { ConversationId, MessageId } from '../../shared/domain/ids.ts';

export type Section = 'contacts' | 'chats' | 'calls' | 'voicemail' | 'settings';

/** Where the person is: which list is shown, and what stands in the main pane. */
export interface Place {
  readonly section: Section;
  readonly conversationId?: ConversationId | undefined;
  /** The organisation's page that is shown in place of list and conversation, by its id. */
  readonly tab?: string | undefined;
  /** The small look of the docked window, in the window itself. */
  readonly isDocked?: boolean | undefined;
  /** The message in it that a search found; a new object for each time it is chosen. */
  readonly found?: { readonly id: MessageId } | undefined;
}

/** A small store of one value; features never see it, the shell hands them callbacks. */
export interface Navigation {
  get(): Place;
  go(place: Partial<Place>): void;
  subscribe(listener: () => void): () => void;
}

export function createNavigation(start: Place): Navigation {
  let place = start;
  const listeners = new Set<() => void>();
  return {
    get: () => place,
    go(change) {
      // Whatever is gone to stands before a tab, and in the whole window. What was found belongs to one opening of its conversation.
      place = { ...place, found: undefined, tab: undefined, isDocked: undefined, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** To another section: where list and conversation have no room side by side, the section's list comes to the front. */
export function toSection(section: Section, isNarrow: boolean): Partial<Place> {
  return isNarrow ? { section, conversationId: undefined } : { section };
}
