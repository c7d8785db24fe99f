import type { ConversationId } from '../../../shared/domain/ids.ts';
import { occupantOf } from '../../../shared/domain/occupant-address.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { OutboxEntry } from '../../ports/chat-store.port.ts';
import {
  append,
  change,
  move,
  moveAll,
  type OutboxState,
  type Pending,
  type RoomDoor,
  without,
} from './outbox-lines.ts';

/**
 * The outbox: every message of ours reaches the server once, in the order of asking within its conversation (M6).
 *
 *   queued ──claim──▶ claiming ──claimed──▶ ready ──write──▶ written ──accepted──▶ (gone: sent)
 *                                             ▲                 │ ╲──refused────▶ (gone: failed)
 *                                             │ not there       │ stream ended without resumption,
 *                                             │                 ▼ or the program was killed
 *                                          checking ◀──check── unsure
 *                                             ╰── there ──▶ (gone: sent)
 *
 * "Claimed" means that the store says `sending`: nothing is written before that, so after a kill `queued` is sure to be
 * unwritten and everything else is doubted. Doubt is settled by asking the archive for the origin id (XEP-0313, XEP-0359).
 * While one message of a conversation is in doubt the ones behind it wait, or the order would be lost.
 * Without an archive there is nobody to ask: the message is written again under the same id, and the peer's client
 * takes the two for one by their origin id; a peer that doesn't know origin ids may show it twice.
 *
 * A room's line stands still while its door is closed. Its echo is the proof; what was written before the door closed is
 * in doubt when it opens again, unless the history sent at joining held it.
 */
export type OutboxEvent =
  /** What the store held at the start. */
  | { readonly type: 'loaded'; readonly entries: readonly OutboxEntry[] }
  /** A new entry, already stored. */
  | { readonly type: 'submitted'; readonly entry: OutboxEntry }
  /** An entry that is not on the wire got another text. */
  | { readonly type: 'rewritten'; readonly entry: OutboxEntry }
  | { readonly type: 'removed'; readonly messageId: string }
  | { readonly type: 'online'; readonly isResumed: boolean; readonly hasArchive: boolean }
  | { readonly type: 'offline' }
  /** We are outside a room, or inside again; its history has come by then. */
  | { readonly type: 'door'; readonly conversationId: ConversationId; readonly door: RoomDoor }
  | { readonly type: 'claimed'; readonly stanzaIds: readonly string[] }
  | { readonly type: 'claim-failed'; readonly stanzaIds: readonly string[] }
  /** The engine took nothing, because it is not connected. */
  | { readonly type: 'not-written'; readonly stanzaId: string }
  /**
   * Any proof that the server has it: its word, a receipt, the archive, a carbon. `conversationId`: proof of a peer, good
   * only for what was said to them; absent: the own server's, good for any.
   */
  | { readonly type: 'accepted'; readonly stanzaId: string; readonly conversationId?: ConversationId }
  | {
      readonly type: 'refused';
      readonly stanzaId: string;
      readonly conversationId: ConversationId;
      readonly error: Failure;
    }
  | { readonly type: 'uncertain'; readonly stanzaIds: readonly string[] }
  /** The archive answered; `found` are the ids of ours that it holds. */
  | { readonly type: 'checked'; readonly conversationId: ConversationId; readonly found: readonly string[] }
  | { readonly type: 'check-failed'; readonly conversationId: ConversationId }
  /** The time asked for by `wait` has passed. */
  | { readonly type: 'woke' };

export type OutboxEffect =
  /** Tell the store that these may be written from now on; answer `claimed` or `claim-failed`. */
  | { readonly type: 'claim'; readonly stanzaIds: readonly string[] }
  | { readonly type: 'write'; readonly entry: OutboxEntry }
  /** Ask the archive which of these it holds; answer `checked` or `check-failed`. */
  | {
      readonly type: 'check';
      readonly conversationId: ConversationId;
      readonly entries: readonly OutboxEntry[];
    }
  | { readonly type: 'settle'; readonly stanzaIds: readonly string[] }
  | {
      readonly type: 'refuse';
      readonly stanzaId: string;
      readonly conversationId: ConversationId;
      readonly error: Failure;
    }
  /** Something must be tried again after a while; answer `woke`. */
  | { readonly type: 'wait' };

