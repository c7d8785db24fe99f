import type { PresenceShow } from './presence.ts';

/** What happens that a person may want to know of (blueprint 3.9). */
export type Happening =
  | 'call'
  /** Of somebody who gets through do not disturb, or again within three minutes. */
  | 'call-let-through'
  | 'emergency-call-back'
  | 'message'
  | 'room-mention'
  | 'room-message'
  | 'voicemail'
  | 'meeting';

/** What the person is about, as far as it matters here. `focus` is the system's own mode. */
export type Situation = 'available' | 'on-a-call' | 'do-not-disturb' | 'screen-shared' | 'locked' | 'focus';

/** How it is told. `toast`: a window of ours and the system's notice; `banner`: the system's notice; `badge`: the number only. */
export interface Alert {
  readonly shows: 'toast' | 'banner' | 'badge' | 'nothing';
  readonly sound: 'ring' | 'beep' | 'chime' | 'none';
}

const alert = (shows: Alert['shows'], sound: Alert['sound'] = 'none'): Alert => ({ shows, sound });
const badge = alert('badge');
const nothing = alert('nothing');
const ringing = alert('toast', 'ring');

const left = {
  available: ringing,
  'on-a-call': alert('toast', 'beep'),
  'screen-shared': alert('toast', 'beep'),
  locked: ringing,
  focus: ringing,
} as const;

/** The rule table of the blueprint, a row for each happening. */
const table: Readonly<Record<Happening, Readonly<Record<Situation, Alert>>>> = {
  call: { ...left, 'do-not-disturb': nothing },
  'call-let-through': { ...left, 'do-not-disturb': ringing },
  'emergency-call-back': {
    ...left,
    'on-a-call': ringing,
    'do-not-disturb': ringing,
    'screen-shared': ringing,
  },
  message: {
    available: alert('banner', 'chime'),
    'on-a-call': alert('banner'),
    'do-not-disturb': badge,
    'screen-shared': badge,
    locked: badge,
    focus: badge,
  },
  'room-mention': {
    available: alert('banner', 'chime'),
    'on-a-call': badge,
    'do-not-disturb': badge,
    'screen-shared': badge,
    locked: badge,
    focus: badge,
  },
  'room-message': {
    available: alert('banner', 'chime'),
    'on-a-call': nothing,
    'do-not-disturb': nothing,
    'screen-shared': nothing,
    locked: nothing,
    focus: nothing,
  },
  voicemail: {
    available: alert('banner'),
    'on-a-call': badge,
    'do-not-disturb': badge,
    'screen-shared': badge,
    locked: badge,
    focus: badge,
  },
  meeting: {
    available: alert('banner', 'chime'),
    'on-a-call': alert('banner'),
    'do-not-disturb': alert('banner'),
    'screen-shared': badge,
    locked: alert('badge', 'chime'),
    focus: alert('banner'),
  },
};

/** How this is told in this situation. */
export function alertFor(happening: Happening, situation: Situation): Alert {
  return table[happening][situation];
}

/** The one situation that decides: who does not want to be disturbed is not, whatever else is so; a locked screen shows nothing. */
export function situationOf(show: PresenceShow | undefined, isLocked: boolean): Situation {
  if (show === 'do-not-disturb') return 'do-not-disturb';
  if (isLocked) return 'locked';
  if (show === 'presenting') return 'screen-shared';
  return show === 'on-a-call' ? 'on-a-call' : 'available';
}

/** Whether the system is asked to show something for it. */
export function isShown({ shows }: Alert): boolean {
  return shows === 'toast' || shows === 'banner';
}
