import { useCallback, useEffect, useRef, useState } from 'react';

const DRAFT_SAVE_MS = 400;

export interface Draft {
  readonly draft: string;
  readonly setDraft: (text: string | ((before: string) => string)) => void;
  /** It has been sent: nothing is kept. */
  readonly clear: () => void;
  /** What was sent and not taken stands there again, before what was written since. */
  readonly giveBack: (text: string) => void;
}

/**
 * What is being written. It is saved when typing pauses and when the conversation is left, and one that came from
 * elsewhere (a link) is taken up while nothing is written here. What comes back of our own saving is known by its text,
 * however late it comes: a message just sent must not reappear in the field.
 */
export function useDraft(stored: string, onDraft: (text: string) => void): Draft {
  const [draft, setDraft] = useState(stored);
  const own = useRef<readonly string[]>([stored]);
  const latest = useRef(stored);
  const isHere = useRef(true);
  const save = useCallback(
    (text: string) => {
      if (own.current[0] === text) return;
      own.current = [text, ...own.current].slice(0, 4);
      onDraft(text);
    },
    [onDraft],
  );
  useEffect(() => {
    latest.current = draft;
    const timer = setTimeout(() => save(draft), DRAFT_SAVE_MS);
    return () => clearTimeout(timer);
  }, [draft, save]);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
      save(latest.current);
    };
  }, [save]);
  useEffect(() => {
    if (draft === '' && !own.current.includes(stored)) setDraft(stored);
  }, [stored, draft]);
  return {
    draft,
    setDraft,
    clear() {
      latest.current = '';
      setDraft('');
      save('');
    },
    giveBack(text) {
      const joined = (since: string) => (since === '' ? text : `${text}\n${since}`);
      // Whoever has gone to another conversation meanwhile finds it as a draft.
      if (isHere.current) setDraft(joined);
      else save((latest.current = joined(latest.current)));
    },
  };
}
