import type { RoomAbsence } from '../../../shared/domain/room.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import type { RoomFact } from '../../ports/rooms.port.ts';

/**
 * One room, from wanting to be in it until it is left (XEP-0045).
 *
 *            ──want──▶ waiting ──online──▶ joining ──self──▶ joined ──opened──▶ (door open)
 *   outside            ▲  ▲ ╰─retry (15 s…)─╯ │               │  │
 *      ▲               │  ╰── no answer ──────╯               │  ╰─ping: not inside─▶ joining
 *      │               ╰────────── stream gone ───────────────╯
 *      ╰── leave, refused, kicked, banned, no member, destroyed ─────────── (from anywhere)
 *
 * The door opens with the subject, which ends the history sent at joining, or after a while where no subject comes.
 */
export type RoomState =
  | {
      readonly kind: 'outside';
      readonly absence: RoomAbsence;
      readonly reason?: string;
      /** Where people were sent instead. */
      readonly alternate?: string;
    }
  | { readonly kind: 'waiting'; readonly nick: string; readonly password?: string }
  | {
      readonly kind: 'joining';
      readonly nick: string;
      readonly password?: string;
      /** How often another nick was tried because ours was taken. */
      readonly renamed: number;
    }
  | {
      readonly kind: 'joined';
      readonly nick: string;
      readonly password?: string;
      readonly door: 'closed' | 'open';
    };

export type RoomEvent =
  | { readonly type: 'want'; readonly nick: string; readonly password?: string; readonly isOnline: boolean }
  | { readonly type: 'leave' }
  /** A new stream, on which we are in no room. */
  | { readonly type: 'online' }
  | { readonly type: 'offline' }
  | { readonly type: 'fact'; readonly fact: RoomFact }
  | { readonly type: 'timer' }
  | { readonly type: 'pinged'; readonly isInside: boolean | undefined };

export type RoomEffect =
  | { readonly type: 'join'; readonly nick: string; readonly password?: string }
  | { readonly type: 'leave' }
  | { readonly type: 'open-door' }
  | { readonly type: 'close-door' }
  /** Replaces the timer that runs; answer `timer`. */
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'ping' };

export interface RoomStep {
  readonly state: RoomState;
  readonly effects: readonly RoomEffect[];
}

/** How long a room may take to answer, ms. */
export const JOIN_MS = 30_000;
/** How long after ourselves the subject may take. */
export const SUBJECT_MS = 5_000;
/** Between looks whether a silent room still has us (XEP-0410). */
export const PING_EVERY_MS = 15 * 60_000;
export const RETRY_MS = 60_000;
const MOST_NICKS = 5;

export function roomStep(state: RoomState, event: RoomEvent): RoomStep {
  switch (event.type) {
    case 'want':
      if (state.kind === 'joined') return stay(state);
      return event.isOnline
        ? join({ ...secret(event), nick: event.nick }, 0)
        : { state: { kind: 'waiting', nick: event.nick, ...secret(event) }, effects: [] };
    case 'leave':
      return {
        state: { kind: 'outside', absence: 'left' },
        effects: [{ type: 'close-door' }, { type: 'leave' }],
      };
    case 'online':
      return state.kind === 'outside' ? stay(state) : join(state, 0);
    case 'offline':
      if (state.kind === 'outside') return stay(state);
      return { state: { kind: 'waiting', nick: state.nick, ...secret(state) }, effects: [] };
    case 'fact':
      return onFact(state, event.fact);
    case 'timer':
      return onTimer(state);
    case 'pinged':
      return onPing(state, event.isInside);
    default:
      return assertNever(event);
  }
}

function onFact(state: RoomState, fact: RoomFact): RoomStep {
  switch (fact.kind) {
    case 'occupant':
      return fact.isSelf ? onSelf(state, fact.occupant.nick) : stay(state);
    case 'subject':
      return openDoor(state);
    case 'refused':
      return onRefused(state, fact);
    case 'left':
      return fact.isSelf ? onSelfLeft(state, fact) : stay(state);
    case 'configured':
    case 'invitation':
      return stay(state);
    default:
      return assertNever(fact);
  }
}