export interface OutboxStep {
  readonly state: OutboxState;
  readonly effects: readonly OutboxEffect[];
}

export function outboxStep(state: OutboxState, event: OutboxEvent): OutboxStep {
  switch (event.type) {
    case 'loaded':
      return proceed(
        event.entries.reduce(
          (next, entry) => append(next, entry, entry.state === 'sending' ? 'unsure' : 'queued'),
          state,
        ),
      );
    case 'submitted':
      // Stored as `sending` from the start when the line was free: one flush to the disk less before the wire.
      return proceed(append(state, event.entry, event.entry.state === 'sending' ? 'ready' : 'queued'));
    case 'rewritten':
      return proceed(
        change(state, (pending) =>
          pending.entry.stanzaId === event.entry.stanzaId ? { ...pending, entry: event.entry } : pending,
        ),
      );
    case 'removed':
      return proceed(
        change(state, (pending) => (pending.entry.messageId === event.messageId ? undefined : pending)),
      );
    case 'online':
      return proceed(comeOnline(state, event.isResumed, event.hasArchive));
    case 'offline':
      return { state: { ...state, stream: 'offline' }, effects: [] };
    case 'door':
      return proceed(turnDoor(state, event.conversationId, event.door));
    case 'claimed':
      return proceed(move(state, event.stanzaIds, 'claiming', 'ready'));
    case 'claim-failed':
      return tryLater(state, move(state, event.stanzaIds, 'claiming', 'queued'));
    case 'not-written':
      // The link event that says so is on its way; until the next `online` nothing more is tried.
      return {
        state: { ...move(state, [event.stanzaId], 'written', 'ready'), stream: 'offline' },
        effects: [],
      };
    case 'accepted':
      return isSaidTo(state, event) ? leave(state, [event.stanzaId]) : { state, effects: [] };
    case 'refused':
      return refuse(state, event);
    case 'uncertain':
      return proceed(move(state, event.stanzaIds, 'written', 'unsure'));
    case 'checked':
      return takeAnswer(state, event.conversationId, event.found);
    case 'check-failed':
      return tryLater(state, moveAll(state, event.conversationId, 'checking', 'unsure'));
    case 'woke':
      return proceed(state);
    default:
      return assertNever(event);
  }
}

/** Whether a new message of this conversation could be written at once; then it may be stored as `sending`. */
export function isFree(state: OutboxState, conversationId: ConversationId): boolean {
  const line = state.lines.get(conversationId) ?? [];
  return (
    state.stream === 'online' &&
    !isShut(state, conversationId) &&
    line.every((pending) => pending.phase === 'written' || pending.phase === 'ready')
  );
}

/** Outside of a room nothing is said to it, nor to one person in it (XEP-0045 section 7.5). */
function isShut({ rooms }: OutboxState, conversationId: ConversationId): boolean {
  const occupant = occupantOf(conversationId);
  return occupant ? rooms.get(occupant.room)?.kind !== 'open' : rooms.get(conversationId)?.kind === 'closed';
}

/** What is on a stream that was not resumed is in doubt, also if the engine should forget to say so. */
function comeOnline(state: OutboxState, isResumed: boolean, hasArchive: boolean): OutboxState {
  const online: OutboxState = { ...state, stream: 'online', hasArchive };
  if (isResumed) return online;
  return change(online, (pending) =>
    pending.phase === 'written' ? { ...pending, phase: 'unsure' } : pending,
  );
}

/** Opening: what was written before the door closed may or may not have been heard. */
function turnDoor(state: OutboxState, conversationId: ConversationId, door: RoomDoor): OutboxState {
  const wasOpen = state.rooms.get(conversationId)?.kind === 'open';
  const turned = { ...state, rooms: new Map(state.rooms).set(conversationId, door) };
  return door.kind === 'open' && !wasOpen ? moveAll(turned, conversationId, 'written', 'unsure') : turned;
}

