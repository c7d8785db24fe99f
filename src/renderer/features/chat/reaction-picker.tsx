import { Popover, PopoverSurface } from '@fluentui/react-components';
import type { Message } from '../../../shared/domain/conversation.ts';
import { text } from '../../text/text.ts';
import { EmojiPicker, QuickEmojis } from './emoji-picker.tsx';

/** A message that a reaction is being chosen for, and where the picker stands. */
export interface Reacting {
  readonly message: Message;
  readonly anchor: HTMLElement;
}

/** One for the whole timeline; it opens beside the message. */
export function ReactionPicker({
  reacting,
  onReact,
  onClose,
}: {
  readonly reacting: Reacting | undefined;
  readonly onReact: (message: Message, emoji: string) => void;
  readonly onClose: () => void;
}) {
  if (!reacting) return null;
  const { message, anchor } = reacting;
  const pick = (emoji: string) => {
    onClose();
    anchor.closest<HTMLElement>('[data-message-id]')?.focus({ preventScroll: true });
    onReact(message, emoji);
  };
  return (
    <Popover
      open
      trapFocus
      positioning={{ target: anchor, position: 'below', align: 'start' }}
      onOpenChange={(_, data) => {
        if (data.open) return;
        onClose();
        anchor.closest<HTMLElement>('[data-message-id]')?.focus({ preventScroll: true });
      }}
    >
      <PopoverSurface aria-label={text('chat.message.react')}>
        <QuickEmojis onPick={pick} />
        <EmojiPicker onPick={pick} />
      </PopoverSurface>
    </Popover>
  );
}
