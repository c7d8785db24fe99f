import type { Conversation } from '../../../shared/domain/conversation.ts';
import { bareJid, resourceOf } from '../../../shared/domain/jid.ts';
import { text } from '../../text/text.ts';

/**
 * The name of an author in a conversation: of two it is the other one or we, on whatever device; in a room, and in a private talk
 * there, it is the nick.
 */
export function authorName(
  author: string,
  conversation: Pick<Conversation, 'address' | 'title' | 'kind'> & { readonly nick: string | undefined },
): string {
  const { address, title, kind, nick } = conversation;
  const isInRoom = kind === 'room' || resourceOf(address) !== '';
  const resource = resourceOf(author);
  if (isInRoom && resource !== '') return resource === nick ? text('chat.you') : resource;
  return bareJid(author) === bareJid(address) ? title : text('chat.you');
}
