import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import type { ContactId } from '../../shared/domain/ids.ts';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import { type ModeOffers, offersOf, type ProductMode } from '../../shared/domain/product-mode.ts';
import type { Failure } from '../../shared/errors/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useWindowRules } from '../bridge/use-window-rules.ts';
import { type LastFailure, useLastFailure } from '../bridge/use-last-failure.ts';
import type { ContactActions } from '../features/contacts/contacts-pane.tsx';
import { createNavigation, type Place, type Section } from './navigation.ts';

/** What stands before the hub, one at a time. */
export type HubDialog =
  | { readonly kind: 'card'; readonly id: ContactId; readonly isEditing?: boolean }
  | { readonly kind: 'new-contact' }
  | { readonly kind: 'edit-contact'; readonly id: ContactId }
  | { readonly kind: 'broadcast'; readonly group?: string | undefined }
  | { readonly kind: 'rename-group'; readonly group: string }
  | { readonly kind: 'connection' }
  | { readonly kind: 'new-room' }
  | { readonly kind: 'find-room' }
  | { readonly kind: 'sign-out' };

export interface HubState {
  readonly place: Place;
  readonly go: (place: Partial<Place>) => void;
  readonly dialog: HubDialog | undefined;
  readonly show: (dialog: HubDialog | undefined) => void;
  readonly offers: ModeOffers;
  readonly actions: ContactActions;
  /** Why the last thing asked for could not be begun. */
  readonly failure: Failure | undefined;
  readonly dismissFailure: () => void;
  /** Follows a command whose failure is then the one above. */
  readonly watch: LastFailure['watch'];
  readonly pictureOf: (hash: string | undefined) => string | undefined;
}

function isOffered(mode: ProductMode, section: Section): boolean {
  const { sections, hasCalls } = offersOf(mode);
  if (section === 'voicemail') return hasCalls;
  return section === 'settings' || sections.includes(section);
}

/** Where the person is in the hub, and what they can set about from anywhere in it. */
export function useHub(mode: ProductMode, caps: HostCaps): HubState {
  const { call } = useBridge();
  const offers = offersOf(mode);
  const home: Section = offers.sections[0] ?? 'settings';
  const [navigation] = useState(() => createNavigation({ section: home }));
  const at = useSyncExternalStore(navigation.subscribe, navigation.get);
  // The mode may change below an open hub (D11): one stays where one is, unless there is no such place any more.
  const place = isOffered(mode, at.section) ? at : { ...at, section: home };
  const [dialog, show] = useState<HubDialog>();
  const { failure, watch, dismiss } = useLastFailure();
  const actions = useMemo<ContactActions>(() => {
    const chat = async (address: string) => {
      const opened = await call('chat/open', { address });
      if (opened.ok) navigation.go({ section: 'chats', conversationId: opened.value.conversationId });
      return opened;
    };
    // People of a deployment that writes in the Webex app are written to there (A6).
    const handOver = (address: string) => call('links/open-webex', { address });
    const write = offers.hasChats ? chat : offers.elsewhere === 'webex-app' ? handOver : undefined;
    return {
      chat: write && ((address) => void watch(write(address))),
      call: !offers.hasCalls
        ? undefined
        : (target, line) => void watch(call('calls/dial', { target, ...(line !== undefined && { line }) })),
      card: (id) => show({ kind: 'card', id }),
    };
  }, [call, navigation, offers, watch]);
  const { showsPictures } = useWindowRules();
  const pictureOf = useCallback(
    (hash: string | undefined) =>
      !showsPictures || hash === undefined || hash === '' ? undefined : `${caps.blobBase}avatar/${hash}`,
    [caps.blobBase, showsPictures],
  );
  return {
    place,
    go: navigation.go,
    dialog,
    show,
    offers,
    actions,
    failure,
    dismissFailure: dismiss,
    watch,
    pictureOf,
  };
}
