import { ImportantFilled, LockClosedRegular, VoicemailRegular } from '@fluentui/react-icons';
import type { Voicemail } from '../../../shared/domain/voicemail.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { dateFormat } from '../../text/formats.ts';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { soundTime } from './voicemail-lists.ts';
import styles from './voicemail.module.css';

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
  const facts = [
    isRead ? undefined : text('voicemail.new'),
    isUrgent ? text('voicemail.urgent') : undefined,
    isPrivate ? text('voicemail.private') : undefined,
    isSecure ? text('voicemail.protected') : undefined,
    soundTime(durationMs),
    from.number !== name && from.number !== '' ? from.number : undefined,
  ];
  return (
    <div className={styles['row']} data-new={!isRead} data-message-id={message.id}>
      <PersonAvatar
        name={name}
        picture={pictureOf(contact?.avatarHash)}
        show={contact?.presence.show}
        size={32}
      />
      <div className={styles['text']}>
        <bdi className={styles['name']}>{name}</bdi>
        <span className={styles['facts']}>
          <span className={styles['icon']} data-urgent={isUrgent} aria-hidden="true">
            {isUrgent ? (
              <ImportantFilled />
            ) : isSecure || isPrivate ? (
              <LockClosedRegular />
            ) : (
              <VoicemailRegular />
            )}
          </span>
          <span className={styles['kind']}>{facts.filter(Boolean).join(' · ')}</span>
        </span>
      </div>
      <time className={styles['time']} title={exact.format(at)}>
        {shortTime(at)}
      </time>
    </div>
  );
}
