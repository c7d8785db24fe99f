import { type XmlElement, xml } from '../xml/element.ts';
import { queryArchive } from './archive.ts';
import type { XmppCore } from './core.ts';
import { info } from './disco.ts';
import { bareOf, parseJid, resourceOf } from './jid.ts';
import { NS } from './namespaces.ts';
import { resultReply } from './replies.ts';
import {
  type Affiliation,
  affiliationOf,
  leave,
  occupantOf,
  type Room,
  roleOf,
  tellEveryone,
} from './rooms.ts';
import type { Session } from './session.ts';
import { StanzaError } from './stanza-error.ts';

const CONFIG = `${NS.muc}#roomconfig`;

/** Requests to the room service, a room, or an occupant (XEP-0045 sections 6, 9 and 10). */
export function handleRoomIq(core: XmppCore, session: Session, stanza: XmlElement): void {
  const to = stanza.attrs['to'] ?? '';
  const { type } = stanza.attrs;
  const room = core.rooms.get(bareOf(to));
  if (resourceOf(to) !== '') return forwardToOccupant(core, session, stanza, room);
  const payload = stanza.elements[0];
  if ((type !== 'get' && type !== 'set') || !payload) return;
  const result =
    parseJid(to)?.local === ''
      ? answerService(core, payload)
      : answerRoom(core, session, room, type, payload);
  core.deliver(session, resultReply(stanza, session, result));
}

/** Also XEP-0410: a ping to the own occupant address is answered by the room. */
function forwardToOccupant(
  core: XmppCore,
  session: Session,
  stanza: XmlElement,
  room: Room | undefined,
): void {
  const isRequest = stanza.attrs['type'] === 'get' || stanza.attrs['type'] === 'set';
  const sender = room && occupantOf(room, session);
  if (!room || !sender) {
    if (isRequest) throw new StanzaError('not-acceptable', 'cancel');
    return;
  }
  const target = room.occupants.get(resourceOf(stanza.attrs['to'] ?? ''));
  if (target === sender && stanza.child('ping', NS.ping))
    return core.deliver(session, resultReply(stanza, session));
  if (target)
    return core.deliver(
      target.session,
      stanza.with({ from: `${room.jid}/${sender.nick}`, to: target.session.jid }),
    );
  if (isRequest) throw new StanzaError('item-not-found', 'cancel');
}

function answerService(core: XmppCore, payload: XmlElement): XmlElement | undefined {
  if (payload.ns === NS.discoInfo)
    return info(payload, [['conference', 'text', 'Rooms']], [NS.discoInfo, NS.discoItems, NS.muc, NS.mam]);
  if (payload.ns === NS.discoItems)
    return xml(
      'query',
      NS.discoItems,
      {},
      [...core.rooms.values()]
        .filter(({ isPublic }) => isPublic)
        .map((room) => xml('item', NS.discoItems, { jid: room.jid, name: room.name })),
    );
  if (payload.ns === NS.ping) return undefined;
  throw new StanzaError('service-unavailable', 'cancel');
}

function answerRoom(
  core: XmppCore,
  session: Session,
  room: Room | undefined,
  type: string,
  payload: XmlElement,
): XmlElement | undefined {
  if (!room) throw new StanzaError('item-not-found', 'cancel');
  switch (`${type} ${payload.ns}`) {
    case `get ${NS.discoInfo}`:
      return roomInfo(room, payload);
    case `get ${NS.discoItems}`:
      return xml(
        'query',
        NS.discoItems,
        {},
        [...room.occupants.keys()].map((nick) => xml('item', NS.discoItems, { jid: `${room.jid}/${nick}` })),
      );
    case `set ${NS.mam}`: {
      if (!occupantOf(room, session)) throw new StanzaError('forbidden', 'auth');
      const { results, fin } = queryArchive(room.archive, payload);
      for (const result of results) core.deliver(session, result.with({ from: room.jid, to: session.jid }));
      return fin;
    }
    case `get ${NS.mucAdmin}`:
      return listAffiliations(room, session, payload);
    case `set ${NS.mucAdmin}`:
      return administer(core, room, session, payload);
    case `get ${NS.mucOwner}`:
      requireOwner(room, session);
      return xml('query', NS.mucOwner, {}, configForm(room));
    case `set ${NS.mucOwner}`:
      requireOwner(room, session);
      return configure(core, room, payload);
    default:
      throw new StanzaError('service-unavailable', 'cancel');
  }
}

function roomInfo(room: Room, payload: XmlElement): XmlElement {
  const flags = [
    room.isPersistent ? 'muc_persistent' : 'muc_temporary',
    room.isPublic ? 'muc_public' : 'muc_hidden',
    room.isMembersOnly ? 'muc_membersonly' : 'muc_open',
    room.isNonAnonymous ? 'muc_nonanonymous' : 'muc_semianonymous',
    room.password === '' ? 'muc_unsecured' : 'muc_passwordprotected',
    'muc_public',
    'muc_unmoderated',
  ];
  const field = (name: string, value: string, type?: string): XmlElement =>
    xml('field', NS.form, { var: name, type }, xml('value', NS.form, {}, value));
  const form = xml(
    'x',
    NS.form,
    { type: 'result' },
    field('FORM_TYPE', `${NS.muc}#roominfo`, 'hidden'),
    field('muc#roominfo_subject', room.subject?.text ?? ''),
    field('muc#roominfo_occupants', String(room.occupants.size)),
  );
  return info(payload, [['conference', 'text', room.name]], [NS.muc, NS.mam, NS.stanzaId, ...flags], form);
}

