import { CounterBadge } from '@fluentui/react-components';
import { CallRegular, ChatRegular, PeopleRegular, SettingsRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import type { ContactId, ConversationId } from '../../shared/domain/ids.ts';
import type { Session } from '../../shared/domain/session.ts';
import { useBridge, useEntities, useOnly } from '../bridge/bridge-context.tsx';
import { CallPanel } from '../features/calls/call-panel.tsx';
import { CallsPane } from '../features/calls/calls-pane.tsx';
import { IncomingToasts } from '../features/calls/incoming-toasts.tsx';
import { ChatsPane } from '../features/chat/chats-pane.tsx';
import { ConversationPane } from '../features/chat/conversation-pane.tsx';
import { ContactCard } from '../features/contacts/contact-card.tsx';
import { ContactsPane } from '../features/contacts/contacts-pane.tsx';
import { PeopleSearch } from '../features/contacts/people-search.tsx';
import { StatusMenu } from '../features/contacts/status-menu.tsx';
import { Notices } from '../features/prompts/notices.tsx';
import { Prompts } from '../features/prompts/prompts.tsx';
import { ConnectionStatus } from '../features/settings/connection-status.tsx';
import { PreferencesPane } from '../features/settings/preferences-pane.tsx';
import { ServiceLine } from '../features/settings/service-line.tsx';
import { SignOutDialog } from '../features/settings/sign-out-dialog.tsx';
import { plural, text } from '../text/text.ts';
import styles from './hub.module.css';
import { Media } from './media.tsx';
import { createNavigation, type Section } from './navigation.ts';
import { usePaintReports } from './paint-reports.ts';
import { useHubKeys } from './use-hub-keys.ts';

export interface HubProps {
  readonly session: Extract<Session, { phase: 'signed-in' }>;
  readonly caps: HostCaps;
}

type Dialog =
  | { readonly kind: 'card'; readonly id: ContactId }
  | { readonly kind: 'connection' }
  | { readonly kind: 'sign-out' };

/** The signed-in window: header with search, rail, the section's list, the open conversation, and the service line. */
export function Hub({ session, caps }: HubProps) {
  const { call } = useBridge();
  const self = useOnly('self');
  const navigation = useMemo(
    () => createNavigation({ section: session.mode === 'phone-only' ? 'calls' : 'contacts' }),
    [session.mode],
  );
  const place = useSyncExternalStore(navigation.subscribe, navigation.get);
  const [dialog, setDialog] = useState<Dialog>();
  const search = useRef<HTMLInputElement>(null);
  const paint = usePaintReports(caps);
  const pictureOf = useCallback(
    (hash: string | undefined) =>
      hash === undefined || hash === '' ? undefined : `${caps.blobBase}avatar/${hash}`,
    [caps.blobBase],
  );

  const openChat = useCallback(
    async (address: string) => {
      const opened = await call('chat/open', { address });
      if (opened.ok) navigation.go({ section: 'chats', conversationId: opened.value.conversationId });
    },
    [call, navigation],
  );
  const dial = useCallback((target: string) => void call('calls/dial', { target }), [call]);
  const sections = sectionsOf(session.mode);
  const onCall = session.mode === 'im-only' ? undefined : dial;
  const actions = useMemo(
    () => ({
      chat: (address: string) => void openChat(address),
      call: onCall,
      card: (id: ContactId) => setDialog({ kind: 'card', id }),
    }),
    [openChat, onCall],
  );
  useHubKeys({
    focusSearch: () => search.current?.focus(),
    goTo: (index) => sections[index] && navigation.go({ section: sections[index] }),
    showConnection: () => setDialog({ kind: 'connection' }),
  });

  return (
    <div
      className={styles['hub']}
      data-has-conversation={place.conversationId !== undefined && place.section !== 'settings'}
    >
      <a className={styles['skip']} href="#main-pane">
        {text('app.skip')}
      </a>
      <header className={styles['header']}>
        {self && (
          <StatusMenu
            self={self}
            picture={pictureOf(self.avatarHash)}
            onSet={(manual, status) => void call('self/set-presence', { manual, status })}
            onPreferences={() => navigation.go({ section: 'settings' })}
            onConnection={() => setDialog({ kind: 'connection' })}
            onSignOut={() => setDialog({ kind: 'sign-out' })}
          />
        )}
        <PeopleSearch inputRef={search} pictureOf={pictureOf} onChat={actions.chat} onCall={onCall} />
      </header>
      <Rail sections={sections} current={place.section} onGo={(section) => navigation.go({ section })} />
      <section className={styles['list']} aria-label={text(`nav.${place.section}`)}>
        <CallPanel pictureOf={pictureOf} />
        <div className={styles['section']}>
          {place.section === 'contacts' && (
            <ContactsPane
              actions={actions}
              pictureOf={pictureOf}
              onSearch={() => search.current?.focus()}
              onPainted={paint.contacts}
            />
          )}
          {place.section === 'chats' && (
            <ChatsPane
              selected={place.conversationId}
              pictureOf={pictureOf}
              onOpen={(conversationId) => navigation.go({ conversationId })}
            />
          )}
          {place.section === 'calls' && (
            <CallsPane pictureOf={pictureOf} onChat={actions.chat} onCall={dial} />
          )}
          {place.section === 'settings' && <PreferencesPane caps={caps} />}
        </div>
      </section>
      <main className={styles['main']} id="main-pane" tabIndex={-1}>
        <MainPane
          conversationId={place.conversationId}
          pictureOf={pictureOf}
          onCall={onCall}
          onBack={() => navigation.go({ conversationId: undefined })}
          onPainted={paint.message}
        />
      </main>
      <ServiceLine onOpen={() => setDialog({ kind: 'connection' })} />
      <IncomingToasts pictureOf={pictureOf} />
      <Notices />
      <Prompts onChat={(address) => void openChat(address)} />
      <Media
        caps={caps}
        onOpenChat={(conversationId) => navigation.go({ section: 'chats', conversationId })}
      />
      {dialog?.kind === 'card' && (
        <ContactCard
          id={dialog.id}
          actions={actions}
          pictureOf={pictureOf}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog?.kind === 'connection' && (
        <ConnectionStatus session={session} onClose={() => setDialog(undefined)} />
      )}
      {dialog?.kind === 'sign-out' && <SignOutDialog onClose={() => setDialog(undefined)} />}
    </div>
  );
}

/** Tabs exist only for what the deployment gives (A6). */
function sectionsOf(mode: HubProps['session']['mode']): readonly Section[] {
  if (mode === 'phone-only') return ['calls', 'contacts', 'settings'];
  return mode === 'im-only' ? ['contacts', 'chats', 'settings'] : ['contacts', 'chats', 'calls', 'settings'];
}

const icons: Readonly<Record<Section, React.ReactNode>> = {
  contacts: <PeopleRegular />,
  chats: <ChatRegular />,
  calls: <CallRegular />,
  settings: <SettingsRegular />,
};

function Rail({
  sections,
  current,
  onGo,
}: {
  readonly sections: readonly Section[];
  readonly current: Section;
  readonly onGo: (section: Section) => void;
}) {
  const unread = useUnread();
  return (
    <nav className={styles['rail']} aria-label={text('nav.label')}>
      {sections.map((section) => {
        const count = section === 'chats' ? unread : 0;
        const label = count > 0 ? plural('nav.chats-unread', count) : text(`nav.${section}`);
        return (
          <button
            key={section}
            type="button"
            className={styles['tab']}
            data-section={section}
            aria-current={section === current ? 'page' : undefined}
            aria-label={label}
            title={label}
            onClick={() => onGo(section)}
          >
            {icons[section]}
            <span aria-hidden="true">{text(`nav.${section}`)}</span>
            {count > 0 && (
              <CounterBadge className={styles['badge']} count={count} size="small" aria-hidden="true" />
            )}
          </button>
        );
      })}
    </nav>
  );
}

function useUnread(): number {
  const conversations = useEntities('conversations');
  const unread = useMemo(
    () => [...conversations.values()].reduce((sum, one) => sum + one.unreadCount, 0),
    [conversations],
  );
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${text('app.name')}` : text('app.name');
  }, [unread]);
  return unread;
}

interface MainPaneProps {
  readonly conversationId: ConversationId | undefined;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  readonly onCall: ((target: string) => void) | undefined;
  readonly onBack: () => void;
  readonly onPainted: (id: string) => void;
}

function MainPane({ conversationId, ...props }: MainPaneProps) {
  if (conversationId === undefined) return <p className={styles['nothing']}>{text('chats.none-open')}</p>;
  return <ConversationPane key={conversationId} conversationId={conversationId} {...props} />;
}
