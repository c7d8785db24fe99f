import { en } from '../../shared/text/en.ts';
import type { Host } from '../ports/host.port.ts';
import type { MessageNotifier } from '../ports/message-notifier.port.ts';
import type { SettingsSource } from '../ports/settings-source.port.ts';

export interface MessageNoticesPorts {
  readonly host: Pick<Host, 'caps' | 'notify'>;
  readonly settings: SettingsSource;
  readonly isDoNotDisturb: () => boolean;
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
}: MessageNoticesPorts): MessageNotifier {
  const isSilent = () =>
    !host.caps.nativeNotifications || !settings.current().notifyMessages || isDoNotDisturb();
  return {
    notify(message, conversation) {
      if (isSilent()) return;
      host.notify({
        title: conversation.title,
        body: message.body.slice(0, PREVIEW_LENGTH),
        tag: conversation.id,
      });
    },
    notifyMissed(count, conversations) {
      if (isSilent() || count === 0) return;
      // One notice for all of them: a morning's backlog is not a storm.
      const body = conversations.length === 1 ? (conversations[0]?.title ?? '') : '';
      host.notify({
        title: en['app.missed-messages'].replace('{{count}}', String(count)),
        body,
        tag: 'missed',
      });
    },
  };
}
