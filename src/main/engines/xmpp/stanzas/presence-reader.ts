import type { PresenceShow } from '../../../../shared/domain/presence.ts';
import { bareJid, resourceOf } from '../../../../shared/domain/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { childText, type Element } from '../wire/xml.ts';
import { parseStamp } from './delay.ts';
import { cleanHash } from './message-reader.ts';
import { readableName } from './readable-name.ts';

/** What one device of somebody's says. */
export interface ResourcePresence {
  readonly show: PresenceShow;
  readonly status?: string;
  readonly idleSince?: number;
  readonly priority: number;
}

/** Longer words than these are for nobody’s eyes. */
const LONGEST_STATUS = 1_000;

export type PresenceFact =
  | {
      readonly kind: 'available';
      readonly address: string;
      readonly resource: string;
      readonly presence: ResourcePresence;
    }
  /** `resource` '' means all of them. */
  | { readonly kind: 'unavailable'; readonly address: string; readonly resource: string }
  | { readonly kind: 'request'; readonly address: string; readonly nick?: string };

/** What a presence stanza means; nothing for types we don't know (RFC 6121 section 4.7.1) and for rooms. */
export function readPresence(stanza: Element, ownBare: string): PresenceFact | undefined {
  const from = stanza.attrs['from'] ?? ownBare;
  const address = bareJid(from);
  if (address === undefined) return undefined;
  const resource = resourceOf(from);
  switch (stanza.attrs['type']) {
    case undefined:
      return { kind: 'available', address, resource, presence: readResource(stanza) };
    case 'unavailable':
      return { kind: 'unavailable', address, resource };
    // RFC 6121 sections 3.2.3 and 4.3.2.1: there is nothing to be seen any more.
    case 'unsubscribed':
    case 'error':
      return { kind: 'unavailable', address, resource: '' };
    case 'subscribe': {
      const nick = readableName(childText(stanza, 'nick', NS.nick) ?? '');
      return { kind: 'request', address, ...(nick !== '' && { nick }) };
    }
    default:
      return undefined;
  }
}

/** XEP-0153 section 3.2: undefined while not known, '' for no picture. */
export function readAvatarHash(stanza: Element): string | undefined {
  const photo = stanza.getChild('x', NS.vcardUpdate)?.getChild('photo');
  if (!photo) return undefined;
  return photo.getText().trim() === '' ? '' : cleanHash(photo.getText());
}

function readResource(stanza: Element): ResourcePresence {
  const status = childText(stanza, 'status')?.trim().slice(0, LONGEST_STATUS);
  const idleSince = parseStamp(stanza.getChild('idle', NS.idle)?.attrs['since']);
  const priority = Number(childText(stanza, 'priority') ?? '0');
  return {
    show: showOf(childText(stanza, 'show')?.trim(), status ?? ''),
    ...(status !== undefined && status !== '' && { status }),
    ...(idleSince !== undefined && { idleSince }),
    priority: Number.isInteger(priority) ? priority : 0,
  };
}

/**
 * RFC 6121 section 4.7.2.1. Servers that know of calls and calendars say so in words beside `away` or `dnd` (cisco-uc 8.3);
 * beside `available` the same words are somebody's own text.
 */
export function showOf(show: string | undefined, status: string): PresenceShow {
  if (show === 'away' || show === 'xa' || show === 'dnd') {
    const words = status.toLowerCase();
    if (/^(on (a|the) (call|phone)|in a call)\b/.test(words)) return 'on-a-call';
    if (/^in a (meeting|conference)\b/.test(words)) return 'in-a-meeting';
    if (/^presenting\b/.test(words)) return 'presenting';
  }
  switch (show) {
    case 'away':
      return 'away';
    case 'xa':
      return 'extended-away';
    case 'dnd':
      return 'do-not-disturb';
    default:
      return 'available';
  }
}
