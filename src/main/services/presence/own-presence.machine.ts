import type { ManualPresence, Presence, PresenceShow } from '../../../shared/domain/presence.ts';

/** What decides the own presence (T8): one manual status at a time, over what is seen by itself. */
export interface OwnPresence {
  readonly manual: ManualPresence;
  readonly status: string;
  /** When status and message end by themselves, ms since 1970. */
  readonly until?: number;
  readonly recentStatuses: readonly string[];
  readonly isOnCall: boolean;
  readonly isPresenting: boolean;
  readonly isInMeeting: boolean;
  /** Do not disturb was set on the phone. */
  readonly isPhoneSilent: boolean;
  /** Since when nobody has touched the computer, ms since 1970; absent while somebody does. */
  readonly idleSince?: number;
  readonly rules: IdleRules;
}

/** When absence counts as away: the person's choice, or the administrator's. */
export interface IdleRules {
  /** Absent: however long nobody touches the computer. */
  readonly awayAfterMs?: number;
  readonly isAwayWhenLocked: boolean;
  /** Away though a call stands (`SystemIdleDuringCalls`). */
  readonly countsDuringCalls: boolean;
}

/** The manual part, as it is kept over a restart. */
export interface KeptStatus {
  readonly manual: ManualPresence;
  readonly status: string;
  readonly until?: number | undefined;
  readonly recentStatuses: readonly string[];
}

/** What is noticed without anybody's doing, besides absence. */
export type Noticed = 'isOnCall' | 'isPresenting' | 'isInMeeting' | 'isPhoneSilent';

export type OwnPresenceEvent =
  | {
      readonly kind: 'set';
      readonly manual: ManualPresence;
      readonly status: string;
      readonly until?: number | undefined;
    }
  | { readonly kind: 'noticed'; readonly what: Noticed; readonly isSo: boolean }
  | { readonly kind: 'idle'; readonly at: number; readonly idleMs: number; readonly isLocked: boolean }
  | { readonly kind: 'rules'; readonly rules: IdleRules }
  /** Time passes; what was set until now ends. */
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'restored'; readonly kept: KeptStatus; readonly at: number }
  | { readonly kind: 'forget-status'; readonly status: string }
  | { readonly kind: 'signed-out' };

/** cisco-uc 4.3 and 4.2: the documented defaults. */
export const defaultIdleRules: IdleRules = {
  awayAfterMs: 15 * 60_000,
  isAwayWhenLocked: true,
  countsDuringCalls: false,
};
const RECENT = 10;

export const initialPresence: OwnPresence = {
  manual: 'automatic',
  status: '',
  recentStatuses: [],
  isOnCall: false,
  isPresenting: false,
  isInMeeting: false,
  isPhoneSilent: false,
  rules: defaultIdleRules,
};

export function changePresence(state: OwnPresence, event: OwnPresenceEvent): OwnPresence {
  switch (event.kind) {
    case 'set': {
      const { until: _, ...rest } = state;
      const { manual, status, until } = event;
      const hasEnd = until !== undefined && (manual !== 'automatic' || status !== '');
      const recentStatuses = remember(state.recentStatuses, status);
      return { ...rest, manual, status, recentStatuses, ...(hasEnd && { until }) };
    }
    case 'noticed':
      return { ...state, [event.what]: event.isSo };
    case 'idle':
      return idle(state, event);
    case 'rules':
      return { ...state, rules: event.rules };
    case 'time':
      return state.until !== undefined && state.until <= event.at ? cleared(state) : state;
    case 'restored': {
      const { manual, status, until, recentStatuses } = event.kept;
      const restored = {
        ...state,
        ...{ manual, status, recentStatuses },
        ...(until !== undefined && { until }),
      };
      return changePresence(restored, { kind: 'time', at: event.at });
    }
    case 'forget-status':
      return {
        ...state,
        recentStatuses: state.recentStatuses.filter((recent) => recent !== event.status),
      };
    case 'signed-out':
      // T8: a manual status ends with the session; the recent messages are kept for the next.
      return { ...initialPresence, recentStatuses: state.recentStatuses, rules: state.rules };
  }
}

/** What others see: manual, else what occupies the person, else away, else available. */
export function shownPresence(state: OwnPresence): Presence {
  const show = shownAs(state);
  const isAway = show === 'away' && state.idleSince !== undefined;
  return {
    show,
    ...(state.status !== '' && { status: state.status }),
    ...(isAway && { idleSince: state.idleSince }),
  };
}

/** The part that is kept over a restart. */
export function keptStatus({ manual, status, until, recentStatuses }: OwnPresence): KeptStatus {
  return { manual, status, recentStatuses, ...(until !== undefined && { until }) };
}

function shownAs(state: OwnPresence): PresenceShow {
  const { manual, idleSince, rules } = state;
  if (manual !== 'automatic') return manual;
  if (state.isPresenting) return 'presenting';
  if (state.isOnCall) return rules.countsDuringCalls && idleSince !== undefined ? 'away' : 'on-a-call';
  if (state.isPhoneSilent) return 'do-not-disturb';
  if (state.isInMeeting) return 'in-a-meeting';
  return idleSince === undefined ? 'available' : 'away';
}

function idle(state: OwnPresence, event: Extract<OwnPresenceEvent, { kind: 'idle' }>): OwnPresence {
  const { idleSince: before, ...rest } = state;
  const { awayAfterMs, isAwayWhenLocked } = state.rules;
  const isLong = awayAfterMs !== undefined && event.idleMs >= awayAfterMs;
  if (!isLong && !(event.isLocked && isAwayWhenLocked)) return before === undefined ? state : rest;
  // The first moment of an absence stands: the peers' «since» must not move.
  return before === undefined ? { ...rest, idleSince: event.at - event.idleMs } : state;
}

function cleared({ until: _, ...state }: OwnPresence): OwnPresence {
  return { ...state, manual: 'automatic', status: '' };
}

function remember(recent: readonly string[], status: string): readonly string[] {
  return status === '' ? recent : [status, ...recent.filter((one) => one !== status)].slice(0, RECENT);
}
