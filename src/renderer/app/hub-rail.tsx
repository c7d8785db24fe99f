import { CounterBadge } from '@fluentui/react-components';
import {
  CallRegular,
  ChatRegular,
  PeopleRegular,
  SettingsRegular,
  WindowAppsRegular,
} from '@fluentui/react-icons';
import { useEffect, useMemo } from 'react';
import type { CustomTab } from '../../shared/domain/custom-tab.ts';
import { offersOf, type ProductMode } from '../../shared/domain/product-mode.ts';
import { useEntities } from '../bridge/bridge-context.tsx';
import { plural, text } from '../text/text.ts';
import styles from './hub.module.css';
import type { Section } from './navigation.ts';

/** Tabs exist only for what the deployment gives (A6). */
export function sectionsOf(mode: ProductMode): readonly Section[] {
  return [...offersOf(mode).sections, 'settings'];
}

const icons: Readonly<Record<Section, React.ReactNode>> = {
  contacts: <PeopleRegular />,
  chats: <ChatRegular />,
  calls: <CallRegular />,
  settings: <SettingsRegular />,
};

/** The way between the sections, with what waits in them. */
export function HubRail({
  sections,
  current,
  tabs,
  currentTab,
  onGo,
  onTab,
}: {
  readonly sections: readonly Section[];
  readonly current: Section;
  readonly tabs: readonly CustomTab[];
  readonly currentTab: string | undefined;
  readonly onGo: (section: Section) => void;
  readonly onTab: (id: string) => void;
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
            aria-current={section === current && currentTab === undefined ? 'page' : undefined}
            aria-label={label}
            title={label}
            onClick={() => onGo(section)}
          >
            {icons[section]}
            {/* The space parts the word from the number for those who read the text. */}
            <span aria-hidden="true">{text(`nav.${section}`)}</span>{' '}
            {count > 0 && (
              <CounterBadge className={styles['badge']} count={count} size="small" aria-hidden="true" />
            )}
          </button>
        );
      })}
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          className={styles['tab']}
          data-tab={id}
          aria-current={id === currentTab ? 'page' : undefined}
          title={title}
          onClick={() => onTab(id)}
        >
          <WindowAppsRegular />
          <span className={styles['title']}>{title}</span>
        </button>
      ))}
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
