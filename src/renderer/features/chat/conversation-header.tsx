import { Button } from '@fluentui/react-components';
import { ArrowLeftRegular, LockClosedRegular } from '@fluentui/react-icons';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { text } from '../../text/text.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import styles from './conversation-pane.module.css';

export interface ConversationHeaderProps {
  readonly conversation: Conversation;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  /** Shown in narrow windows only. */
  readonly onBack: () => void;
  readonly onCall: ((target: string) => void) | undefined;
}

/** Who the conversation is with, how they are, and the way to call them. */
export function ConversationHeader({ conversation, pictureOf, onBack, onCall }: ConversationHeaderProps) {
  const contact = useEntity('contacts', conversation.address as ContactId);
  const show = contact?.presence.show ?? 'unknown';
  // Without a number the address itself is called: it is the SIP URI too where one directory serves both.
  const target = contact?.phones[0]?.number ?? conversation.address;
  const name = conversation.title;
  const obstacle = useCallObstacle();
  return (
    <header className={styles['header']}>
      <Button
        className={styles['back']}
        appearance="subtle"
        icon={<ArrowLeftRegular />}
        aria-label={text('chat.back')}
        onClick={onBack}
      />
      <PersonAvatar
        name={name}
        picture={pictureOf(contact?.avatarHash)}
        show={contact ? show : undefined}
        size={40}
      />
      <div className={styles['who']}>
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <Line contact={contact} address={conversation.address} />
      </div>
      {onCall && (
        <CallButton
          obstacle={obstacle}
          title={text('chat.call', { name })}
          aria-label={text('chat.call', { name })}
          onClick={() => onCall(target)}
        />
      )}
    </header>
  );
}

function Line({ contact, address }: { readonly contact: Contact | undefined; readonly address: string }) {
  // There is no link to a chat server but over TLS. No padlock: nothing is encrypted from person to person (M12).
  const isEncrypted = useEntity('services', 'chat')?.state === 'online';
  return (
    <p>
      {isEncrypted && (
        <LockClosedRegular
          className={styles['lock']}
          role="img"
          aria-label={text('chat.lock')}
          title={text('chat.lock')}
        />
      )}
      {contact ? text(`presence.${contact.presence.show}`) : address}
      {contact?.presence.status && (
        <>
          {' · '}
          <bdi>{contact.presence.status}</bdi>
        </>
      )}
    </p>
  );
}
