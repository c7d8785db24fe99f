import type { ConversationId } from '../../shared/domain/ids.ts';
import { isWorthNotice } from '../../shared/domain/room-notice.ts';
import type { Room } from '../../shared/domain/room.ts';
import type { Host } from '../ports/host.port.ts';
import type { MessageNotifier } from '../ports/message-notifier.port.ts';
import type { SettingsSource } from '../ports/settings-source.port.ts';
import { createWords } from './words.ts';

export interface MessageNoticesPorts {
  readonly host: Pick<Host, 'caps' | 'notify'>;
  readonly settings: SettingsSource;
  readonly isDoNotDisturb: (from?: string) => boolean;
  /** The room of this conversation, if it is one's. */
  readonly roomOf: (id: ConversationId) => Room | undefined;
}

/** More of a message than this is not shown in a notification. */
const PREVIEW_LENGTH = 120;

/**
 * Native notifications for messages, by the rule table of the blueprint: silent under do not disturb or when switched off.
 * Where the host has no native ones, the window raises its own from the same entities.
 */
export function createMessageNotices({
  host,
  settings,
  isDoNotDisturb,
  roomOf,
}: MessageNoticesPorts): MessageNotifier {
  const words = createWords(settings);
  const isSilent = (from?: string) =>
    !host.caps.nativeNotifications || !settings.current().notifyMessages || isDoNotDisturb(from);
  return {
    notify(message, conversation) {
      if (isSilent(conversation.address) || !isWorthNotice(message, roomOf(conversation.id))) return;
      host.notify({
        title: conversation.title,
        body: message.body.slice(0, PREVIEW_LENGTH),
        tag: conversation.id,
      });
    },
    notifyMissed(count, conversations) {
      // Of rooms only those that tell everything: a backlog names nobody.
      const told = conversations.filter(({ id }) => (roomOf(id)?.alerts ?? 'all') === 'all');
      if (isSilent() || count === 0 || told.length === 0) return;
      // One notice for all of them: a morning's backlog is not a storm.
      const body = told.length === 1 ? (told[0]?.title ?? '') : '';
      host.notify({
        title: words('app.missed-messages', { count }),
        body,
        tag: 'missed',
      });
    },
  };
}
