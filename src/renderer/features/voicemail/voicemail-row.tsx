import { ImportantFilled, LockClosedRegular, VoicemailRegular } from '@fluentui/react-icons';
import type { Voicemail } from '../../../shared/domain/voicemail.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { dateFormat } from '../../text/formats.ts';
import { text } from '../../text/text.ts';
import { NewsRow } from '../../ui/news-row.tsx';
import { soundTime } from './voicemail-lists.ts';

export interface VoicemailRowProps {
  readonly message: Voicemail;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
}

const today = dateFormat({ hour: 'numeric', minute: '2-digit' });
const before = dateFormat({ day: 'numeric', month: 'short' });
const exact = dateFormat({ dateStyle: 'full', timeStyle: 'short' });

/** The time today, else day and month. */
function shortTime(at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return isToday ? today.format(at) : before.format(at);
}

/** Who spoke, for how long, when; what is new is bold and said so. */
export function VoicemailRow({ message, pictureOf }: VoicemailRowProps) {
  const { from, at, isRead, isUrgent, isPrivate, isSecure, durationMs } = message;
  const contact = useEntity('contacts', from.contactId ?? '');
  const name = from.name || from.number || text('call.unknown-caller');
  return (
    <NewsRow
      name={name}
      picture={pictureOf(contact?.avatarHash)}
      show={contact?.presence.show}
      icon={
        isUrgent ? <ImportantFilled /> : isSecure || isPrivate ? <LockClosedRegular /> : <VoicemailRegular />
      }
      facts={[
        isRead ? undefined : text('voicemail.new'),
        isUrgent ? text('voicemail.urgent') : undefined,
        isPrivate ? text('voicemail.private') : undefined,
        isSecure ? text('voicemail.protected') : undefined,
        soundTime(durationMs),
        from.number !== name ? from.number : undefined,
      ]}
      time={{ short: shortTime(at), exact: exact.format(at) }}
      isNew={!isRead}
      alarm={isUrgent ? 'icon' : undefined}
    />
  );
}
