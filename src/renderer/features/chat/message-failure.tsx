import type { Message } from '../../../shared/domain/conversation.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './message-bubble.module.css';

/** Why a message, its correction or taking it back, was refused: our sentence, and beside it the words of whoever refused it (M14). */
export function MessageFailure({
  message,
  onRetry,
}: {
  readonly message: Message;
  readonly onRetry: (message: Message) => void;
}) {
  const { error } = message;
  const isFailed = message.delivery === 'failed';
  const isChangeRefused = error?.code === 'chat.change-refused';
  if (!error || !(isFailed || isChangeRefused || message.retractedAt !== undefined)) return null;
  const retry = { label: text('chat.message.retry'), run: () => onRetry(message) };
  return (
    <div className={styles['error']}>
      <ErrorBar failure={error} action={isFailed || isChangeRefused ? retry : undefined} />
    </div>
  );
}
