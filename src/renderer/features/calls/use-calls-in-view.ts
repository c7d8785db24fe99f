import { useEffect, useState } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import { mayDisturb } from '../../../shared/domain/interruption.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { type CallsInView, callsInView, ENDED_HELD_MS, nextExpiry, withEnded } from './shown-calls.ts';

/** What of the calls is shown now; ended ones leave by themselves, later while `isHeldOpen` (somebody may be reading). */
export function useCallsInView(isHeldOpen = false): CallsInView {
  const { store } = useBridge();
  const self = useOnly('self');
  const [shown, setShown] = useState<ReadonlyMap<string, Call>>(() =>
    withEnded(new Map(), store.all('calls'), Date.now()),
  );
  const grace = isHeldOpen ? ENDED_HELD_MS : 0;
  useEffect(() => {
    const update = () => setShown((before) => withEnded(before, store.all('calls'), Date.now() - grace));
    update();
    return store.subscribe('calls', undefined, update);
  }, [store, grace]);
  useEffect(() => {
    const expiry = nextExpiry(shown.values());
    if (expiry === undefined) return;
    const timer = setTimeout(
      () => setShown((before) => withEnded(before, store.all('calls'), Date.now() - grace)),
      Math.max(0, expiry + grace - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [store, shown, grace]);
  return callsInView(shown.values(), (call) => !mayDisturb(self, call.peer.address));
}
