import { bareJid, resourceOf } from '../../../../shared/domain/jid.ts';
import type { ChatMessage } from '../../../ports/xmpp.port.ts';
import { NS } from '../wire/namespaces.ts';
import { childText, type Element } from '../wire/xml.ts';
import { parseStamp } from './delay.ts';
import { bodyText, type MessageContent, readContent, readTombstone } from './message-content.ts';
import { occupantIdOf } from './room-reader.ts';
import { readSharedFile } from './shared-file.ts';

/** What is known of a room that we asked to enter. */
export interface RoomSeat {
  readonly room: string;
  /** Ours there: asked for, then as the room gave it. */
  readonly nick: string;
  readonly occupantId?: string;
  /** Own bare JID; rooms that show addresses show it with archived messages. */
  readonly own: string;
  /** Nothing of the room was known when it was joined. */
  readonly isFirst: boolean;
  /** The subject has come, which ends the history that is sent at joining (XEP-0045 section 7.1): nothing is late any more. */
  readonly hasBegun?: boolean;
}

/** A message said to everybody (XEP-0045 section 7.4), live or from the history sent at joining; undefined without words. */
export function readRoomMessage(message: Element, seat: RoomSeat): ChatMessage | undefined {
  const at = seat.hasBegun === true ? undefined : roomDelay(message, seat.room);
  return read(message, seat, at, at === undefined ? 'live' : 'offline', wordsOf(message));
}

/** One out of the room's own archive (XEP-0313 section 5.1.2). */
export function readArchivedRoomMessage(
  message: Element,
  seat: RoomSeat,
  id: string,
  at: number | undefined,
): ChatMessage | undefined {
  const found = read(message, seat, at, 'archive', readTombstone(message, id) ?? wordsOf(message));
  return found && { ...found, wire: { ...found.wire, stanzaId: { id, by: seat.room } } };
}

/** Longer words than these are for nobody’s eyes. */
const LONGEST_SUBJECT = 4_000;

/** The subject, when the message is only that: a body makes it an ordinary message (section 8.1). */
export function readSubject(message: Element): string | undefined {
  return message.getChild('body') === undefined && message.getChild('thread') === undefined
    ? childText(message, 'subject')?.slice(0, LONGEST_SUBJECT)
    : undefined;
}

function read(
  message: Element,
  seat: RoomSeat,
  at: number | undefined,
  via: ChatMessage['via'],
  content: MessageContent | undefined,
): ChatMessage | undefined {
  const from = message.attrs['from'] ?? '';
  const nick = resourceOf(from);
  if (bareJid(from) !== seat.room || content === undefined) return undefined;
  // The room itself speaks no words; it takes away those of others (XEP-0425).
  if (nick === '' && content.about?.kind !== 'retraction') return undefined;
  const replaces = message.getChild('replace', NS.correction)?.attrs['id'];
  const file = readSharedFile(message, content.body);
  return {
    peer: seat.room,
    direction: nick !== '' && isOwn(message, nick, seat) ? 'out' : 'in',
    from: nick === '' ? seat.room : `${seat.room}/${nick}`,
    ...content,
    ...(at !== undefined && { at }),
    wire: wireIds(message, seat.room),
    wantsReceipt: false,
    isMarkable: false,
    ...(replaces !== undefined && replaces !== '' && { replaces }),
    ...(file && { file }),
    via,
    room: { nick, isBacklog: via === 'offline' && seat.isFirst },
  };
}

function wordsOf(message: Element): MessageContent | undefined {
  const body = bodyText(message) || readSharedFile(message, undefined)?.url;
  return readContent(message, body);
}

/** By what proves most: the address that the room shows, its id of the occupant, and only then the nick. */
function isOwn(message: Element, nick: string, seat: RoomSeat): boolean {
  const jid = message.getChild('x', NS.mucUser)?.getChild('item')?.attrs['jid'];
  if (jid !== undefined) return bareJid(jid) === seat.own;
  const occupantId = occupantIdOf(message);
  if (occupantId !== undefined && seat.occupantId !== undefined) return occupantId === seat.occupantId;
  return nick === seat.nick;
}

/** XEP-0359: of the ids that were given to it, only the room's own is worth something. */
function wireIds(message: Element, room: string): ChatMessage['wire'] {
  const stanzaId = message
    .getChildren('stanza-id', NS.stanzaIds)
    .find(({ attrs }) => attrs['by'] !== undefined && bareJid(attrs['by']) === room)?.attrs['id'];
  const originId = message.getChild('origin-id', NS.stanzaIds)?.attrs['id'];
  const messageId = message.attrs['id'];
  return {
    ...(originId !== undefined && { originId }),
    ...(stanzaId !== undefined && { stanzaId: { id: stanzaId, by: room } }),
    ...(messageId !== undefined && { messageId }),
  };
}

/** The room's own stamp (XEP-0203); others may have put theirs there before. */
function roomDelay(message: Element, room: string): number | undefined {
  for (const delay of [...message.getChildren('delay', NS.delay), ...message.getChildren('x', NS.oldDelay)]) {
    const { from, stamp } = delay.attrs;
    const isOfRoom = from === undefined || (bareJid(from) === room && resourceOf(from) === '');
    const time = isOfRoom ? parseStamp(stamp) : undefined;
    if (time !== undefined) return time;
  }
  return undefined;
}
