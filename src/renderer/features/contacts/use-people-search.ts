import { useEffect, useState } from 'react';
import type { Person } from '../../../shared/domain/contact.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';

/** The directory is asked when typing pauses, the contact list at every key. */
const DIRECTORY_PAUSE_MS = 150;
const SHOWN = 8;

export interface PeopleFound {
  readonly contacts: readonly Person[];
  readonly directory: readonly Person[];
  readonly directoryState: 'idle' | 'searching' | 'done' | 'failed';
}

const nothing: PeopleFound = { contacts: [], directory: [], directoryState: 'idle' };

/** People matching what is typed. A slower source's answer is appended and never moves what stands; stale ones are dropped. */
export function usePeopleSearch(query: string, hasDirectory: boolean): PeopleFound {
  const { call } = useBridge();
  const [found, setFound] = useState<PeopleFound>(nothing);
  const wanted = query.trim();
  useEffect(() => {
    if (wanted === '') return setFound(nothing);
    const controller = new AbortController();
    const { signal } = controller;
    setFound((before) => ({ ...before, directoryState: hasDirectory ? 'searching' : 'done' }));
    void call('contacts/search', { text: wanted, limit: SHOWN }, { signal }).then((result) => {
      if (result.ok && !signal.aborted) setFound((before) => ({ ...before, contacts: result.value }));
    });
    const timer = setTimeout(() => {
      if (!hasDirectory) return;
      void call('directory/search', { text: wanted, limit: SHOWN }, { signal }).then((result) => {
        if (signal.aborted) return;
        setFound((before) =>
          result.ok
            ? { ...before, directory: result.value, directoryState: 'done' }
            : { ...before, directory: [], directoryState: 'failed' },
        );
      });
    }, DIRECTORY_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [call, wanted, hasDirectory]);
  const known = new Set(found.contacts.map((person) => person.id));
  return wanted === ''
    ? nothing
    : { ...found, directory: found.directory.filter((person) => !known.has(person.id)) };
}
