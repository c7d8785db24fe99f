import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { CustomTab } from '../../../shared/domain/custom-tab.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import type { Bridge } from '../../bridge/bridge.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { TabDesk, type TabPeer, mayAsk } from './tab-desk.ts';
import type { TabLocale } from './tab-messages.ts';

/** The doors of the tabs that are open, by the tab's id. */
export type TabDoors = RefObject<Map<string, HTMLIFrameElement>>;

export interface TabDeskOfWindow {
  readonly doors: TabDoors;
  /** What pages have written on their tabs. */
  readonly badges: ReadonlyMap<string, string>;
  /** The door has another page in it. */
  readonly forget: (tab: string) => void;
}

/** Listens to the pages in the tabs, and tells them what changes (X6). */
export function useTabDesk(tabs: readonly CustomTab[], current: string | undefined): TabDeskOfWindow {
  const bridge = useBridge();
  const doors = useRef(new Map<string, HTMLIFrameElement>());
  const [badges, setBadges] = useState<ReadonlyMap<string, string>>(new Map());
  const [desk] = useState(() => createDesk(bridge, setBadges));
  const now = useRef({ tabs, current });
  useEffect(() => {
    now.current = { tabs, current };
  });
  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      const tab = now.current.tabs.find(({ id }) => isIn(doors.current.get(id), event.source));
      if (!tab || !mayAsk(event.origin, tab.mayAsk)) return;
      void desk.take(tab.id, tab.id === now.current.current, event.data, peerOf(event));
    };
    addEventListener('message', onMessage);
    const stop = bridge.store.onChange('contacts', (key) => desk.presenceChanged(key));
    return () => {
      removeEventListener('message', onMessage);
      stop();
    };
  }, [bridge, desk]);
  useSelection(desk, current);
  useLocale(desk);
  const forget = useCallback((tab: string) => desk.forget(tab), [desk]);
  return { doors, badges, forget };
}

function createDesk(
  { store, call }: Bridge,
  setBadges: (change: (before: ReadonlyMap<string, string>) => ReadonlyMap<string, string>) => void,
): TabDesk {
  return new TabDesk({
    now: () => performance.now(),
    locale: localeOfWindow,
    showOf: (address) => store.get('contacts', address)?.presence.show,
    open: async (url) => (await call('links/open', { url })).ok,
    setBadge: (tab, value) =>
      setBadges((before) => {
        const after = new Map(before);
        if (value === '') after.delete(tab);
        else after.set(tab, value);
        return after;
      }),
  });
}

/** The frame inside the door: the door itself is ours and says nothing. */
function isIn(door: HTMLIFrameElement | undefined, source: MessageEventSource | null): boolean {
  const inner = door?.contentWindow?.frames;
  return source !== null && inner !== undefined && inner.length > 0 && inner[0] === source;
}

/** Answers go to the origin that asked: a page that took its place meanwhile does not get them. */
function peerOf({ source, origin }: MessageEvent): TabPeer {
  return {
    post: (message) => source?.postMessage(message, { targetOrigin: origin }),
  };
}

function useSelection(desk: TabDesk, current: string | undefined): void {
  useEffect(() => {
    if (current === undefined) return;
    desk.tell(current, { parlance: 1, event: 'selected' });
    return () => desk.tell(current, { parlance: 1, event: 'deselected' });
  }, [desk, current]);
}

function useLocale(desk: TabDesk): void {
  const { language, theme } = useOnly('settings') ?? defaultSettings;
  useEffect(() => {
    // What the window makes of it stands in the document one effect later.
    const frame = requestAnimationFrame(() =>
      desk.tellAll({ parlance: 1, event: 'locale', locale: localeOfWindow() }),
    );
    return () => cancelAnimationFrame(frame);
  }, [desk, language, theme]);
}

function localeOfWindow(): TabLocale {
  const { lang, dir, dataset } = document.documentElement;
  return { language: lang, direction: dir === 'rtl' ? 'rtl' : 'ltr', theme: dataset['theme'] ?? 'light' };
}
