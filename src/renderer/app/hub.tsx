import { type RefObject, useEffect, useRef } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { Session } from '../../shared/domain/session.ts';
import { useBridge, useEntities, useOnly } from '../bridge/bridge-context.tsx';
import { IncomingToasts } from '../features/calls/incoming-toasts.tsx';
import { PicturesProvider } from '../features/calls/pictures.tsx';
import { MainStage, StagesProvider } from '../features/calls/stages.tsx';
import { StagedFilesProvider } from '../features/chat/staged-files-context.tsx';
import { PeopleSearch } from '../features/contacts/people-search.tsx';
import { StatusMenu } from '../features/contacts/status-menu.tsx';
import { Notices } from '../features/prompts/notices.tsx';
import { Prompts } from '../features/prompts/prompts.tsx';
import { TabFrames } from '../features/tabs/tab-frames.tsx';
import { useTabDesk } from '../features/tabs/use-tab-desk.ts';
import { HeadsetProvider } from '../features/settings/headset-context.tsx';
import { ServiceLine } from '../features/settings/service-line.tsx';
import { text } from '../text/text.ts';
import { Announcer } from './announcer.tsx';
import { HubDialogs } from './hub-dialogs.tsx';
import { HubList, type HubListProps } from './hub-list.tsx';
import styles from './hub.module.css';
import { HubRail, sectionsOf, useHasVoicemail } from './hub-rail.tsx';
import { MainPane } from './main-pane.tsx';
import { Media } from './media.tsx';
import { type Section, toSection } from './navigation.ts';
import { usePaintReports } from './paint-reports.ts';
import { DialogPart, Part } from './part.tsx';
import { focusNextRegion, targetIn } from './regions.ts';
import { DockedPane } from './docked-pane.tsx';
import { goTo as goToPlace, useGoTo } from './use-go-to.ts';
import { useFocusRescue } from './use-focus-rescue.ts';
import { type HubState, useHub } from './use-hub.ts';
import { useHubKeys } from './use-hub-keys.ts';

export interface HubProps {
  readonly session: Extract<Session, { phase: 'signed-in' }>;
  readonly caps: HostCaps;
}

/** As in hub.module.css: no room for list and conversation side by side. */
const NARROW = '(max-width: 839px)';

/** The signed-in window, with a place for the pictures of calls and for the files that are staged. */
export function Hub(props: HubProps) {
  return (
    <PicturesProvider>
      <HeadsetProvider>
        <StagedFilesProvider>
          <HubWindow {...props} />
        </StagedFilesProvider>
      </HeadsetProvider>
    </PicturesProvider>
  );
}

/** Header with search, rail, the section's list, the open conversation, and the service line. */
function HubWindow({ session, caps }: HubProps) {
  const hub = useHub(session.mode, caps);
  const search = useRef<HTMLInputElement>(null);
  const sections = sectionsOf(session.mode, useHasVoicemail());
  const { place, go, show, pictureOf } = hub;
  useGoTo(hub);
  const focusSearch = () => search.current?.focus();
  const root = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLElement>(null);
  useFocusRescue(root, list);
  const goTo = (section: Section | undefined) =>
    section && go(toSection(section, matchMedia(NARROW).matches));
  const goByKeys = (section: Section | undefined) => {
    goTo(section);
    requestAnimationFrame(() => focusList(root.current));
  };
  useHubKeys({
    focusSearch,
    goTo: (index) => goByKeys(sections[index]),
    showConnection: () => show({ kind: 'connection' }),
    showPreferences: () => goByKeys('settings'),
    goToRegion: (isBackwards) => root.current && focusNextRegion(root.current, isBackwards),
  });
  useEffect(() => {
    // The field that had the keyboard went with the sign-in screen.
    if (document.activeElement === document.body) search.current?.focus();
  }, []);
  return (
    <div
      ref={root}
      className={styles[place.isDocked ? 'as-docked' : 'hub']}
      data-section={place.section}
      data-has-conversation={place.conversationId !== undefined && place.section !== 'settings'}
    >
      <StagesProvider pictureOf={pictureOf}>
        {place.isDocked ? (
          <DockedPane mode={session.mode} pictureOf={pictureOf} onGo={(wanted) => goToPlace(hub, wanted)} />
        ) : (
          <>
            <HubHeader hub={hub} searchRef={search} />
            <HubPanes
              hub={hub}
              caps={caps}
              sections={sections}
              listRef={list}
              onGo={goTo}
              onSearch={focusSearch}
            />
            <ServiceLine onOpen={() => show({ kind: 'connection' })} />
          </>
        )}
      </StagesProvider>
      <BesideHub hub={hub} caps={caps} />
      <DialogPart key={hub.dialog?.kind} onClose={() => show(undefined)}>
        <HubDialogs hub={hub} session={session} />
      </DialogPart>
    </div>
  );
}

