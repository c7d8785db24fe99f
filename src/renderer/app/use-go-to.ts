import { useEffect, useEffectEvent } from 'react';
import type { GoTo } from '../../shared/domain/go-to.ts';
import { assertNever } from '../../shared/errors/assert-never.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { HubState } from './use-hub.ts';

/** Goes where a notice of the system, a global key or the docked window leads. */
export function useGoTo(hub: HubState): void {
  const { store } = useBridge();
  const lead = useEffectEvent((place: GoTo['place']) => goTo(hub, place));
  useEffect(() => store.onChange('goTo', (_, wish) => wish && lead(wish.place)), [store]);
}

/** What is shown for it. Whatever it is, the whole window is wanted. */
export function goTo({ go, show, actions }: HubState, place: GoTo['place']): void {
  switch (place.kind) {
    case 'chat':
      return go({ section: 'chats', conversationId: place.conversationId });
    case 'person':
      go({});
      return actions.chat?.(place.address);
    case 'call':
      return go({ section: 'calls', conversationId: undefined });
    case 'chats':
      return go({ section: 'chats', conversationId: undefined });
    case 'card':
      go({});
      return show({ kind: 'card', id: place.contactId });
    case 'preferences':
      return go({ section: 'settings' });
    case 'connection':
    case 'sign-out':
      go({});
      return show({ kind: place.kind });
    case 'window':
      return go({});
    default:
      return assertNever(place);
  }
}
