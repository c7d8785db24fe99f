import type { Call, CallState } from '../../shared/domain/call.ts';
import type { Message } from '../../shared/domain/conversation.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { mayDisturb } from '../../shared/domain/interruption.ts';
import { isWorthNotice } from '../../shared/domain/room-notice.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { soleKey } from '../bridge/entity-store.ts';
import { errorText, text } from '../text/text.ts';

/** A message older than this came with the archive, not just now. */
const FRESH_MS = 60_000;

export interface Announcements {
  readonly say: (words: string) => void;
  /** The conversation that is on the screen: its timeline reads its messages out by itself. */
  readonly open: () => ConversationId | undefined;
  readonly now: () => number;
}

/**
 * Says to screen readers what the eye sees happen elsewhere in the window: a message in another chat, and each step of a
 * call. A call that begins to ring is said at once, by the region of incoming calls. Returns the function that ends it.
 */
export function connectAnnouncements({ store }: Bridge, { say, open, now }: Announcements): () => void {
  const told = new Set<string>();
  const states = new Map<string, CallState>();
  const stops = [
    store.onChange('messages', (id, message) => {
      if (!message || told.has(id) || !isNew(message, now())) return;
      const { conversationId } = message;
      const room = store.get('rooms', conversationId);
      if (conversationId === open() || !isWorthNotice(message, room)) return;
      if (!mayDisturb(store.get('self', soleKey), room ? '' : conversationId)) return;
      told.add(id);
      const name = store.get('conversations', conversationId)?.title ?? message.from;
      say(text('announce.message', { name }));
    }),
    store.onChange('calls', (id, call) => {
      if (!call) return void states.delete(id);
      if (states.get(id) === call.state) return;
      states.set(id, call.state);
      if (call.state !== 'ringing-in') say(callWords(call));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

const isNew = ({ direction, isRead, editedAt, retractedAt, at }: Message, now: number): boolean =>
  direction === 'in' &&
  !isRead &&
  editedAt === undefined &&
  retractedAt === undefined &&
  now - at <= FRESH_MS;

function callWords({ peer, state, error }: Call): string {
  const name = peer.name || peer.address || text('call.unknown-caller');
  const words = error ? errorText(error).sentence : text(`call.state.${state}`);
  return text('announce.call', { name, state: words });
}
