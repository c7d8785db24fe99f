import { Fragment, type ReactNode, useMemo } from 'react';
import { text } from '../text/text.ts';
import { type Block, type Inline, parseStyledText } from './styled-text.ts';
import styles from './styled-body.module.css';

export interface StyledBodyProps {
  /** Untrusted. */
  readonly body: string;
  /** Links are opened by main in the person's browser, never in this window. */
  readonly onOpenLink: (url: string) => void;
}

/** A message's text as React nodes; each message takes its own direction, whatever the window's is. */
export function StyledBody({ body, onOpenLink }: StyledBodyProps) {
  const blocks = useMemo(() => parseStyledText(body), [body]);
  return (
    <div className={styles['body']} dir="auto">
      {blocks.map((block, index) => (
        <Fragment key={index}>{renderBlock(block, onOpenLink)}</Fragment>
      ))}
    </div>
  );
}

function renderBlock(block: Block, onOpenLink: (url: string) => void): ReactNode {
  if (block.kind === 'code-block') {
    return (
      <pre className={styles['code-block']} dir="ltr">
        {block.tag !== '' && <span className={styles['tag']}>{block.tag}</span>}
        <code>{block.text}</code>
      </pre>
    );
  }
  if (block.kind === 'quote') {
    return (
      <blockquote className={styles['quote']}>
        {block.blocks.map((inner, index) => (
          <Fragment key={index}>{renderBlock(inner, onOpenLink)}</Fragment>
        ))}
      </blockquote>
    );
  }
  return (
    <p>
      {block.lines.map((line, index) => (
        <Fragment key={index}>
          {index > 0 && <br />}
          {line.map((part, at) => (
            <Fragment key={at}>{renderInline(part, onOpenLink)}</Fragment>
          ))}
        </Fragment>
      ))}
    </p>
  );
}

function renderInline(part: Inline, onOpenLink: (url: string) => void): ReactNode {
  const children = () =>
    'children' in part
      ? part.children.map((inner, index) => (
          <Fragment key={index}>{renderInline(inner, onOpenLink)}</Fragment>
        ))
      : null;
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'strong':
      return <strong>{children()}</strong>;
    case 'emphasis':
      return <em>{children()}</em>;
    case 'strike':
      return <s>{children()}</s>;
    case 'code':
      return <code className={styles['code']}>{part.text}</code>;
    case 'link':
      return (
        // The real host is in the tooltip: a link's text may claim another.
        <a
          href={part.url}
          // Addresses are read from the left, whatever the text around them turned.
          dir="ltr"
          title={text('chat.link.open', {
            host: part.url.startsWith('mailto:') ? part.url.slice(7) : new URL(part.url).host,
          })}
          onClick={(event) => {
            event.preventDefault();
            onOpenLink(part.url);
          }}
        >
          {part.text}
        </a>
      );
  }
}
