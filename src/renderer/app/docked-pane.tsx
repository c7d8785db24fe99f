import { Button, CounterBadge } from '@fluentui/react-components';
import { DismissRegular, WindowArrowUpRegular } from '@fluentui/react-icons';
import { useMemo, useRef } from 'react';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { GoTo } from '../../shared/domain/go-to.ts';
import { offersOf, type ProductMode } from '../../shared/domain/product-mode.ts';
import { useBridge, useEntities, useOnly } from '../bridge/bridge-context.tsx';
import { useLastFailure } from '../bridge/use-last-failure.ts';
import { CallPanel } from '../features/calls/call-panel.tsx';
import { PeopleSearch } from '../features/contacts/people-search.tsx';
import { StatusMenu } from '../features/contacts/status-menu.tsx';
import { ServiceLine } from '../features/settings/service-line.tsx';
import { plural, text } from '../text/text.ts';
import { ErrorBar } from '../ui/error-bar.tsx';
import { PersonAvatar } from '../ui/person-avatar.tsx';
import styles from './docked-pane.module.css';

export interface DockedPaneProps {
  readonly mode: ProductMode;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  /** Goes there in the whole window. */
  readonly onGo: (place: GoTo['place']) => void;
  /** Puts the docked window away; absent where it is only another look of the window. */
  readonly onClose?: () => void;
}

const MOST_CHATS = 6;

/** All that one needs at the edge of the screen (X5): the own status, search and dialling, calls, and what is unread. */
export function DockedPane({ mode, pictureOf, onGo, onClose }: DockedPaneProps) {
  const { call } = useBridge();
  const search = useRef<HTMLInputElement>(null);
  const { failure, watch, dismiss } = useLastFailure();
  const { hasChats, hasCalls } = offersOf(mode);
  return (
    <div className={styles['docked']} data-docked="true">
      <header className={styles['head']}>
        <DockedStatus mode={mode} pictureOf={pictureOf} onGo={onGo} />
        {(hasChats || hasCalls) && (
          <PeopleSearch
            inputRef={search}
            pictureOf={pictureOf}
            onChat={hasChats ? (address) => onGo({ kind: 'person', address }) : undefined}
            onCall={hasCalls ? (target) => void watch(call('calls/dial', { target })) : undefined}
            onCard={(contactId) => onGo({ kind: 'card', contactId })}
            onOpen={(conversationId) => onGo({ kind: 'chat', conversationId })}
          />
        )}
        <Button
          appearance="subtle"
          icon={<WindowArrowUpRegular />}
          aria-label={text('docked.whole')}
          title={text('docked.whole')}
          onClick={() => onGo({ kind: 'window' })}
        />
        {onClose && (
          <Button
            appearance="subtle"
            icon={<DismissRegular />}
            aria-label={text('docked.close')}
            title={text('docked.close')}
            onClick={onClose}
          />
        )}
      </header>
      <main className={styles['body']}>
        {failure && <ErrorBar failure={failure} action={{ label: text('app.dismiss'), run: dismiss }} />}
        <CallPanel pictureOf={pictureOf} />
        {hasChats && (
          <Unread
            pictureOf={pictureOf}
            onOpen={(conversationId) => onGo({ kind: 'chat', conversationId })}
            onAll={() => onGo({ kind: 'chats' })}
          />
        )}
      </main>
      <ServiceLine onOpen={() => onGo({ kind: 'connection' })} />
    </div>
  );
}

function DockedStatus({ mode, pictureOf, onGo }: Pick<DockedPaneProps, 'mode' | 'pictureOf' | 'onGo'>) {
  const { call } = useBridge();
  const self = useOnly('self');
  if (!self) return null;
  return (
    <StatusMenu
      self={self}
      picture={pictureOf(self.avatarHash)}
      hasPresence={offersOf(mode).hasPresence}
      onSet={(manual, status, until) =>
        void call('self/set-presence', { manual, status, ...(until !== undefined && { until }) })
      }
      onForget={(status) => void call('self/forget-status', { status })}
      onPreferences={() => onGo({ kind: 'preferences' })}
      onConnection={() => onGo({ kind: 'connection' })}
      onSignOut={() => onGo({ kind: 'sign-out' })}
    />
  );
}

function Unread({
  pictureOf,
  onOpen,
  onAll,
}: Pick<DockedPaneProps, 'pictureOf'> & {
  readonly onOpen: (id: Conversation['id']) => void;
  readonly onAll: () => void;
}) {
  const conversations = useEntities('conversations');
  const unread = useMemo(
    () =>
      [...conversations.values()]
        .filter(({ unreadCount }) => unreadCount > 0)
        .sort((a, b) => (b.lastMessage?.at ?? 0) - (a.lastMessage?.at ?? 0)),
    [conversations],
  );
  if (unread.length === 0) return <p className={styles['nothing']}>{text('docked.nothing')}</p>;
  return (
    <section aria-labelledby="docked-unread">
      <h2 id="docked-unread" className={styles['title']}>
        {text('docked.unread')}
      </h2>
      <ul className={styles['list']}>
        {unread.slice(0, MOST_CHATS).map((one) => (
          <li key={one.id}>
            <UnreadChat conversation={one} pictureOf={pictureOf} onOpen={() => onOpen(one.id)} />
          </li>
        ))}
      </ul>
      {unread.length > MOST_CHATS && (
        <Button size="small" appearance="subtle" onClick={onAll}>
          {plural('docked.more', unread.length - MOST_CHATS)}
        </Button>
      )}
    </section>
  );
}

function UnreadChat({
  conversation,
  pictureOf,
  onOpen,
}: Pick<DockedPaneProps, 'pictureOf'> & {
  readonly conversation: Conversation;
  readonly onOpen: () => void;
}) {
  const contact = useEntities('contacts').get(conversation.address);
  const { title, unreadCount, lastMessage } = conversation;
  return (
    <button type="button" className={styles['chat']} data-conversation={conversation.id} onClick={onOpen}>
      <PersonAvatar name={title} picture={pictureOf(contact?.avatarHash)} size={32} />
      <span className={styles['words']}>
        <bdi className={styles['name']}>{title}</bdi>
        <span className={styles['preview']} dir="auto">
          {lastMessage?.preview}
        </span>
      </span>
      <CounterBadge size="small" count={unreadCount} aria-label={plural('docked.count', unreadCount)} />
    </button>
  );
}
