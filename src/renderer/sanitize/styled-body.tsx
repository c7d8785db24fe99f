import { Fragment, type ReactNode, useMemo } from 'react';
import { text } from '../text/text.ts';
import type { RichText } from '../../shared/domain/rich-text.ts';
import { richBlocks } from './rich-blocks.ts';
import { type Block, hostOf, type Inline, isCallLink, namesHost, parseStyledText } from './styled-text.ts';
import styles from './styled-body.module.css';

export interface StyledBodyProps {
  /** Untrusted. */
  readonly body: string;
  /** As untrusted; where it is there it says how the body is formatted. */
  readonly rich?: RichText | undefined;
  /** Links are opened by main in the person's browser, never in this window. */
  readonly onOpenLink: (url: string) => void;
}

/** A message's text as React nodes; each message takes its own direction, whatever the window's is. */
export function StyledBody({ body, rich, onOpenLink }: StyledBodyProps) {
  const blocks = useMemo(() => (rich ? richBlocks(rich) : parseStyledText(body)), [body, rich]);
  return (
    <div className={styles['body']} dir="auto">
      {blocks.map((block, index) => (
        <Fragment key={index}>{renderBlock(block, onOpenLink)}</Fragment>
      ))}
    </div>
  );
}

/** Lines; longer code scrolls in a frame of its own, so that the talk around it stays in view. */
const LONG_CODE = 24;

function renderBlock(block: Block, onOpenLink: (url: string) => void): ReactNode {
  if (block.kind === 'code-block') {
    const isLong = block.text.split('\n', LONG_CODE + 1).length > LONG_CODE;
    return (
      <pre
        className={styles['code-block']}
        data-long={isLong}
        dir="ltr"
        {...(isLong && { tabIndex: 0, role: 'group', 'aria-label': text('chat.tool.code') })}
      >
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
  if (block.kind === 'item') {
    return (
      <p className={styles['item']} style={{ marginInlineStart: `${block.depth * 1.25}em` }}>
        <span aria-hidden="true" className={styles['bullet']}>
          {block.number === undefined ? '•' : `${block.number}.`}
        </span>
        {block.line.map((part, at) => (
          <Fragment key={at}>{renderInline(part, onOpenLink)}</Fragment>
        ))}
      </p>
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
    case 'underline':
      return <u>{children()}</u>;
    case 'code':
      return <code className={styles['code']}>{part.text}</code>;
    case 'link':
      return <Link url={part.url} words={part.text} onOpen={onOpenLink} />;
  }
}

/** The real host is in the tooltip, and behind words that do not say it: a link's text may claim another. */
function Link({
  url,
  words,
  onOpen,
}: {
  readonly url: string;
  readonly words: string;
  readonly onOpen: (url: string) => void;
}) {
  const host = hostOf(url);
  return (
    <>
      <a
        href={url}
        // Addresses are read from the left, whatever the text around them turned.
        dir={words === url ? 'ltr' : 'auto'}
        title={text(isCallLink(url) ? 'chat.link.call' : 'chat.link.open', { host })}
        onClick={(event) => {
          event.preventDefault();
          onOpen(url);
        }}
        // The middle button would hand it to the system, past the question.
        onAuxClick={(event) => isCallLink(url) && event.preventDefault()}
      >
        {words}
      </a>
      {!namesHost(words, host) && (
        <bdi dir="ltr" className={styles['host']}>
          {' '}
          ({host})
        </bdi>
      )}
    </>
  );
}
