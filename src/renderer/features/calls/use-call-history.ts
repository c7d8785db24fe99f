import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CallLogEntry } from '../../../shared/domain/call.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { type HistoryRow, mergeHistory, withLogChange } from './merge-history.ts';

const PAGE = 100;

interface Loaded {
  readonly entries: readonly CallLogEntry[];
  readonly hasOlder: boolean;
}

export interface CallHistory {
  /** Undefined until the first page is in. */
  readonly rows: readonly HistoryRow[] | undefined;
  readonly hasOlder: boolean;
  readonly failure: Failure | undefined;
  reload(): void;
  loadOlder(): void;
}

/** The history, kept up to date while it is shown (give its component a `key` of the filter); being shown is what makes missed calls seen. */
export function useCallHistory(missedOnly: boolean, search: string): CallHistory {
  const { call, store } = useBridge();
  const [loaded, setLoaded] = useState<Loaded>();
  const [failure, setFailure] = useState<Failure>();

  const load = useCallback(
    async (before?: number) => {
      const page = await call('calls/history', {
        missedOnly,
        limit: PAGE,
        ...(search !== '' && { text: search }),
        ...(before !== undefined && { before }),
      });
      setFailure(page.ok ? undefined : page.error);
      if (!page.ok) return;
      const { entries, hasOlder } = page.value;
      setLoaded((current) => ({
        entries: before === undefined ? entries : [...(current?.entries ?? []), ...entries],
        hasOlder,
      }));
    },
    [call, missedOnly, search],
  );

  useEffect(() => {
    void load();
    return store.onChange('callLog', (id, entry) => {
      // Whether a new call fits the search is for the store to say.
      if (search !== '') return void load();
      setLoaded((current) =>
        current ? { ...current, entries: withLogChange(current.entries, id, entry, missedOnly) } : current,
      );
    });
  }, [store, load, missedOnly, search]);

  const rows = useMemo(() => loaded && mergeHistory(loaded.entries), [loaded]);
  const hasUnseen = rows?.some((row) => row.isUnseen) ?? false;
  useEffect(() => {
    if (hasUnseen && document.hasFocus()) void call('calls/mark-history-seen');
  }, [call, hasUnseen]);

  return {
    rows,
    hasOlder: loaded?.hasOlder ?? false,
    failure,
    reload: () => void load(),
    loadOlder: () => {
      const oldest = loaded?.entries.reduce(
        (least, one) => Math.min(least, one.startedAt),
        Number.POSITIVE_INFINITY,
      );
      if (oldest !== undefined && Number.isFinite(oldest)) void load(oldest);
    },
  };
}
