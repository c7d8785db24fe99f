import type { ConversationId } from '../../../shared/domain/ids.ts';
import { resourceOf } from '../../../shared/domain/jid.ts';
import type { ChatMessage, XmppEvent } from '../../ports/xmpp.port.ts';
import type { ChatContext } from './chat-ports.ts';
import { conversationOf } from './incoming-message.ts';

/**
 * Classic forking (M7; RFC 6121 section 5.1, XEP-0296): a server without carbons gives what is sent to a person to all
 * devices, until one of them answers; from then on the talk goes on with that one, and the others are left in peace. With
 * carbons every device follows everything, and messages go to the person.
 */
export interface AnsweringDevices {
  follow(event: XmppEvent): void;
  /** Where the next message of this conversation goes. */
  addressOf(id: ConversationId): string;
}

export function createAnsweringDevices({ xmpp }: Pick<ChatContext, 'xmpp'>): AnsweringDevices {
  const answering = new Map<ConversationId, string>();

  function heard({ direction, via, room, peer, device }: ChatMessage): void {
    if (direction !== 'in' || via !== 'live' || room !== undefined || device === undefined) return;
    if (resourceOf(device) === '') return;
    answering.set(conversationOf(peer), device);
  }

  return {
    follow(event) {
      if (event.kind === 'message') heard(event.message);
      // Somebody who comes, goes or leaves the talk may be reached elsewhere now.
      else if (event.kind === 'device-presence') answering.delete(conversationOf(event.address));
      else if (event.kind === 'chat-state' && event.state === 'gone')
        answering.delete(conversationOf(event.peer));
      else if (event.kind === 'link' && event.link.kind === 'online' && !event.link.isResumed)
        answering.clear();
    },
    addressOf(id) {
      const link = xmpp.link();
      const isForking = link.kind === 'online' && !link.features.carbons;
      return (isForking ? answering.get(id) : undefined) ?? id;
    },
  };
}