function HubHeader({
  hub,
  searchRef,
}: {
  readonly hub: HubState;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}) {
  const { actions, go, pictureOf } = hub;
  return (
    <>
      <a className={styles['skip']} href="#main-pane">
        {text('app.skip')}
      </a>
      <header className={styles['header']}>
        <OwnStatus hub={hub} />
        {(actions.chat ?? actions.call) && (
          <PeopleSearch
            inputRef={searchRef}
            pictureOf={pictureOf}
            onChat={actions.chat}
            onCall={actions.call}
            onCard={actions.card}
            onOpen={(conversationId) => go({ section: 'chats', conversationId })}
          />
        )}
      </header>
    </>
  );
}

/** What stands before the window, whichever look it has, and the sound of calls. */
function BesideHub({ hub, caps }: Pick<HubListProps, 'hub' | 'caps'>) {
  const { actions, go, pictureOf } = hub;
  return (
    <>
      <IncomingToasts pictureOf={pictureOf} />
      <Notices />
      <Announcer open={hub.place.conversationId} />
      <Prompts
        onChat={(address) => actions.chat?.(address)}
        onOpenChat={(conversationId) => go({ section: 'chats', conversationId })}
      />
      <Media
        caps={caps}
        onOpenChat={(conversationId) => go({ section: 'chats', conversationId })}
        onOpenCall={() => go({ section: 'calls' })}
      />
    </>
  );
}

/** Rail, list and conversation, and in place of the last two the organisation's page that was chosen. */
function HubPanes({
  hub,
  caps,
  sections,
  listRef,
  onGo,
  onSearch,
}: Pick<HubListProps, 'hub' | 'caps' | 'listRef' | 'onSearch'> & {
  readonly sections: readonly Section[];
  readonly onGo: (section: Section) => void;
}) {
  const paint = usePaintReports(caps);
  const tabs = [...useEntities('tabs').values()].sort((a, b) => a.position - b.position);
  // A tab that the configuration has taken away leaves what was there before it.
  const tab = tabs.find(({ id }) => id === hub.place.tab)?.id;
  const desk = useTabDesk(tabs, tab);
  useEffect(() => {
    // What a page covers is not reached by the keyboard either.
    if (listRef.current) listRef.current.inert = tab !== undefined;
  }, [listRef, tab]);
  return (
    <>
      <HubRail
        sections={sections}
        current={hub.place.section}
        tabs={tabs}
        tabBadges={desk.badges}
        currentTab={tab}
        onGo={onGo}
        onTab={(id) => hub.go({ tab: id })}
      />
      <HubList
        hub={hub}
        caps={caps}
        listRef={listRef}
        onSearch={onSearch}
        onContactsPainted={paint.contacts}
      />
      <main className={styles['main']} id="main-pane" tabIndex={-1} inert={tab !== undefined}>
        <MainStage className={styles['stage']} />
        <Part key={hub.place.conversationId}>
          <MainPane hub={hub} onPainted={paint.message} />
        </Part>
      </main>
      <div className={styles['tabs']} hidden={tab === undefined}>
        <TabFrames tabs={tabs} current={tab} blobBase={caps.blobBase} desk={desk} />
      </div>
    </>
  );
}

function focusList(hub: Element | null): void {
  const list = hub?.querySelector(`.${styles['section']}`);
  if (list) targetIn(list)?.focus();
}

function OwnStatus({ hub }: { readonly hub: HubState }) {
  const { call } = useBridge();
  const self = useOnly('self');
  if (!self) return null;
  return (
    <StatusMenu
      self={self}
      picture={hub.pictureOf(self.avatarHash)}
      hasPresence={hub.offers.hasPresence}
      onSet={(manual, status, until) =>
        void hub.watch(call('self/set-presence', { manual, status, ...(until !== undefined && { until }) }))
      }
      onForget={(status) => void hub.watch(call('self/forget-status', { status }))}
      onPreferences={() => hub.go({ section: 'settings' })}
      onConnection={() => hub.show({ kind: 'connection' })}
      onSignOut={() => hub.show({ kind: 'sign-out' })}
    />
  );
}
