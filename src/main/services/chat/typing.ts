import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Cancel } from '../../ports/clock.port.ts';
import type { XmppEvent } from '../../ports/xmpp.port.ts';
import type { ChatContext } from './chat-ports.ts';

/** A peer that says no more than "composing" has stopped after this long; and so have we. */
const TYPING_MS = 30_000;

type ChatStateEvent = Extract<XmppEvent, { kind: 'chat-state' }>;

/** Who is typing (XEP-0085): the peers, shown for a while; we, told once at each change. */
export interface Typing {
  peer(id: ConversationId, state: ChatStateEvent['state']): void;
  own(id: ConversationId, isTyping: boolean): void;
  /** A message was sent, which says by itself that the typing is over. */
  sent(id: ConversationId): void;
  /** Nobody can be seen typing over a stream that is gone. */
  reset(): void;
}

export function createTyping({ clock, xmpp, view, settings }: ChatContext): Typing {
  const peers = new Map<ConversationId, Cancel>();
  const own = new Map<ConversationId, Cancel>();

  function endPeer(id: ConversationId): void {
    peers.get(id)?.();
    if (peers.delete(id)) view.setTyping(id, false);
  }
  function endOwn(id: ConversationId): boolean {
    own.get(id)?.();
    return own.delete(id);
  }
  function pause(id: ConversationId): void {
    if (endOwn(id)) xmpp.sendChatState(id, 'paused');
  }

  return {
    peer(id, state) {
      if (state !== 'composing') return endPeer(id);
      peers.get(id)?.();
      peers.set(
        id,
        clock.after(TYPING_MS, () => endPeer(id)),
      );
      view.setTyping(id, true);
    },
    own(id, isTyping) {
      // A room is not told: a thousand people would hear of each key.
      if (view.get(id)?.kind === 'room') return;
      if (!isTyping || !settings.current().sendTyping) return pause(id);
      const isNew = !endOwn(id);
      own.set(
        id,
        clock.after(TYPING_MS, () => pause(id)),
      );
      if (isNew) xmpp.sendChatState(id, 'composing');
    },
    sent: (id) => void endOwn(id),
    reset() {
      for (const id of [...peers.keys()]) endPeer(id);
      for (const id of [...own.keys()]) endOwn(id);
    },
  };
}
