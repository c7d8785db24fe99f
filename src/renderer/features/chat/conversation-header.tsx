import { LockClosedRegular } from '@fluentui/react-icons';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { text } from '../../text/text.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { TalkHeader } from '../../ui/talk-header.tsx';
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
  // Without a number the address itself is called: it is the SIP URI too where one directory serves both.
  const target = contact?.phones[0]?.number ?? conversation.address;
  const name = conversation.title;
  const obstacle = useCallObstacle();
  return (
    <TalkHeader
      name={name}
      picture={pictureOf(contact?.avatarHash)}
      show={contact?.presence.show}
      line={<Line contact={contact} address={conversation.address} />}
      onBack={onBack}
    >
      {onCall && (
        <CallButton
          obstacle={obstacle}
          title={text('chat.call', { name })}
          aria-label={text('chat.call', { name })}
          onClick={() => onCall(target)}
        />
      )}
    </TalkHeader>
  );
}

function Line({ contact, address }: { readonly contact: Contact | undefined; readonly address: string }) {
  // There is no link to a chat server but over TLS. No padlock: nothing is encrypted from person to person (M12).
  const isEncrypted = useEntity('services', 'chat')?.state === 'online';
  return (
    <>
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
    </>
  );
}
