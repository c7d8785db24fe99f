import { assertNever } from '../../../../shared/errors/assert-never.ts';
import type { Presence, PresenceShow } from '../../../../shared/domain/presence.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import type { OwnCaps } from './caps.ts';
import { formatStamp } from './delay.ts';

/** RFC 6121 section 4.7; what XMPP has no word for is `away` or `dnd` with the words other clients look for. */
const WIRE: Readonly<
  Record<Exclude<PresenceShow, 'offline' | 'unknown'>, { readonly show?: string; readonly status?: string }>
> = {
  available: {},
  away: { show: 'away' },
  'extended-away': { show: 'xa' },
  'do-not-disturb': { show: 'dnd' },
  'on-a-call': { show: 'away', status: 'On a call' },
  'in-a-meeting': { show: 'away', status: 'In a meeting' },
  presenting: { show: 'dnd', status: 'Presenting' },
};

/** Our presence for everybody: with capabilities (XEP-0115) and, when idle, since when (XEP-0319). */
export function presenceStanza(presence: Presence, caps: OwnCaps, priority: number): Element {
  if (presence.show === 'offline' || presence.show === 'unknown')
    return xml('presence', { type: 'unavailable' });
  const { show, status } = WIRE[presence.show];
  const words = presence.status === undefined || presence.status === '' ? status : presence.status;
  return xml(
    'presence',
    {},
    show === undefined ? undefined : xml('show', {}, show),
    words === undefined ? undefined : xml('status', {}, words),
    xml('priority', {}, String(priority)),
    presence.idleSince === undefined
      ? undefined
      : xml('idle', { xmlns: NS.idle, since: formatStamp(presence.idleSince) }),
    caps.element(),
  );
}

export type SubscriptionStep = 'subscribe' | 'subscribed' | 'unsubscribed';

/** RFC 6121 section 3. */
export function subscriptionStanza(to: string, step: SubscriptionStep): Element {
  switch (step) {
    case 'subscribe':
    case 'subscribed':
    case 'unsubscribed':
      return xml('presence', { to, type: step });
    default:
      return assertNever(step);
  }
}
