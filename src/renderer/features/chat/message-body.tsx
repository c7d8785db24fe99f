import { ArrowReplyRegular } from '@fluentui/react-icons';
import type { Message } from '../../../shared/domain/conversation.ts';
import { StyledBody } from '../../sanitize/styled-body.tsx';
import { text } from '../../text/text.ts';
import { FileBubble } from './file-bubble.tsx';
import styles from './message-body.module.css';

export interface MessageBodyProps {
  readonly message: Message;
  /** Whom an address is shown as. */
  readonly nameOf: (author: string) => string;
  readonly onOpenLink: (url: string) => void;
  readonly onGoToAnswered: (message: Message) => void;
}

/** What a message says: what it answers, and its words, or that they were taken back. */
export function MessageBody({ message, nameOf, onOpenLink, onGoToAnswered }: MessageBodyProps) {
  if (message.retractedAt !== undefined)
    return <p className={styles['retracted']}>{retractedText(message)}</p>;
  const { reply } = message;
  return (
    <>
      {reply && (
        <button
          type="button"
          className={styles['answered']}
          aria-label={text('chat.reply.jump', { name: nameOf(reply.author), quote: quoteText(reply.quote) })}
          onClick={() => onGoToAnswered(message)}
        >
          <bdi className={styles['author']}>{nameOf(reply.author)}</bdi>{' '}
          <span className={styles['quote']} dir="auto">
            {quoteText(reply.quote)}
          </span>
        </button>
      )}
      {message.file ? (
        <FileBubble message={message} file={message.file} />
      ) : (
        <StyledBody body={message.body} rich={message.rich} onOpenLink={onOpenLink} />
      )}
      {message.editedAt !== undefined && <span className={styles['edited']}>{text('chat.edited')}</span>}
    </>
  );
}

/** Above the composer: what the next message answers. */
export function AnsweredLine({ name, quote }: { readonly name: string; readonly quote: string }) {
  return (
    <span className={styles['line']}>
      <ArrowReplyRegular aria-hidden="true" />
      <span>{text('chat.reply.banner', { name })}</span>
      <span className={styles['quote']} dir="auto">
        {quoteText(quote)}
      </span>
    </span>
  );
}

const quoteText = (quote: string): string => (quote === '' ? text('chat.reply.unknown') : quote);

function retractedText({ moderation }: Message): string {
  if (!moderation) return text('chat.message.retracted');
  const { nick = '', reason = '' } = moderation;
  const who = nick === '' ? text('chat.message.removed') : text('chat.message.removed-by', { nick });
  return reason === '' ? who : `${who} ${text('chat.message.removed-reason', { reason })}`;
}

/** What a screen reader says of it. */
export function spokenText(message: Message, nameOf: (author: string) => string): string {
  if (message.retractedAt !== undefined) return retractedText(message);
  const { reply } = message;
  const body = message.file?.name ?? message.body;
  if (!reply) return body;
  return text('chat.message.answering', {
    name: nameOf(reply.author),
    quote: quoteText(reply.quote),
    text: body,
  });
}
