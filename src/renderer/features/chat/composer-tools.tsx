import {
  Button,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Toolbar,
  ToolbarButton,
  ToolbarDivider,
} from '@fluentui/react-components';
import {
  CodeRegular,
  EmojiRegular,
  TextBoldRegular,
  TextItalicRegular,
  TextQuoteRegular,
  TextStrikethroughRegular,
} from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { text } from '../../text/text.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import type { Format } from './format-text.ts';
import styles from './composer.module.css';

const tools: readonly (readonly [Format, ReactNode])[] = [
  ['strong', <TextBoldRegular key="strong" />],
  ['emphasis', <TextItalicRegular key="emphasis" />],
  ['strike', <TextStrikethroughRegular key="strike" />],
  ['code', <CodeRegular key="code" />],
  ['quote', <TextQuoteRegular key="quote" />],
];

/** Formatting and emojis above the field; one tab stop, arrow keys inside. */
export function ComposerTools({
  onFormat,
  onInsert,
  children,
}: {
  readonly onFormat: (format: Format) => void;
  readonly onInsert: (words: string) => void;
  /** More tools, behind these. */
  readonly children?: ReactNode;
}) {
  return (
    <Toolbar size="small" className={styles['tools']} aria-label={text('chat.tools')}>
      {tools.map(([format, icon]) => (
        <ToolbarButton
          key={format}
          icon={<>{icon}</>}
          title={text(`chat.tool.${format}`)}
          aria-label={text(`chat.tool.${format}`)}
          onClick={() => onFormat(format)}
        />
      ))}
      <ToolbarDivider />
      <EmojiButton onInsert={onInsert} />
      {children}
    </Toolbar>
  );
}

function EmojiButton({ onInsert }: { readonly onInsert: (words: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover open={isOpen} trapFocus positioning="above-start" onOpenChange={(_, data) => setOpen(data.open)}>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          size="small"
          icon={<EmojiRegular />}
          title={text('chat.tool.emoji')}
          aria-label={text('chat.tool.emoji')}
        />
      </PopoverTrigger>
      <PopoverSurface aria-label={text('chat.tool.emoji')}>
        <EmojiPicker
          onPick={(emoji) => {
            setOpen(false);
            onInsert(emoji);
          }}
        />
      </PopoverSurface>
    </Popover>
  );
}
