import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import { memo } from 'react';
import type { Message } from '../../../shared/domain/conversation.ts';
import { StyledBody } from '../../sanitize/styled-body.tsx';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { DeliveryMark } from './delivery-mark.tsx';
import styles from './message-bubble.module.css';
import { clockTime, exactTime } from './times.ts';

export interface MessageActions {
  readonly edit: (message: Message) => void;
  readonly retry: (message: Message) => void;
  readonly discard: (message: Message) => void;
  readonly openLink: (url: string) => void;
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
  const spoken = { name: author, time: clockTime(message.at), text: message.body };
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
          <StyledBody body={message.body} onOpenLink={actions.openLink} />
          {message.editedAt !== undefined && <span className={styles['edited']}>{text('chat.edited')}</span>}
        </div>
        <BubbleMenu message={message} actions={actions} />
        {isMine && message.delivery && (showsDelivery || isFailed || message.delivery === 'queued') && (
          <DeliveryMark delivery={message.delivery} />
        )}
      </div>
      {isFailed && message.error && (
        <div className={styles['error']}>
          <ErrorBar
            failure={message.error}
            action={{ label: text('chat.message.retry'), run: () => actions.retry(message) }}
          />
        </div>
      )}
    </article>
  );
});

function BubbleMenu({ message, actions }: { readonly message: Message; readonly actions: MessageActions }) {
  const isMine = message.direction === 'out';
  const isFailed = message.delivery === 'failed';
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles['more']}
          appearance="subtle"
          size="small"
          icon={<MoreHorizontalRegular />}
          aria-label={text('chat.message.actions')}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => void navigator.clipboard.writeText(message.body)}>
            {text('chat.message.copy')}
          </MenuItem>
          {isMine && !isFailed && (
            <MenuItem onClick={() => actions.edit(message)}>{text('chat.message.edit')}</MenuItem>
          )}
          {isFailed && (
            <MenuItem onClick={() => actions.retry(message)}>{text('chat.message.retry')}</MenuItem>
          )}
          {isFailed && (
            <MenuItem onClick={() => actions.discard(message)}>{text('chat.message.discard')}</MenuItem>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
