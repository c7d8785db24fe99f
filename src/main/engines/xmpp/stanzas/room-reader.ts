import { bareJid, normaliseBareJid, resourceOf } from '../../../../shared/domain/jid.ts';
import { roomAffiliationSchema, roomRoleSchema } from '../../../../shared/domain/room.ts';
import type { RoomStanding } from '../../../../shared/domain/room.ts';
import type { RoomFact, RoomRefusal } from '../../../ports/rooms.port.ts';
import { NS } from '../wire/namespaces.ts';
import { childText, type Element } from '../wire/xml.ts';
import { showOf } from './presence-reader.ts';
import { readStanzaError } from './stanza-error.ts';

/** Longer words than these are cut: they come from strangers. */
const LONGEST_REASON = 500;

const LONGEST_HAT = 40;
const MOST_HATS = 5;
/** A room with more members shows the first of them. */
const MOST_STANDINGS = 20_000;

const REFUSALS: Readonly<Record<string, RoomRefusal>> = {
  conflict: 'nick-taken',
  forbidden: 'banned',
  gone: 'missing',
  'item-not-found': 'missing',
  'not-acceptable': 'reserved-nick',
  'not-allowed': 'not-allowed',
  'not-authorized': 'password',
  'registration-required': 'members-only',
  'resource-constraint': 'full',
  'service-unavailable': 'full',
};

/** A presence out of a room that we asked to enter (XEP-0045 section 7). `nick`: ours there, as far as known. */
export function readRoomPresence(stanza: Element, room: string, nick: string): RoomFact | undefined {
  const { from = '', type } = stanza.attrs;
  const who = resourceOf(from);
  if (type === 'error') {
    const { condition, words } = readStanzaError(stanza);
    // A room that moved says where to (RFC 6120 section 8.3.3.5).
    const place = stanza.getChild('error')?.getChild('gone', NS.stanzaErrors)?.getText();
    return {
      ...{ kind: 'refused', room, refusal: REFUSALS[condition] ?? 'unreachable' },
      ...(words !== undefined && { reason: words }),
      ...alternateOf(room, place?.replace(/^xmpp:/i, '').split('?', 1)[0]),
    };
  }
  if (who === '' || (type !== undefined && type !== 'unavailable')) return undefined;
  const user = stanza.getChild('x', NS.mucUser);
  const codes = user ? statusCodes(user) : [];
  // Services that know no code 110 are recognised by the nick that we asked for.
  const isSelf = codes.includes(110) || who === nick;
  const item = user?.getChild('item');
  if (type === undefined)
    return { kind: 'occupant', room, isSelf, codes, occupant: occupantOf(stanza, who, item) };
  const reason = (item && childText(item, 'reason')) ?? destroyReason(user);
  const newNick = codes.includes(303) ? item?.attrs['nick'] : undefined;
  return {
    kind: 'left',
    room,
    nick: who,
    isSelf,
    codes,
    isDestroyed: user?.getChild('destroy') !== undefined,
    ...(newNick !== undefined && newNick !== '' && { newNick }),
    ...alternateOf(room, user?.getChild('destroy')?.attrs['jid']),
    ...(reason !== undefined && reason !== '' && { reason: reason.slice(0, LONGEST_REASON) }),
  };
}

function occupantOf(stanza: Element, nick: string, item: Element | undefined) {
  const { jid, role, affiliation } = item?.attrs ?? {};
  const occupantId = occupantIdOf(stanza);
  const address = jid === undefined ? undefined : bareJid(jid);
  const knownRole = roomRoleSchema.safeParse(role);
  const knownAffiliation = roomAffiliationSchema.safeParse(affiliation);
  return {
    nick,
    ...(address !== undefined && { address }),
    role: knownRole.success ? knownRole.data : ('participant' as const),
    affiliation: knownAffiliation.success ? knownAffiliation.data : ('none' as const),
    show: showOf(childText(stanza, 'show')?.trim(), childText(stanza, 'status')?.trim() ?? ''),
    ...hatsOf(stanza),
    ...(occupantId !== undefined && occupantId !== '' && { occupantId }),
  };
}

/** XEP-0317: titles for people, as the room gives them. */
function hatsOf(stanza: Element): { readonly hats?: string[] } {
  const hats = (stanza.getChild('hats', NS.hats)?.getChildren('hat', NS.hats) ?? [])
    .map(({ attrs }) => (attrs['title'] ?? '').replace(/\s+/gu, ' ').trim().slice(0, LONGEST_HAT))
    .filter((title) => title !== '')
    .slice(0, MOST_HATS);
  return hats.length === 0 ? {} : { hats };
}

/** The answer to `standingsQuery`, of this standing only (section 9.5). */
export function readStandings(answer: Element, affiliation: string): readonly RoomStanding[] {
  const items = answer.getChild('query', NS.mucAdmin)?.getChildren('item') ?? [];
  return items.slice(0, MOST_STANDINGS).flatMap((item) => {
    const { jid = '', nick, affiliation: theirs } = item.attrs;
    const address = bareJid(jid);
    if (address === undefined || (theirs !== undefined && theirs !== affiliation)) return [];
    const reason = childText(item, 'reason')?.slice(0, LONGEST_REASON) ?? '';
    return [{ address, ...(nick !== undefined && { nick }), ...(reason !== '' && { reason }) }];
  });
}

export function statusCodes(user: Element): readonly number[] {
  return user
    .getChildren('status')
    .map(({ attrs }) => Number(attrs['code']))
    .filter((code) => Number.isInteger(code));
}

function destroyReason(user: Element | undefined): string | undefined {
  const destroy = user?.getChild('destroy');
  return destroy && childText(destroy, 'reason');
}

/** Section 10.9: another room that people shall go to. */
function alternateOf(room: string, place: string | undefined): { readonly alternate?: string } {
  const alternate = normaliseBareJid((place ?? '').trim());
  return alternate === undefined || alternate === room ? {} : { alternate };
}

/** XEP-0421: stays the same for one person in one room, whatever the nick. */
export function occupantIdOf(stanza: Element): string | undefined {
  return stanza.getChild('occupant-id', NS.occupantId)?.attrs['id'];
}

/** A mediated (XEP-0045 section 7.8.2) or direct (XEP-0249) invitation. Errors and carbons never come here. */
export function readInvitation(message: Element): (RoomFact & { readonly kind: 'invitation' }) | undefined {
  const sender = bareJid(message.attrs['from'] ?? '');
  if (sender === undefined || message.attrs['type'] === 'groupchat') return undefined;
  const user = message.getChild('x', NS.mucUser);
  const invite = user?.getChild('invite');
  if (user && invite) {
    const from = bareJid(invite.attrs['from'] ?? '') ?? sender;
    return invitation(sender, from, childText(invite, 'reason'), childText(user, 'password'));
  }
  const direct = message.getChild('x', NS.directInvitation);
  const room = direct && bareJid(direct.attrs['jid'] ?? '');
  return direct && room !== undefined
    ? invitation(room, sender, direct.attrs['reason'], direct.attrs['password'])
    : undefined;
}

function invitation(room: string, from: string, reason = '', password = '') {
  if (!room.includes('@')) return undefined;
  return {
    kind: 'invitation' as const,
    room,
    from,
    ...(reason !== '' && { reason: reason.slice(0, LONGEST_REASON) }),
    ...(password !== '' && { password }),
  };
}
