import { useEffect, useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { type RosterOrder, type RosterRow, rosterRows } from './roster-rows.ts';

/** The list is put in order at most this often: a presence storm repaints single rows at once, the order follows. */
const REORDER_MS = 250;

/** The rows in order, with only ids in them: each row subscribes to its own contact. */
export function useRosterRows(order: RosterOrder): readonly RosterRow[] {
  const { store } = useBridge();
  const [rows, setRows] = useState<readonly RosterRow[]>(() =>
    rosterRows(store.all('contacts').values(), order),
  );
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lastAt = 0;
    const compute = () => {
      timer = undefined;
      lastAt = performance.now();
      setRows(rosterRows(store.all('contacts').values(), order));
    };
    compute();
    const stop = store.subscribe('contacts', undefined, () => {
      timer ??= setTimeout(compute, Math.max(0, lastAt + REORDER_MS - performance.now()));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [store, order]);
  return rows;
}
