import type { Call } from '../../shared/domain/call.ts';
import type { Conversation, Message } from '../../shared/domain/conversation.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { mayDisturb } from '../../shared/domain/interruption.ts';
import { alertFor, type Happening, isShown, situationOf } from '../../shared/domain/notification-rules.ts';
import { isWorthNotice, mentions } from '../../shared/domain/room-notice.ts';
import { defaultSettings } from '../../shared/domain/settings.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { soleKey } from '../bridge/entity-store.ts';
import { text } from '../text/text.ts';

/** A message older than this came with the archive, not just now. */
const FRESH_MS = 60_000;
const PREVIEW = 120;

export interface PageNotice {
  /** A later notice with the same tag takes its place. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** Stays until it is answered. */
  readonly isUrgent: boolean;
}

/** What a message is worth while nobody looks: a notice, once, when it came in just now. */
export function messageNotice(
  message: Message,
  conversation: Conversation | undefined,
  now: number,
): PageNotice | undefined {
  const isNew = message.direction === 'in' && !message.isRead && message.editedAt === undefined;
  if (!isNew || now - message.at > FRESH_MS) return undefined;
  const body = message.body.length > PREVIEW ? `${message.body.slice(0, PREVIEW)}…` : message.body;
  return {
    tag: `chat:${message.conversationId}`,
    title: conversation?.title ?? message.from,
    body,
    isUrgent: false,
  };
}

export function callNotice(call: Call): PageNotice {
  const { name, address } = call.peer;
  return {
    tag: `call:${call.id}`,
    title: text('incoming.title'),
    body: name === '' || name === address ? address : `${name} · ${address}`,
    isUrgent: true,
  };
}

/** Raises the browser's notices while the page is hidden, where the host has none of its own; silent in do-not-disturb. */
export function connectPageNotices(
  bridge: Bridge,
  open: { readonly chat: (id: ConversationId) => void; readonly call: () => void },
): () => void {
  const { store } = bridge;
  const shown = new Map<string, Notification>();
  const told = new Set<string>();
  const show = (notice: PageNotice, onClick: () => void) => {
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    const { tag, title, body, isUrgent } = notice;
    const raised = new Notification(title, { tag, body, silent: true, requireInteraction: isUrgent });
    raised.addEventListener('click', () => {
      window.focus();
      raised.close();
      onClick();
    });
    shown.set(tag, raised);
  };
  const mayShow = (happening: Happening, from: string) => {
    if (document.visibilityState !== 'hidden') return false;
    const self = store.get('self', soleKey);
    // Who is let through finds the person available.
    const isLetIn = self?.presence.show === 'do-not-disturb' && mayDisturb(self, from);
    return isShown(alertFor(happening, situationOf(isLetIn ? 'available' : self?.presence.show, false)));
  };
  const stops = [
    store.onChange('messages', (id, message) => {
      if (!message || told.has(id)) return;
      if (!(store.get('settings', soleKey) ?? defaultSettings).notifyMessages) return;
      const { conversationId } = message;
      const room = store.get('rooms', conversationId);
      if (!isWorthNotice(message, room)) return;
      const isNamed = room !== undefined && mentions(message.body, room.nick);
      const happening = room ? (isNamed ? 'room-mention' : 'room-message') : 'message';
      if (!mayShow(happening, room ? '' : conversationId)) return;
      const notice = messageNotice(message, store.get('conversations', conversationId), Date.now());
      if (!notice) return;
      told.add(id);
      show(notice, () => open.chat(conversationId));
    }),
    store.onChange('calls', (id, call) => {
      const tag = `call:${id}`;
      if (call?.state !== 'ringing-in') {
        shown.get(tag)?.close();
        shown.delete(tag);
      } else if (!shown.has(tag) && mayShow('call', call.peer.address)) show(callNotice(call), open.call);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const raised of shown.values()) raised.close();
  };
}
