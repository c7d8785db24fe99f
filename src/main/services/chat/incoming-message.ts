import type { ConversationId } from '../../../shared/domain/ids.ts';
import { bareJid } from '../../../shared/domain/jid.ts';
import { normaliseConversation, occupantOf } from '../../../shared/domain/occupant-address.ts';
import type { NewMessage } from '../../ports/chat-store.port.ts';
import type { EncryptedLine } from './chat-ports.ts';
import type { ChatMessage } from '../../ports/xmpp.port.ts';

/**
 * A message from the wire as the store takes it; nothing when its address can't be read. A stamp in the future is taken
 * as now: servers' clocks run ahead, and what is shown later must not sort before it.
 */
export function toNewMessage(
  message: ChatMessage,
  {
    self,
    now,
    isRead,
    encrypted,
    authorSince,
  }: {
    self: string;
    now: number;
    isRead: boolean;
    encrypted?: EncryptedLine;
    authorSince?: number | undefined;
  },
): NewMessage | undefined {
  const conversationId = knownConversation(message.peer);
  if (conversationId === undefined) return undefined;
  // A note to oneself comes back as it went; it is ours either way.
  const isOut = message.direction === 'out' || conversationId === self;
  // In a room, to all or to one, the nick is the person.
  const isByNick = message.room !== undefined || occupantOf(conversationId) !== undefined;
  return {
    message: {
      conversationId,
      direction: isOut ? 'out' : 'in',
      from: isOut ? self : isByNick ? message.from : (bareJid(message.from) ?? conversationId),
      body: message.encryption === undefined ? message.body : encryptedBody(message.encryption, encrypted),
      // What is said about others is only compared with its like: a clock ahead does not change their order.
      at: message.about === undefined ? Math.min(message.at ?? now, now) : (message.at ?? now),
      isRead: isOut || isRead || message.room?.isBacklog === true,
      ...(isOut && { delivery: 'sent' as const }),
      ...(message.rich && { rich: message.rich }),
      ...(message.file && { file: message.file }),
    },
    wire: message.wire,
    ...(message.reply && { reply: message.reply }),
    ...(message.about && { about: message.about }),
    isMarkable: message.isMarkable,
    ...((message.via === 'offline' || message.room?.isBacklog === true) && { isKept: true }),
    ...(message.replaces !== undefined && { replaces: message.replaces }),
    ...(authorSince !== undefined && { authorSince }),
  };
}

/**
 * When a message of the stream was said: now, unless the server kept it for us. Servers stamp those in whole seconds, and
 * we hold all that came before, so they belong at the end of their second.
 */
export function stampOnArrival(message: ChatMessage, now: number): ChatMessage & { readonly at: number } {
  if (message.at === undefined) return { ...message, at: now };
  const isWholeSecond = message.via === 'offline' && message.at % 1000 === 0;
  return { ...message, at: Math.min(isWholeSecond ? message.at + 999 : message.at, now) };
}

/** The line that stands for words that nobody here can read; without a language it is the sign alone. */
function encryptedBody(scheme: string, line: EncryptedLine | undefined): string {
  return line?.(scheme) ?? `\u{1f512} ${scheme}`.trim();
}

/** Which conversation a peer's address stands for: `room/nick` is one of its own. */
export const conversationOf = (peer: string): ConversationId =>
  knownConversation(peer) ?? (peer as ConversationId);

/** A server or a service is no person to write to, but what it says is heard: announcements, words of welcome. */
function knownConversation(peer: string): ConversationId | undefined {
  return (
    normaliseConversation(peer) ??
    (peer.includes('@') ? undefined : (bareJid(peer) as ConversationId | undefined))
  );
}

/** The ids under which a message of ours may be in the outbox. */
export function ownIds(message: ChatMessage, self: string): readonly string[] {
  if (message.direction !== 'out' && message.peer !== self) return [];
  return [...new Set([message.wire.originId, message.wire.messageId])].filter((id) => id !== undefined);
}

/** Its id in our own archive, if that has named it; of messages only, for they have a place. */
export function archiveIdOf(message: ChatMessage, self: string): string | undefined {
  if (message.about !== undefined) return undefined;
  return message.wire.stanzaId?.by === self ? message.wire.stanzaId.id : undefined;
}

/** Ids that rooms' own archives have given, by room, in order. */
export function roomArchiveIds(
  messages: readonly ChatMessage[],
): ReadonlyMap<ConversationId, readonly string[]> {
  const ids = new Map<ConversationId, string[]>();
  for (const { room, peer, wire, about } of messages) {
    if (room === undefined || about !== undefined || wire.stanzaId?.by !== peer) continue;
    const id = conversationOf(peer);
    ids.set(id, [...(ids.get(id) ?? []), wire.stanzaId.id]);
  }
  return ids;
}
