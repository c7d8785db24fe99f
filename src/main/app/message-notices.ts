import type { ConversationId } from '../../shared/domain/ids.ts';
import { alertFor, type Happening, isShown, type Situation } from '../../shared/domain/notification-rules.ts';
import { isWorthNotice, mentions } from '../../shared/domain/room-notice.ts';
import type { Room } from '../../shared/domain/room.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { Host } from '../ports/host.port.ts';
import type { MessageNotifier } from '../ports/message-notifier.port.ts';
import type { SettingsSource } from '../ports/settings-source.port.ts';
import { createWords } from './words.ts';

export interface MessageNoticesPorts {
  readonly host: Pick<Host, 'caps' | 'notify'>;
  readonly settings: SettingsSource;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Notices stay until they are dealt with. */
  readonly staysUp?: () => boolean;
  /** What the person is about, for this author. */
  readonly situation: (from?: string) => Situation;
  /** The room of this conversation, if it is one's. */
  readonly roomOf: (id: ConversationId) => Room | undefined;
  /** Shows the conversation in the window; without one, the list of them. */
  readonly open: (conversation?: ConversationId) => void;
  /** Sends what was written into the notice. */
  readonly reply: (conversation: ConversationId, text: string) => void;
}

/** More of a message than this is not shown in a notification. */
const PREVIEW_LENGTH = 120;
/** More in so short a time are told together. */
const BURST = { count: 3, windowMs: 5_000 };

/**
 * Native notifications for messages, by the rule table of the blueprint (X5); none when switched off. Where the host has no
 * native ones, the window raises its own from the same entities.
 */
export function createMessageNotices(ports: MessageNoticesPorts): MessageNotifier {
  const { host, settings, clock, situation, roomOf } = ports;
  const words = createWords(settings);
  const mayShow = (happening: Happening, from?: string) =>
    host.caps.nativeNotifications &&
    settings.current().notifyMessages &&
    isShown(alertFor(happening, situation(from)));
  const told: number[] = [];
  const isBurst = () => {
    const now = clock.monotonic();
    while (told[0] !== undefined && now - told[0] >= BURST.windowMs) told.shift();
    told.push(now);
    return told.length > BURST.count;
  };
  return {
    notify(message, conversation) {
      const room = roomOf(conversation.id);
      if (!isWorthNotice(message, room)) return;
      if (!mayShow(happeningOf(message, room), room ? undefined : conversation.address)) return;
      if (isBurst()) {
        const title = words('app.missed-messages', { count: told.length });
        return host.notify({ title, body: conversation.title, tag: 'missed', onAct: () => ports.open() });
      }
      host.notify({
        title: conversation.title,
        body: message.body.slice(0, PREVIEW_LENGTH),
        tag: conversation.id,
        replyHint: words('app.reply-hint'),
        ...(ports.staysUp?.() && { isUrgent: true }),
        onAct(act) {
          if (act.kind === 'open') ports.open(conversation.id);
          if (act.kind === 'reply' && act.text.trim() !== '') ports.reply(conversation.id, act.text);
        },
      });
    },
    notifyMissed(count, conversations) {
      // Of rooms only those that tell everything: a backlog names nobody.
      const named = conversations.filter(({ id }) => (roomOf(id)?.alerts ?? 'all') === 'all');
      if (count === 0 || named.length === 0 || !mayShow('message')) return;
      // One notice for all of them: a morning's backlog is not a storm.
      const body = named.length === 1 ? (named[0]?.title ?? '') : '';
      const sole = named.length === 1 ? named[0]?.id : undefined;
      host.notify({
        title: words('app.missed-messages', { count }),
        body,
        tag: 'missed',
        onAct: () => ports.open(sole),
      });
    },
  };
}

function happeningOf(message: { readonly body: string }, room: Room | undefined): Happening {
  if (!room) return 'message';
  return mentions(message.body, room.nick) ? 'room-mention' : 'room-message';
}
