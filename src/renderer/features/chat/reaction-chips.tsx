import type { Message } from '../../../shared/domain/conversation.ts';
import type { Reaction } from '../../../shared/domain/message-extras.ts';
import { plural, text } from '../../text/text.ts';
import styles from './reaction-chips.module.css';

export interface ReactionChipsProps {
  readonly message: Message;
  readonly nameOf: (author: string) => string;
  readonly onReact: (message: Message, emoji: string, isOn: boolean) => void;
}

/** The reactions to a message; pressing one adds one's own, or takes it back. */
export function ReactionChips({ message, nameOf, onReact }: ReactionChipsProps) {
  const { reactions = [] } = message;
  if (reactions.length === 0) return null;
  return (
    <div className={styles['chips']} role="group" aria-label={text('chat.reactions')}>
      {reactions.map((reaction) => {
        const label = labelOf(reaction, nameOf);
        return (
          <button
            key={reaction.emoji}
            type="button"
            className={styles['chip']}
            aria-pressed={reaction.isOwn}
            aria-label={label}
            title={label}
            onClick={() => onReact(message, reaction.emoji, !reaction.isOwn)}
          >
            <span className={styles['emoji']}>{reaction.emoji}</span>
            {reaction.by.length > 1 && <span>{reaction.by.length}</span>}
          </button>
        );
      })}
    </div>
  );
}

/** Of many people the first few are named. */
const NAMED = 8;

function labelOf({ emoji, by, isOwn }: Reaction, nameOf: (author: string) => string): string {
  if (isOwn) return plural('chat.reaction.yours', by.length, { emoji });
  const names = by.slice(0, NAMED).map(nameOf).join(', ');
  return plural('chat.reaction.theirs', by.length, {
    emoji,
    names: by.length > NAMED ? `${names} +${by.length - NAMED}` : names,
  });
}
