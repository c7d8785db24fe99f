import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { OutboxEntry } from '../../ports/chat-store.port.ts';

/** The phases of outbox.machine.ts, where their diagram stands. */
export type Phase = 'queued' | 'claiming' | 'ready' | 'written' | 'unsure' | 'checking';

export interface Pending {
  readonly entry: OutboxEntry;
  readonly phase: Phase;
}

/** One line a conversation, in the order of asking. */
export interface OutboxState {
  readonly stream: 'offline' | 'online';
  readonly hasArchive: boolean;
  readonly lines: ReadonlyMap<ConversationId, readonly Pending[]>;
  /** Rooms: nothing is written while one isn't inside, and each has an archive of its own or none. */
  readonly rooms: ReadonlyMap<ConversationId, RoomDoor>;
}

export type RoomDoor = { readonly kind: 'closed' } | { readonly kind: 'open'; readonly hasArchive: boolean };

export const emptyOutbox: OutboxState = {
  stream: 'offline',
  hasArchive: false,
  lines: new Map(),
  rooms: new Map(),
};

export function append(state: OutboxState, entry: OutboxEntry, phase: Phase): OutboxState {
  const line = state.lines.get(entry.conversationId) ?? [];
  if (line.some((pending) => pending.entry.stanzaId === entry.stanzaId)) return state;
  return { ...state, lines: new Map(state.lines).set(entry.conversationId, [...line, { entry, phase }]) };
}

/** Applies a change to every entry; `undefined` takes it out. Lines that come out empty go. Same state if nothing changed. */
export function change(state: OutboxState, update: (pending: Pending) => Pending | undefined): OutboxState {
  const lines = new Map<ConversationId, readonly Pending[]>();
  let isChanged = false;
  for (const [conversationId, line] of state.lines) {
    const next = line.map(update).filter((pending) => pending !== undefined);
    if (next.length > 0) lines.set(conversationId, next);
    isChanged ||= next.length !== line.length || next.some((pending, index) => pending !== line[index]);
  }
  return isChanged ? { ...state, lines } : state;
}

export function without(state: OutboxState, stanzaIds: readonly string[]): OutboxState {
  return change(state, (pending) => (stanzaIds.includes(pending.entry.stanzaId) ? undefined : pending));
}

export function move(state: OutboxState, stanzaIds: readonly string[], from: Phase, to: Phase): OutboxState {
  const ids = new Set(stanzaIds);
  return change(state, (pending) =>
    pending.phase === from && ids.has(pending.entry.stanzaId) ? { ...pending, phase: to } : pending,
  );
}

export function moveAll(
  state: OutboxState,
  conversationId: ConversationId,
  from: Phase,
  to: Phase,
): OutboxState {
  return change(state, (pending) =>
    pending.phase === from && pending.entry.conversationId === conversationId
      ? { ...pending, phase: to }
      : pending,
  );
}
