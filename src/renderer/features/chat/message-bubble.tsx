import { memo } from 'react';
import type { Message } from '../../../shared/domain/conversation.ts';
import { text } from '../../text/text.ts';
import { DeliveryMark } from './delivery-mark.tsx';
import { MessageBody, spokenText } from './message-body.tsx';
import styles from './message-bubble.module.css';
import { MessageFailure } from './message-failure.tsx';
import { MessageTools } from './message-tools.tsx';
import { ReactionChips } from './reaction-chips.tsx';
import { clockTime, exactTime } from './times.ts';

export interface MessageActions {
  readonly edit: (message: Message) => void;
  readonly retry: (message: Message) => void;
  readonly discard: (message: Message) => void;
  readonly openLink: (url: string) => void;
  readonly reply: (message: Message) => void;
  readonly retract: (message: Message) => void;
  readonly react: (message: Message, emoji: string, isOn: boolean) => void;
  /** Opens the picker beside this element. */
  readonly chooseReaction: (message: Message, anchor: HTMLElement) => void;
  readonly goToAnswered: (message: Message) => void;
  readonly nameOf: (author: string) => string;
  /** False where nothing can be said now: then there is nothing to answer either. */
  readonly canSpeak: boolean;
}

export interface MessageBubbleProps {
  readonly message: Message;
  readonly isFirst: boolean;
  /** The author's name, for incoming messages. */
  readonly author: string;
  /** The newest message that the peer has read, and later ones that arrived, show their state; older ones are quiet. */
  readonly showsDelivery: boolean;
  /** Names us, in a room. */
  readonly isMention?: boolean;
  readonly actions: MessageActions;
}

/** One message. Read once by a screen reader as who, when, what. */
export const MessageBubble = memo(function MessageBubble({
  message,
  isFirst,
  author,
  showsDelivery,
  isMention = false,
  actions,
}: MessageBubbleProps) {
  const isMine = message.direction === 'out';
  const spoken = { name: author, time: clockTime(message.at), text: spokenText(message, actions.nameOf) };
  const isFailed = message.delivery === 'failed';
  return (
    <article
      className={styles['row']}
      data-direction={message.direction}
      data-first={isFirst}
      data-mention={isMention}
      data-message-id={message.id}
      aria-label={isMine ? text('chat.message.from-me', spoken) : text('chat.message.from', spoken)}
      tabIndex={-1}
    >
      {isFirst && (
        <header className={styles['head']}>
          {!isMine && <bdi className={styles['author']}>{author}</bdi>}
          <time dateTime={new Date(message.at).toISOString()} title={exactTime(message.at)}>
            {clockTime(message.at)}
          </time>
        </header>
      )}
      <div className={styles['line']}>
        <div className={styles['bubble']}>
          <MessageBody
            message={message}
            nameOf={actions.nameOf}
            onOpenLink={actions.openLink}
            onGoToAnswered={actions.goToAnswered}
          />
        </div>
        <MessageTools message={message} actions={actions} />
        {isMine && message.delivery && (showsDelivery || isFailed || message.delivery === 'queued') && (
          <DeliveryMark delivery={message.delivery} />
        )}
      </div>
      <ReactionChips message={message} nameOf={actions.nameOf} onReact={actions.react} />
      <MessageFailure message={message} onRetry={actions.retry} />
    </article>
  );
});
