import { useEffect, useRef } from 'react';

export interface HubKeys {
  readonly focusSearch: () => void;
  /** Sections are counted from 0. */
  readonly goTo: (index: number) => void;
  readonly showConnection: () => void;
  readonly showPreferences: () => void;
  readonly goToRegion: (isBackwards: boolean) => void;
}

const QUESTION = '[role="dialog"][aria-modal="true"], [role="alertdialog"][aria-modal="true"]';

/** The window's shortcuts (product-and-ux 3.15). Ctrl, on a Mac ⌘. */
export function useHubKeys(keys: HubKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const run = event.altKey ? undefined : actionOf(event, latest.current);
      if (!run) return;
      // A question must be answered first: the keyboard would stand behind it.
      if (document.querySelector(QUESTION) !== null) return event.preventDefault();
      event.preventDefault();
      run();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

function actionOf(event: KeyboardEvent, keys: HubKeys): (() => void) | undefined {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey))
    return key === 'f6' ? () => keys.goToRegion(event.shiftKey) : undefined;
  if (event.shiftKey) return key === 'd' ? keys.showConnection : undefined;
  if (key === 'k' || key === 'e') return keys.focusSearch;
  if (key === ',') return keys.showPreferences;
  return /^[1-9]$/.test(key) ? () => keys.goTo(Number(key) - 1) : undefined;
}
