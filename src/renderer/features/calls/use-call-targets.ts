import { useEffect, useState } from 'react';
import type { Person } from '../../../shared/domain/contact.ts';
import { useBridge, useEntity } from '../../bridge/bridge-context.tsx';
import { type CallTarget, callTargets } from './call-targets.ts';

const PAUSE_MS = 150;
const LIMIT = 6;

/** Targets for what is typed: from the contact list at once, from the directory when typing pauses. */
export function useCallTargets(typed: string): readonly CallTarget[] {
  const { call } = useBridge();
  const [people, setPeople] = useState<readonly Person[]>([]);
  const directory = useEntity('services', 'directory');
  const hasDirectory = directory !== undefined && directory.state !== 'off';
  const wanted = typed.trim();
  useEffect(() => {
    setPeople([]);
    if (wanted === '') return;
    const controller = new AbortController();
    const { signal } = controller;
    const add = (found: readonly Person[]) => {
      if (signal.aborted) return;
      setPeople((before) => [
        ...before,
        ...found.filter(({ id }) => before.every((known) => known.id !== id)),
      ]);
    };
    const query = { text: wanted.slice(0, 200), limit: LIMIT };
    void call('contacts/search', query, { signal }).then((result) => result.ok && add(result.value));
    const timer = setTimeout(() => {
      if (hasDirectory)
        void call('directory/search', query, { signal }).then((result) => result.ok && add(result.value));
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [call, wanted, hasDirectory]);
  return callTargets(typed, people);
}
