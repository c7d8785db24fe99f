import type { ManualPresence, Presence, PresenceShow } from '../../../shared/domain/presence.ts';

/** What decides the own presence (T8): one manual status at a time, over what is seen by itself. */
export interface OwnPresence {
  readonly manual: ManualPresence;
  readonly status: string;
  readonly recentStatuses: readonly string[];
  readonly isOnCall: boolean;
  /** Since when nobody has touched the computer, ms since 1970; absent while somebody does. */
  readonly idleSince?: number;
}

export type OwnPresenceEvent =
  | { readonly kind: 'set'; readonly manual: ManualPresence; readonly status: string }
  | { readonly kind: 'calls'; readonly isOnCall: boolean }
  | { readonly kind: 'idle'; readonly at: number; readonly idleMs: number; readonly isLocked: boolean }
  | { readonly kind: 'signed-out' };

/** Idle for this long counts as away; a locked screen does at once. */
export const AWAY_AFTER_MS = 5 * 60_000;
const RECENT = 5;

export const initialPresence: OwnPresence = {
  manual: 'automatic',
  status: '',
  recentStatuses: [],
  isOnCall: false,
};

export function changePresence(state: OwnPresence, event: OwnPresenceEvent): OwnPresence {
  switch (event.kind) {
    case 'set':
      return {
        ...state,
        manual: event.manual,
        status: event.status,
        recentStatuses: remember(state.recentStatuses, event.status),
      };
    case 'calls':
      return { ...state, isOnCall: event.isOnCall };
    case 'idle': {
      const isAway = event.isLocked || event.idleMs >= AWAY_AFTER_MS;
      const { idleSince: before, ...rest } = state;
      // The first moment of an absence stands: the peers' «since» must not move.
      return isAway ? { ...rest, idleSince: before ?? event.at - event.idleMs } : rest;
    }
    case 'signed-out':
      // T8: a manual status ends with the session; its text and the recent ones are kept for the next.
      return { ...initialPresence, status: state.status, recentStatuses: state.recentStatuses };
  }
}

/** What others see: manual, else on a call, else away, else available. */
export function shownPresence(state: OwnPresence): Presence {
  const show = shownAs(state);
  const isAway = show === 'away' && state.idleSince !== undefined;
  return {
    show,
    ...(state.status !== '' && { status: state.status }),
    ...(isAway && { idleSince: state.idleSince }),
  };
}

function shownAs({ manual, isOnCall, idleSince }: OwnPresence): PresenceShow {
  if (manual !== 'automatic') return manual;
  if (isOnCall) return 'on-a-call';
  return idleSince === undefined ? 'available' : 'away';
}

function remember(recent: readonly string[], status: string): readonly string[] {
  return status === '' ? recent : [status, ...recent.filter((one) => one !== status)].slice(0, RECENT);
}
