import { useEffect, useState } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { type CallsInView, callsInView, nextExpiry, withEnded } from './shown-calls.ts';

/** What of the calls is shown now; ended ones leave by themselves unless `isHeldOpen` (somebody is reading). */
export function useCallsInView(isHeldOpen = false): CallsInView {
  const { store } = useBridge();
  const self = useOnly('self');
  const [shown, setShown] = useState<ReadonlyMap<string, Call>>(() =>
    withEnded(new Map(), store.all('calls'), Date.now()),
  );
  useEffect(() => {
    // While somebody reads, the clock stands still for ended calls.
    const heldSince = isHeldOpen ? Date.now() : undefined;
    const update = () => setShown((before) => withEnded(before, store.all('calls'), heldSince ?? Date.now()));
    update();
    return store.subscribe('calls', undefined, update);
  }, [store, isHeldOpen]);
  useEffect(() => {
    const expiry = isHeldOpen ? undefined : nextExpiry(shown.values());
    if (expiry === undefined) return;
    const timer = setTimeout(
      () => setShown((before) => withEnded(before, store.all('calls'), Date.now())),
      Math.max(0, expiry - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [store, shown, isHeldOpen]);
  return callsInView(shown.values(), self?.manual === 'do-not-disturb');
}
