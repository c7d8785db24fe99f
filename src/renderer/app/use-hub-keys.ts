import { useEffect, useRef } from 'react';

export interface HubKeys {
  readonly focusSearch: () => void;
  /** Sections are counted from 0. */
  readonly goTo: (index: number) => void;
  readonly showConnection: () => void;
}

/** The window's shortcuts (product-and-ux 3.15). Ctrl, on a Mac ⌘. */
export function useHubKeys(keys: HubKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const run =
        (key === 'k' || key === 'e') && !event.shiftKey
          ? latest.current.focusSearch
          : key === 'd' && event.shiftKey
            ? latest.current.showConnection
            : /^[1-9]$/.test(key)
              ? () => latest.current.goTo(Number(key) - 1)
              : undefined;
      if (!run) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