function requireOwner(room: Room, session: Session): void {
  if (affiliationOf(room, session.jid) !== 'owner') throw new StanzaError('forbidden', 'auth');
}

function configForm(room: Room): XmlElement {
  const field = (name: string, type: string, value: string): XmlElement =>
    xml('field', NS.form, { var: name, type, label: name }, xml('value', NS.form, {}, value));
  const flag = (value: boolean): string => (value ? '1' : '0');
  return xml(
    'x',
    NS.form,
    { type: 'form' },
    field('FORM_TYPE', 'hidden', CONFIG),
    field('muc#roomconfig_roomname', 'text-single', room.name),
    field('muc#roomconfig_persistentroom', 'boolean', flag(room.isPersistent)),
    field('muc#roomconfig_publicroom', 'boolean', flag(room.isPublic)),
    field('muc#roomconfig_membersonly', 'boolean', flag(room.isMembersOnly)),
    field('muc#roomconfig_passwordprotectedroom', 'boolean', flag(room.password !== '')),
    field('muc#roomconfig_roomsecret', 'text-private', room.password),
    field('muc#roomconfig_whois', 'list-single', room.isNonAnonymous ? 'anyone' : 'moderators'),
  );
}

function configure(core: XmppCore, room: Room, payload: XmlElement): undefined {
  if (payload.child('destroy')) {
    for (const occupant of [...room.occupants.values()]) leave(core, room, occupant);
    core.rooms.delete(room.jid);
    return undefined;
  }
  const form = payload.child('x', NS.form);
  if (!form || form.attrs['type'] === 'cancel') return undefined;
  const fields = new Map(
    form.all('field').map((field) => [field.attrs['var'] ?? '', field.childText('value') ?? '']),
  );
  const flag = (name: string, old: boolean): boolean =>
    fields.has(name) ? ['1', 'true'].includes(fields.get(name) ?? '') : old;
  room.name = fields.get('muc#roomconfig_roomname') ?? room.name;
  room.isPersistent = flag('muc#roomconfig_persistentroom', room.isPersistent);
  room.isPublic = flag('muc#roomconfig_publicroom', room.isPublic);
  room.isMembersOnly = flag('muc#roomconfig_membersonly', room.isMembersOnly);
  if (fields.has('muc#roomconfig_whois'))
    room.isNonAnonymous = fields.get('muc#roomconfig_whois') === 'anyone';
  const isProtected = flag('muc#roomconfig_passwordprotectedroom', room.password !== '');
  room.password = isProtected ? (fields.get('muc#roomconfig_roomsecret') ?? room.password) : '';
  return undefined;
}

function listAffiliations(room: Room, session: Session, payload: XmlElement): XmlElement {
  if (!occupantOf(room, session) && affiliationOf(room, session.jid) === 'none')
    throw new StanzaError('forbidden', 'auth');
  const wanted = payload.child('item')?.attrs['affiliation'];
  const listed = [...room.affiliations].filter(([, affiliation]) => affiliation === wanted);
  return xml(
    'query',
    NS.mucAdmin,
    {},
    listed.map(([jid, affiliation]) => xml('item', NS.mucAdmin, { jid, affiliation })),
  );
}

/** Kick by role (status 307), ban by affiliation (301), else grant. */
function administer(core: XmppCore, room: Room, session: Session, payload: XmlElement): undefined {
  if (roleOf(room, session.jid) !== 'moderator') throw new StanzaError('forbidden', 'auth');
  for (const item of payload.all('item')) {
    const { nick, jid, role, affiliation } = item.attrs;
    if (role === 'none' && nick !== undefined) {
      const victim = room.occupants.get(nick);
      if (!victim) throw new StanzaError('item-not-found', 'cancel');
      if (affiliationOf(room, victim.session.jid) === 'owner') throw new StanzaError('not-allowed', 'cancel');
      leave(
        core,
        room,
        { ...victim, presence: xml('presence', NS.client) },
        { codes: ['307'], ...(item.child('reason') ? { extra: reasonOf(item) } : {}) },
      );
    } else if (affiliation !== undefined && jid !== undefined)
      grant(core, room, bareOf(jid), affiliation as Affiliation);
  }
  return undefined;
}

function reasonOf(item: XmlElement): XmlElement {
  return xml('reason', NS.mucUser, {}, item.childText('reason') ?? '');
}

function grant(core: XmppCore, room: Room, jid: string, affiliation: Affiliation): void {
  if (affiliation === 'none') room.affiliations.delete(jid);
  else room.affiliations.set(jid, affiliation);
  const present = [...room.occupants.values()].filter((occupant) => occupant.session.account.jid === jid);
  for (const occupant of present) {
    if (affiliation === 'outcast') leave(core, room, occupant, { codes: ['301'], affiliation });
    else if (affiliation === 'none' && room.isMembersOnly) leave(core, room, occupant, { codes: ['321'] });
    else tellEveryone(core, room, occupant);
  }
}
