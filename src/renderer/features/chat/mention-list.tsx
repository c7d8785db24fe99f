import { plural, text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import styles from './mention-list.module.css';
import type { Mentions } from './use-mentions.ts';

/** The names that are suggested, above the text in which one is being written; the focus stays there. */
export function MentionList({ mentions }: { readonly mentions: Mentions }) {
  const { names, active, listId, choose } = mentions;
  return (
    <>
      <p className={styles['told']} role="status">
        {names.length > 0 ? plural('chat.mentions', names.length) : ''}
      </p>
      {names.length > 0 && (
        <div className={styles['list']} role="listbox" id={listId} aria-label={text('chat.mention-list')}>
          {names.map((name, index) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the keys are the text field's, which names the active one
            <div
              key={name}
              id={`${listId}-${index}`}
              className={styles['name']}
              role="option"
              aria-selected={index === active}
              // The caret must not leave the text.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(name)}
            >
              <PersonAvatar name={name} picture={undefined} show={undefined} size={24} />
              <bdi>{name}</bdi>
            </div>
          ))}
        </div>
      )}
    </>
  );
}
