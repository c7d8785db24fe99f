import { Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowReplyRegular, EmojiAddRegular, MoreHorizontalRegular } from '@fluentui/react-icons';
import { useRef, useState } from 'react';
import type { Message } from '../../../shared/domain/conversation.ts';
import { text } from '../../text/text.ts';
import type { MessageActions } from './message-bubble.tsx';
import styles from './message-tools.module.css';

/**
 * What can be done with a message: the two commonest under the pointer, all of them in the menu. Only the menu is a tab
 * stop, or a keyboard would have to pass three for every message.
 */
export function MessageTools({
  message,
  actions,
}: {
  readonly message: Message;
  readonly actions: MessageActions;
}) {
  const bar = useRef<HTMLDivElement>(null);
  const canAnswer = message.retractedAt === undefined && message.delivery !== 'failed' && actions.canSpeak;
  const react = () => bar.current && actions.chooseReaction(message, bar.current);
  return (
    <div className={styles['tools']} ref={bar} data-message-tools="">
      {canAnswer && (
        <>
          <button
            type="button"
            className={styles['quick']}
            tabIndex={-1}
            title={text('chat.message.react')}
            aria-label={text('chat.message.react')}
            onClick={react}
          >
            <EmojiAddRegular aria-hidden="true" />
          </button>
          <button
            type="button"
            className={styles['quick']}
            tabIndex={-1}
            title={text('chat.message.reply')}
            aria-label={text('chat.message.reply')}
            onClick={() => actions.reply(message)}
          >
            <ArrowReplyRegular aria-hidden="true" />
          </button>
        </>
      )}
      <ToolMenu message={message} actions={actions} onReact={canAnswer ? react : undefined} />
    </div>
  );
}

interface ToolMenuProps {
  readonly message: Message;
  readonly actions: MessageActions;
  readonly onReact: (() => void) | undefined;
}

function ToolMenu({ message, actions, onReact }: ToolMenuProps) {
  // A menu costs more than the rest of a message: it is made when somebody wants it.
  const [isWanted, setWanted] = useState(false);
  if (message.retractedAt !== undefined) return null;
  const label = text('chat.message.actions');
  const look = { type: 'button', className: styles['more'], 'aria-label': label } as const;
  if (!isWanted)
    return (
      <button
        {...look}
        aria-haspopup="menu"
        aria-expanded={false}
        onClick={() => setWanted(true)}
        onKeyDown={(event) => event.key === 'ArrowDown' && setWanted(true)}
      >
        <MoreHorizontalRegular aria-hidden="true" />
      </button>
    );
  return (
    <Menu positioning="below-end" defaultOpen>
      <MenuTrigger disableButtonEnhancement>
        <button {...look}>
          <MoreHorizontalRegular aria-hidden="true" />
        </button>
      </MenuTrigger>
      <MenuPopover>
        <Deeds message={message} actions={actions} onReact={onReact} />
      </MenuPopover>
    </Menu>
  );
}

function Deeds({ message, actions, onReact }: ToolMenuProps) {
  const isFailed = message.delivery === 'failed';
  const isMine = message.direction === 'out' && !isFailed && actions.canSpeak;
  return (
    <MenuList>
      {onReact && <MenuItem onClick={onReact}>{text('chat.message.react')}</MenuItem>}
      {onReact && <MenuItem onClick={() => actions.reply(message)}>{text('chat.message.reply')}</MenuItem>}
      <MenuItem onClick={() => void navigator.clipboard.writeText(message.body)}>
        {text('chat.message.copy')}
      </MenuItem>
      {isMine && !message.file && (
        <MenuItem onClick={() => actions.edit(message)}>{text('chat.message.edit')}</MenuItem>
      )}
      {isMine && <MenuItem onClick={() => actions.retract(message)}>{text('chat.message.retract')}</MenuItem>}
      {isFailed && <MenuItem onClick={() => actions.retry(message)}>{text('chat.message.retry')}</MenuItem>}
      {isFailed && (
        <MenuItem onClick={() => actions.discard(message)}>{text('chat.message.discard')}</MenuItem>
      )}
    </MenuList>
  );
}