function takeAnswer(
  state: OutboxState,
  conversationId: ConversationId,
  found: readonly string[],
): OutboxStep {
  const asked = (state.lines.get(conversationId) ?? []).filter((pending) => pending.phase === 'checking');
  const there = asked.map((pending) => pending.entry.stanzaId).filter((id) => found.includes(id));
  const rest = moveAll(without(state, there), conversationId, 'checking', 'ready');
  const step = proceed(rest);
  return there.length === 0
    ? step
    : { state: step.state, effects: [{ type: 'settle', stanzaIds: there }, ...step.effects] };
}

function isSaidTo(
  state: OutboxState,
  { stanzaId, conversationId }: Extract<OutboxEvent, { type: 'accepted' }>,
): boolean {
  if (conversationId === undefined) return true;
  return state.lines.get(conversationId)?.some(({ entry }) => entry.stanzaId === stanzaId) === true;
}

function leave(state: OutboxState, stanzaIds: readonly string[]): OutboxStep {
  const rest = without(state, stanzaIds);
  if (rest === state) return { state, effects: [] };
  const step = proceed(rest);
  return { state: step.state, effects: [{ type: 'settle', stanzaIds }, ...step.effects] };
}

function tryLater(before: OutboxState, after: OutboxState): OutboxStep {
  return { state: after, effects: after === before ? [] : [{ type: 'wait' }] };
}

/** Also one that had left: a far server may refuse what the own one had taken (RFC 6121 8.5, M14). */
function refuse(state: OutboxState, event: Extract<OutboxEvent, { type: 'refused' }>): OutboxStep {
  const { stanzaId, conversationId, error } = event;
  const step = proceed(without(state, [stanzaId]));
  return {
    state: step.state,
    effects: [{ type: 'refuse', stanzaId, conversationId, error }, ...step.effects],
  };
}

/** Does for every line what can be done now. */
function proceed(state: OutboxState): OutboxStep {
  if (state.stream === 'offline') return { state, effects: [] };
  const lines = new Map(state.lines);
  const effects: OutboxEffect[] = [];
  for (const [conversationId, line] of state.lines) {
    if (isShut(state, conversationId)) continue;
    const door = state.rooms.get(conversationId);
    const hasArchive = door?.kind === 'open' ? door.hasArchive : state.hasArchive;
    const next = proceedLine(conversationId, line, hasArchive, effects);
    if (next !== line) lines.set(conversationId, next);
  }
  return { state: { ...state, lines }, effects };
}

function proceedLine(
  conversationId: ConversationId,
  line: readonly Pending[],
  hasArchive: boolean,
  effects: OutboxEffect[],
): readonly Pending[] {
  const unsure = line.filter((pending) => pending.phase === 'unsure');
  if (unsure.length > 0 && hasArchive) {
    effects.push({ type: 'check', conversationId, entries: unsure.map((pending) => pending.entry) });
    return line.map((pending) => (pending.phase === 'unsure' ? { ...pending, phase: 'checking' } : pending));
  }
  if (line.some((pending) => pending.phase === 'checking')) return line;
  // No archive: written again under the same id (see above).
  const decided = line.map((pending) =>
    pending.phase === 'unsure' ? { ...pending, phase: 'ready' as const } : pending,
  );
  return writeFrom(decided, effects);
}

/** Writes from the head as far as the store has been told, and has it told of the rest. */
function writeFrom(line: readonly Pending[], effects: OutboxEffect[]): readonly Pending[] {
  const firstUnclaimed = line.findIndex(({ phase }) => phase === 'queued' || phase === 'claiming');
  const end = firstUnclaimed === -1 ? line.length : firstUnclaimed;
  const toClaim = line.slice(end).filter((pending) => pending.phase === 'queued');
  const next = line.map((pending, index): Pending => {
    if (index < end && pending.phase === 'ready') {
      effects.push({ type: 'write', entry: pending.entry });
      return { ...pending, phase: 'written' };
    }
    return pending.phase === 'queued' ? { ...pending, phase: 'claiming' } : pending;
  });
  if (toClaim.length > 0)
    effects.push({ type: 'claim', stanzaIds: toClaim.map((pending) => pending.entry.stanzaId) });
  return next.every((pending, index) => pending === line[index]) ? line : next;
}
