import type { ConversationId } from './ids.ts';
import { bareJid, normaliseBareJid, resourceOf } from './jid.ts';

/** One person in a room, by the name that they have there. */
export interface OccupantAddress {
  readonly room: ConversationId;
  readonly nick: string;
}

/**
 * Whom a conversation is with when it is a private one inside a room (XEP-0045 section 7.5): only those have an address
 * with a resource, `room/nick`. Nothing for people and rooms.
 */
export function occupantOf(id: string): OccupantAddress | undefined {
  const nick = resourceOf(id);
  const room = nick === '' ? undefined : bareJid(id);
  return room === undefined ? undefined : { room: room as ConversationId, nick };
}

/** The private conversation with somebody in a room. Nicks are told apart by letter case. */
export const privateTalk = ({ room, nick }: OccupantAddress): ConversationId =>
  `${room}/${nick}` as ConversationId;

/** A conversation's address in normal form: of a person, a room, or one person in a room. Nothing when it is none. */
export function normaliseConversation(text: string): ConversationId | undefined {
  const occupant = occupantOf(text);
  if (!occupant) return normaliseBareJid(text) as ConversationId | undefined;
  return occupant.room.includes('@') ? privateTalk(occupant) : undefined;
}
