import { useEffect, useRef, useState } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import { useEntities, useOnly } from '../../bridge/bridge-context.tsx';
import { type CallsInView, callsInView, nextExpiry, withEnded } from './shown-calls.ts';

/** What of the calls is shown now; ended ones leave by themselves unless `isHeldOpen` (somebody is reading). */
export function useCallsInView(isHeldOpen = false): CallsInView {
  const current = useEntities('calls');
  const self = useOnly('self');
  const kept = useRef<ReadonlyMap<string, Call>>(new Map());
  const [, wake] = useState(0);
  const shown = isHeldOpen
    ? new Map([...kept.current].filter(([, call]) => call.state === 'ended').concat([...current]))
    : withEnded(kept.current, current, Date.now());
  useEffect(() => {
    kept.current = shown;
    const expiry = isHeldOpen ? undefined : nextExpiry(shown.values());
    if (expiry === undefined) return;
    const timer = setTimeout(() => wake((count) => count + 1), Math.max(50, expiry - Date.now()));
    return () => clearTimeout(timer);
  });
  return callsInView(shown.values(), self?.manual === 'do-not-disturb');
}