function onSelf(state: RoomState, nick: string): RoomStep {
  if (state.kind === 'joined') return stay({ ...state, nick });
  if (state.kind !== 'joining') return stay(state);
  return {
    state: { kind: 'joined', nick, ...secret(state), door: 'closed' },
    effects: [{ type: 'wait', ms: SUBJECT_MS }],
  };
}

function openDoor(state: RoomState): RoomStep {
  if (state.kind !== 'joined' || state.door === 'open') return stay(state);
  return {
    state: { ...state, door: 'open' },
    effects: [{ type: 'open-door' }, { type: 'wait', ms: PING_EVERY_MS }],
  };
}

function onRefused(state: RoomState, fact: RoomFact & { readonly kind: 'refused' }): RoomStep {
  const { refusal } = fact;
  if (state.kind !== 'joining') return stay(state);
  if (refusal === 'nick-taken' && state.renamed < MOST_NICKS) {
    // Our own ghost of a lost stream, mostly: the room lets it go soon.
    const base = state.renamed === 0 ? state.nick : state.nick.slice(0, -2);
    return join({ ...state, nick: `${base} ${state.renamed + 2}` }, state.renamed + 1);
  }
  // A room that can't be reached now may be later.
  if (refusal === 'unreachable')
    return {
      state: { kind: 'waiting', nick: state.nick, ...secret(state) },
      effects: [{ type: 'wait', ms: RETRY_MS }],
    };
  return { state: { kind: 'outside', absence: refusal, ...told(fact) }, effects: [{ type: 'close-door' }] };
}

function onSelfLeft(state: RoomState, fact: RoomFact & { readonly kind: 'left' }): RoomStep {
  if (state.kind === 'outside') return stay(state);
  if (fact.newNick !== undefined) return stay({ ...state, nick: fact.newNick });
  const absence = absenceOf(fact);
  // A service that goes down comes back; we too.
  if (absence === 'shut-down')
    return {
      state: { kind: 'waiting', nick: state.nick, ...secret(state) },
      effects: [{ type: 'close-door' }, { type: 'wait', ms: RETRY_MS }],
    };
  return { state: { kind: 'outside', absence, ...told(fact) }, effects: [{ type: 'close-door' }] };
}

/** Section 15.6.2's codes. */
function absenceOf({ codes, isDestroyed }: RoomFact & { readonly kind: 'left' }): RoomAbsence {
  if (isDestroyed) return 'missing';
  if (codes.includes(301)) return 'banned';
  if (codes.includes(332)) return 'shut-down';
  if (codes.includes(333)) return 'shut-down';
  if (codes.includes(307)) return 'kicked';
  if (codes.includes(321) || codes.includes(322)) return 'members-only';
  return 'removed';
}

function onTimer(state: RoomState): RoomStep {
  switch (state.kind) {
    case 'outside':
      return stay(state);
    case 'waiting':
      return join(state, 0);
    case 'joining':
      return {
        state: { kind: 'waiting', nick: state.nick, ...secret(state) },
        effects: [{ type: 'wait', ms: RETRY_MS }],
      };
    case 'joined':
      return state.door === 'closed' ? openDoor(state) : { state, effects: [{ type: 'ping' }] };
    default:
      return assertNever(state);
  }
}

function onPing(state: RoomState, isInside: boolean | undefined): RoomStep {
  if (state.kind !== 'joined') return stay(state);
  if (isInside !== false) return { state, effects: [{ type: 'wait', ms: PING_EVERY_MS }] };
  const again = join(state, 0);
  return { state: again.state, effects: [{ type: 'close-door' }, ...again.effects] };
}

function join(who: { readonly nick: string; readonly password?: string }, renamed: number): RoomStep {
  const { nick } = who;
  return {
    state: { kind: 'joining', nick, ...secret(who), renamed },
    effects: [
      { type: 'join', nick, ...secret(who) },
      { type: 'wait', ms: JOIN_MS },
    ],
  };
}

const told = ({ reason, alternate }: { readonly reason?: string; readonly alternate?: string }) => ({
  ...(reason !== undefined && { reason }),
  ...(alternate !== undefined && { alternate }),
});

const stay = (state: RoomState): RoomStep => ({ state, effects: [] });

const secret = ({ password }: { readonly password?: string }): { readonly password?: string } =>
  password === undefined ? {} : { password };
