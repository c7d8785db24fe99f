import type { Call, CallState } from '../../shared/domain/call.ts';
import type { Message } from '../../shared/domain/conversation.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { mayDisturb } from '../../shared/domain/interruption.ts';
import { resourceOf } from '../../shared/domain/jid.ts';
import { isWorthNotice } from '../../shared/domain/room-notice.ts';
import { plainText } from '../../shared/domain/styled-text.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { soleKey } from '../bridge/entity-store.ts';
import { errorText, text } from '../text/text.ts';

/** A message older than this came with the archive, not just now. */
const FRESH_MS = 60_000;

export interface Announcements {
  readonly say: (words: string) => void;
  /** The conversation that is on the screen: what is said there is read out. */
  readonly open: () => ConversationId | undefined;
  readonly now: () => number;
}

/**
 * Says to screen readers what the eye sees happen: each message in the open chat, whose timeline is silent itself (pages of
 * old messages are no news), that one came in another chat, and each step of a call. A call that begins to ring is said at once, by the region of incoming calls. Returns the function that ends it.
 */
export function connectAnnouncements({ store }: Bridge, { say, open, now }: Announcements): () => void {
  const told = new Set<string>();
  const states = new Map<string, CallState>();
  const stops = [
    store.onChange('messages', (id, message) => {
      if (!message || told.has(id) || !isNew(message, now())) return;
      const { conversationId } = message;
      const room = store.get('rooms', conversationId);
      if (conversationId === open()) {
        told.add(id);
        const author = resourceOf(message.from) || store.get('conversations', conversationId)?.title;
        return say(text('announce.said', { name: author ?? message.from, text: wordsIn(message) }));
      }
      if (message.isRead || !isWorthNotice(message, room)) return;
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

/** As much as is read out by itself; the rest is in the timeline. */
const LONGEST_WORDS = 300;

function wordsIn({ file, body }: Message): string {
  const words = file?.name ?? plainText(body);
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)} …` : words;
}

const isNew = ({ direction, editedAt, retractedAt, at }: Message, now: number): boolean =>
  direction === 'in' && editedAt === undefined && retractedAt === undefined && now - at <= FRESH_MS;

function callWords({ peer, state, error }: Call): string {
  const name = peer.name || peer.address || text('call.unknown-caller');
  const words = error ? errorText(error).sentence : text(`call.state.${state}`);
  return text('announce.call', { name, state: words });
}
