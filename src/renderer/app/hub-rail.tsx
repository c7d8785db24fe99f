import { Badge, CounterBadge } from '@fluentui/react-components';
import {
  CallRegular,
  ChatRegular,
  PeopleRegular,
  SettingsRegular,
  VoicemailRegular,
  WindowAppsRegular,
} from '@fluentui/react-icons';
import { useEffect, useMemo, useRef } from 'react';
import type { CustomTab } from '../../shared/domain/custom-tab.ts';
import { offersOf, type ProductMode } from '../../shared/domain/product-mode.ts';
import { useEntities, useOnly } from '../bridge/bridge-context.tsx';
import { plural, text } from '../text/text.ts';
import styles from './hub.module.css';
import type { Section } from './navigation.ts';

/** Tabs exist only for what the deployment gives (A6). */
export function sectionsOf(mode: ProductMode, hasVoicemail: boolean): readonly Section[] {
  const { sections, hasCalls } = offersOf(mode);
  return [...sections, ...(hasCalls && hasVoicemail ? (['voicemail'] as const) : []), 'settings'];
}

/** There is a list, or a server that says when something waits. */
export function useHasVoicemail(): boolean {
  const mailbox = useOnly('voicemail');
  return mailbox !== undefined && (mailbox.state !== 'none' || mailbox.isWaiting);
}

const icons: Readonly<Record<Section, React.ReactNode>> = {
  contacts: <PeopleRegular />,
  chats: <ChatRegular />,
  calls: <CallRegular />,
  voicemail: <VoicemailRegular />,
  settings: <SettingsRegular />,
};

/** The way between the sections, with what waits in them. */
export function HubRail({
  sections,
  current,
  tabs,
  tabBadges,
  currentTab,
  onGo,
  onTab,
}: {
  readonly sections: readonly Section[];
  readonly current: Section;
  readonly tabs: readonly CustomTab[];
  /** What pages have written on their tabs, by id. */
  readonly tabBadges: ReadonlyMap<string, string>;
  readonly currentTab: string | undefined;
  readonly onGo: (section: Section) => void;
  readonly onTab: (id: string) => void;
}) {
  const unread = useUnread();
  const missed = useOnly('missedCalls')?.count ?? 0;
  const mailbox = useOnly('voicemail');
  const sectionTab = (section: Section) => {
    const fresh = section === 'voicemail' ? mailbox : undefined;
    const count = { chats: unread, calls: missed }[section as string] ?? fresh?.unreadCount ?? 0;
    const isWaiting = count > 0 || fresh?.isWaiting === true;
    const label = labelOf(section, count, isWaiting);
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
        {isWaiting && (
          <CounterBadge
            className={styles['badge']}
            {...{ count, dot: count === 0, size: 'small', 'aria-hidden': true }}
          />
        )}
      </button>
    );
  };
  return (
    <nav className={styles['rail']} aria-label={text('nav.label')}>
      {sections.filter((section) => section !== 'settings').map(sectionTab)}
      {tabs.map((tab) => (
        <PageTab
          key={tab.id}
          tab={tab}
          badge={tabBadges.get(tab.id)}
          isCurrent={tab.id === currentTab}
          onGo={() => onTab(tab.id)}
        />
      ))}
      {sections.filter((section) => section === 'settings').map(sectionTab)}
    </nav>
  );
}

/** The way to a page of the organisation's or of one's own. */
function PageTab({
  tab: { id, title, icon },
  badge,
  isCurrent,
  onGo,
}: {
  readonly tab: CustomTab;
  readonly badge: string | undefined;
  readonly isCurrent: boolean;
  readonly onGo: () => void;
}) {
  const label = badge === undefined ? title : text('tabs.with-badge', { title, badge });
  return (
    <button
      type="button"
      className={styles['tab']}
      data-tab={id}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={label}
      title={label}
      onClick={onGo}
    >
      {icon === undefined ? <WindowAppsRegular /> : <img className={styles['picture']} src={icon} alt="" />}
      <span className={styles['title']} aria-hidden="true">
        {title}
      </span>{' '}
      {badge !== undefined && (
        <Badge className={styles['badge']} size="small" appearance="filled" color="brand" aria-hidden>
          {badge}
        </Badge>
      )}
    </button>
  );
}

/** The badge's highest number; more is said as it stands there. */
const MOST_COUNTED = 99;

function labelOf(section: Section, count: number, isWaiting: boolean): string {
  const shown = { shown: count > MOST_COUNTED ? `${MOST_COUNTED}+` : count };
  if (section === 'chats' && count > 0) return plural('nav.chats-unread', count, shown);
  if (section === 'calls' && count > 0) return plural('nav.calls-missed', count, shown);
  if (section === 'voicemail' && count > 0) return plural('nav.voicemail-new', count, shown);
  return text(section === 'voicemail' && isWaiting ? 'nav.voicemail-waiting' : `nav.${section}`);
}

function useUnread(): number {
  const conversations = useEntities('conversations');
  const unread = useMemo(
    () => [...conversations.values()].reduce((sum, one) => sum + one.unreadCount, 0),
    [conversations],
  );
  useTitle(unread > 0 ? `(${unread}) ${text('app.name')}` : text('app.name'));
  return unread;
}

/** Each change goes through browser and desktop: in a flood of messages it follows twice a second. */
const TITLE_MS = 500;

function useTitle(title: string): void {
  const setAt = useRef(-Infinity);
  useEffect(() => {
    const timer = setTimeout(
      () => {
        setAt.current = performance.now();
        document.title = title;
      },
      Math.max(0, setAt.current + TITLE_MS - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [title]);
}
