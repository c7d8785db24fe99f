import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { headsetDeskOf } from '../../media/headset/connect-headsets.ts';
import type { HeadsetDesk, ShownHeadset } from '../../media/headset/headset-desk.ts';

const Desk = createContext<HeadsetDesk | undefined>(undefined);

/** Below this headsets are known. */
export function HeadsetProvider({ children }: { readonly children: ReactNode }) {
  const bridge = useBridge();
  const [desk] = useState(() => headsetDeskOf(bridge));
  return <Desk.Provider value={desk}>{children}</Desk.Provider>;
}

export function useHeadsetDesk(): HeadsetDesk {
  const desk = useContext(Desk);
  if (!desk) throw new Error('HeadsetProvider is missing');
  return desk;
}

export function useHeadsets(): readonly ShownHeadset[] {
  const desk = useHeadsetDesk();
  return useSyncExternalStore(desk.subscribe, () => desk.all());
}
