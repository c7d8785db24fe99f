import type { ConversationId } from '../../../shared/domain/ids.ts';
import { occupantOf } from '../../../shared/domain/occupant-address.ts';
import type { XmppEvent } from '../../ports/xmpp.port.ts';
import type { ChatContext } from './chat-ports.ts';
import { conversationOf } from './incoming-message.ts';
import type { Outbox } from './outbox.ts';

type Refusal = Extract<XmppEvent, { kind: 'message-error' }>;

/** Takes errors that come back for what we said. */
export interface Refusals {
  take(refusal: Refusal): void;
}

/**
 * Whoever knows a stanza's id, as everybody in a room does, could say that it was refused. Only those are heard to whom it was
 * said, the servers on the way, and the own account's.
 */
export function createRefusals({ store, self, log }: ChatContext, outbox: Outbox): Refusals {
  return {
    take({ peer, messageId: stanzaId, error }) {
      const claimed = conversationOf(peer);
      store
        .conversationOf(stanzaId)
        .then((said) => {
          if (said !== undefined && !isOnTheWay(peer, said, self)) return;
          outbox.dispatch({ type: 'refused', stanzaId, conversationId: said ?? claimed, error });
        })
        .catch(() => log.error('refusal not taken', { code: error.code }));
    },
  };
}

/** `peer`: who refuses, without a resource. */
export function isOnTheWay(peer: string, conversation: ConversationId, self: string): boolean {
  const claimed = conversationOf(peer);
  const room = occupantOf(conversation)?.room;
  const domains = [self, room ?? conversation].map((address) => address.slice(address.lastIndexOf('@') + 1));
  return [conversation, room, self, ...domains].includes(claimed);
}
