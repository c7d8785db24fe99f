import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import type { Selected } from './format-text.ts';
import { type BegunMention, begunMention, matchingNames, withMention } from './mention.ts';

/** Who can be named here; absent where nobody needs to be. Asked when an `@` is typed. */
export type NamesSource = () => Promise<readonly string[]>;

export interface Mentions {
  readonly names: readonly string[];
  readonly active: number;
  readonly listId: string;
  /** Of the text field, so that screen readers follow the choice. */
  readonly aria: Readonly<Record<string, string>>;
  /** The text or the caret is another. */
  look(): void;
  /** True when the key was the list's. */
  onKey(event: KeyboardEvent): boolean;
  choose(name: string): void;
  close(): void;
}

interface Open {
  readonly begun: BegunMention;
  readonly all: readonly string[];
  readonly active: number;
}

/** Suggests names while one is written, as a list below which the caret stays in the text. */
export function useMentions(
  input: RefObject<HTMLTextAreaElement | null>,
  source: NamesSource | undefined,
  change: (make: (selected: Selected) => Selected) => void,
): Mentions {
  const listId = useId();
  const [open, setOpen] = useState<Open>();
  /** Closed by hand: the same `@` does not open it again. */
  const [dismissed, setDismissed] = useState<number>();
  const names = open ? matchingNames(open.all, open.begun.query) : [];
  const active = Math.min(open?.active ?? 0, Math.max(0, names.length - 1));
  const close = () => setOpen(undefined);

  const begun = (): BegunMention | undefined => {
    const field = input.current;
    return field
      ? begunMention({ text: field.value, start: field.selectionStart, end: field.selectionEnd })
      : undefined;
  };
  const look = () => {
    const found = begun();
    if (!found || !source) {
      setDismissed(undefined);
      return close();
    }
    if (found.at === dismissed) return;
    if (open?.begun.at === found.at) {
      if (open.begun.query !== found.query) setOpen({ ...open, begun: found, active: 0 });
      return;
    }
    void source().then((all) => {
      // It took a while: what stands there now counts.
      const now = begun();
      if (now?.at === found.at) setOpen({ begun: now, all, active: 0 });
    });
  };
  const choose = (name: string) => {
    if (open) change((selected) => withMention(selected, open.begun, name));
    close();
  };
  const move = (step: number) =>
    open && setOpen({ ...open, active: (active + step + names.length) % names.length });
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open || names.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') choose(names[active] ?? '');
    else if (event.key === 'Escape') {
      setDismissed(open.begun.at);
      close();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const aria: Record<string, string> =
    names.length === 0
      ? {}
      : {
          'aria-controls': listId,
          'aria-activedescendant': `${listId}-${active}`,
          'aria-autocomplete': 'list',
        };
  return { names, active, listId, aria, look, onKey, choose, close };
}
