import { Input, useArrowNavigationGroup } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { text } from '../../text/text.ts';
import { type EmojiName, emojiList, quickEmojis } from './emoji-list.ts';
import styles from './emoji-picker.module.css';

const names = Object.keys(emojiList) as EmojiName[];

/** Emojis by name; arrow keys move in the grid. Signs of the system's own font, nothing is loaded. */
export function EmojiPicker({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const [words, setWords] = useState('');
  const arrows = useArrowNavigationGroup({ axis: 'grid-linear', memorizeCurrent: true });
  const found = useMemo(() => findEmojis(words), [words]);
  return (
    <div className={styles['picker']}>
      <Input
        size="small"
        type="search"
        value={words}
        aria-label={text('emoji.search')}
        placeholder={text('emoji.search')}
        onChange={(_, data) => setWords(data.value)}
        onKeyDown={(event) => {
          const first = found[0];
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || !first || words === '') return;
          event.preventDefault();
          onPick(emojiList[first]);
        }}
      />
      {found.length === 0 && <p className={styles['none']}>{text('emoji.none')}</p>}
      <div className={styles['grid']} role="group" aria-label={text('emoji.grid')} {...arrows}>
        {found.map((name) => (
          <EmojiButton key={name} name={name} onPick={onPick} />
        ))}
      </div>
    </div>
  );
}

/** The few that are used most, in one row. */
export function QuickEmojis({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const arrows = useArrowNavigationGroup({ axis: 'horizontal', memorizeCurrent: true });
  return (
    <div className={styles['quick']} role="group" aria-label={text('chat.reactions')} {...arrows}>
      {quickEmojis.map((name) => (
        <EmojiButton key={name} name={name} onPick={onPick} />
      ))}
    </div>
  );
}

function EmojiButton({
  name,
  onPick,
}: {
  readonly name: EmojiName;
  readonly onPick: (emoji: string) => void;
}) {
  const label = text(`emoji.${name}`);
  return (
    <button
      type="button"
      className={styles['emoji']}
      aria-label={label}
      title={label}
      onClick={() => onPick(emojiList[name])}
    >
      {emojiList[name]}
    </button>
  );
}

/** Every word has to begin a word of the name. */
function findEmojis(words: string): readonly EmojiName[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return names;
  return names.filter((name) => {
    const called = text(`emoji.${name}`)
      .toLocaleLowerCase()
      .split(/[\s,]+/);
    return wanted.every((word) => called.some((part) => part.startsWith(word)));
  });
}
