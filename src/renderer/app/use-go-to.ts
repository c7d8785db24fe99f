import { useEffect, useEffectEvent } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { Place } from './navigation.ts';

/** Goes where a notice of the system, a global key or the docked window leads. */
export function useGoTo(
  go: (place: Partial<Place>) => void,
  chat: ((address: string) => void) | undefined,
): void {
  const { store } = useBridge();
  const lead = useEffectEvent(go);
  const write = useEffectEvent((address: string) => chat?.(address));
  useEffect(
    () =>
      store.onChange('goTo', (_, wish) => {
        if (!wish) return;
        const { place } = wish;
        if (place.kind === 'chat') lead({ section: 'chats', conversationId: place.conversationId });
        else if (place.kind === 'person') write(place.address);
        else lead({ section: place.kind === 'call' ? 'calls' : 'chats', conversationId: undefined });
      }),
    [store],
  );
}
