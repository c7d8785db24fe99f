import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { useEntities } from '../../bridge/bridge-context.tsx';

export interface StagePlace {
  /** The call whose pictures stand in the main place of the window; all others are on their cards. */
  readonly largeCall: CallId | undefined;
  /** The window is wide enough for that. */
  readonly hasRoom: boolean;
  readonly setLarge: (isLarge: boolean) => void;
}

const cardsOnly: StagePlace = { largeCall: undefined, hasRoom: false, setLarge: () => {} };
const Place = createContext<StagePlace>(cardsOnly);

/** The hub shows list and conversation side by side from here on. */
const WIDE = '(min-width: 840px)';

const wide = {
  subscribe(changed: () => void) {
    const list = matchMedia(WIDE);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  },
  get: () => matchMedia(WIDE).matches,
};

/** Below this the pictures of a call stand large where there is room, until the person wants them small. */
export function StagePlaceProvider({ children }: { readonly children: ReactNode }) {
  const calls = useEntities('calls');
  const hasRoom = useSyncExternalStore(wide.subscribe, wide.get);
  const [isWanted, setLarge] = useState(true);
  const largeCall = hasRoom && isWanted ? callForMainPlace([...calls.values()]) : undefined;
  const place = useMemo(() => ({ largeCall, hasRoom, setLarge }), [largeCall, hasRoom]);
  return <Place.Provider value={place}>{children}</Place.Provider>;
}

export function useStagePlace(): StagePlace {
  return useContext(Place);
}

/** There is something to look at, or may be at any time. */
export function hasStage({ video, slides }: Pick<Call, 'video' | 'slides'>): boolean {
  const hasVideo = video && (video.isReceiving || video.isSending || video.source !== undefined);
  return hasVideo === true || slides?.isReceiving === true || slides?.isWanted === true;
}

/** The call that is spoken in, of those where something of the other side may be seen. What only we show needs no large place. */
export function callForMainPlace(calls: readonly Call[]): CallId | undefined {
  const seen = calls.filter(
    ({ state, video, slides }) =>
      state !== 'ended' && (video?.isReceiving === true || slides?.isReceiving === true),
  );
  return (seen.find(({ state }) => state === 'connected') ?? seen[0])?.id;
}
