import { Button } from '@fluentui/react-components';
import {
  AlertRegular,
  ArrowLeftRegular,
  CalendarRegular,
  CallRegular,
  ChatRegular,
  ChevronRightRegular,
  EyeRegular,
  InfoRegular,
  KeyboardRegular,
  PaintBrushRegular,
  PeopleRegular,
  SettingsRegular,
} from '@fluentui/react-icons';
import { type ReactNode, useMemo, useState } from 'react';
import type { HostCaps } from '../../../shared/domain/host-caps.ts';
import type { ModeOffers } from '../../../shared/domain/product-mode.ts';
import { defaultSettings, type Settings } from '../../../shared/domain/settings.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { AccessoryList } from './accessory-list.tsx';
import { About } from './about.tsx';
import { ContactFiles } from './contact-files.tsx';
import { ExportHistory } from './export-history.tsx';
import { HeadsetList } from './headset-list.tsx';
import { HistoryNote } from './history-note.tsx';
import { Destinations } from './destinations.tsx';
import { CalendarAccounts } from './calendar-accounts.tsx';
import { IdlePermission } from './idle-permission.tsx';
import { LinkPrograms } from './link-programs.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import styles from './preferences-pane.module.css';
import { SettingControl } from './setting-control.tsx';
import {
  findSettings,
  pagesOf,
  resetOf,
  type SettingItem,
  type SettingPage,
  settingsFor,
} from './setting-list.ts';
import { SoftphoneChoice } from './softphone-choice.tsx';

export interface PreferencesPaneProps {
  readonly caps: HostCaps;
  readonly offers: ModeOffers;
  /** Gives the window the small look of the docked one. */
  readonly onDock: () => void;
}

/** Everything one can choose: pages, and a search over all of them. Each change holds at once. */
export function PreferencesPane({ caps, offers, onDock }: PreferencesPaneProps) {
  const { call } = useBridge();
  const settings = useOnly('settings') ?? defaultSettings;
  const items = useMemo(() => settingsFor(caps, offers), [caps, offers]);
  const [query, setQuery] = useState('');
  const [page, setPage] = useState<SettingPage>();
  const [failure, setFailure] = useState<Failure>();
  const change = (changes: Partial<Settings>) =>
    void call('settings/set', changes).then((result) => setFailure(result.ok ? undefined : result.error));
  const isSearching = query.trim() !== '';
  return (
    <div className={styles['pane']}>
      <SearchField
        className={styles['search']}
        value={query}
        placeholder={text('settings.search')}
        aria-label={text('settings.search')}
        onChange={(_, data) => setQuery(data.value)}
      />
      {failure && <ErrorBar failure={failure} />}
      <div className={styles['body']}>
        {isSearching ? (
          <Found items={findSettings(items, query, wordsOf)} settings={settings} onChange={change} />
        ) : page === undefined ? (
          <PageList pages={pagesOf(items)} onOpen={setPage} />
        ) : (
          <Page
            page={page}
            items={items.filter((item) => item.page === page)}
            caps={caps}
            onDock={onDock}
            settings={settings}
            onChange={change}
            onBack={() => setPage(undefined)}
          />
        )}
      </div>
    </div>
  );
}

const wordsOf = ({ key, page }: SettingItem) =>
  [text(`settings.${key}`), text(`settings.${key}-help`), text(`settings.page.${page}`)].join(' ');

const icons: Readonly<Record<SettingPage, ReactNode>> = {
  general: <SettingsRegular />,
  status: <EyeRegular />,
  calendar: <CalendarRegular />,
  notifications: <AlertRegular />,
  audio: <CallRegular />,
  keyboard: <KeyboardRegular />,
  chats: <ChatRegular />,
  contacts: <PeopleRegular />,
  appearance: <PaintBrushRegular />,
  about: <InfoRegular />,
};

function PageList({
  pages,
  onOpen,
}: {
  readonly pages: readonly SettingPage[];
  readonly onOpen: (page: SettingPage) => void;
}) {
  return (
    <nav aria-label={text('settings.pages')}>
      <ul className={styles['pages']}>
        {pages.map((page) => (
          <li key={page}>
            <button
              type="button"
              className={styles['page-link']}
              data-page={page}
              onClick={() => onOpen(page)}
            >
              {icons[page]}
              <span>{text(`settings.page.${page}`)}</span>
              <ChevronRightRegular className={styles['chevron']} />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface ControlsProps {
  readonly items: readonly SettingItem[];
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => void;
}

function Page({
  page,
  caps,
  onDock,
  onBack,
  ...controls
}: ControlsProps & {
  readonly page: SettingPage;
  readonly caps: HostCaps;
  readonly onDock: () => void;
  readonly onBack: () => void;
}) {
  const { savesChats } = useWindowRules();
  return (
    <section aria-labelledby="settings-page" className={styles['page']}>
      <header className={styles['page-head']}>
        <Button
          appearance="subtle"
          size="small"
          icon={<ArrowLeftRegular className={styles['arrow']} />}
          aria-label={text('settings.back')}
          autoFocus
          onClick={onBack}
        />
        <h2 id="settings-page">{text(`settings.page.${page}`)}</h2>
      </header>
      {page === 'about' ? (
        <About caps={caps} />
      ) : (
        <>
          <Controls {...controls} />
          {page === 'audio' && <HeadsetList />}
          {page === 'audio' && <AccessoryList />}
          {page === 'general' && !caps.dockedWindow && (
            <Button size="small" className={styles['reset']} onClick={onDock}>
              {text('docked.look')}
            </Button>
          )}
          {page === 'general' && caps.protocolHandlers && <LinkPrograms />}
          {page === 'audio' && <Destinations />}
          {page === 'audio' && <SoftphoneChoice />}
          {page === 'status' && !caps.seesIdle && <IdlePermission />}
          {page === 'calendar' && <CalendarAccounts />}
          {page === 'chats' && <HistoryNote />}
          {page === 'chats' && savesChats && <ExportHistory />}
          {page === 'contacts' && <ContactFiles />}
          <Button
            size="small"
            className={styles['reset']}
            onClick={() => controls.onChange(resetOf(controls.items))}
          >
            {text('settings.reset')}
          </Button>
        </>
      )}
    </section>
  );
}

function Controls({ items, settings, onChange }: ControlsProps) {
  return items.map((item) => (
    <SettingControl key={item.key} item={item} settings={settings} onChange={onChange} />
  ));
}

function Found(props: ControlsProps) {
  if (props.items.length === 0)
    return (
      <p className={styles['empty']} role="status">
        {text('settings.search-none')}
      </p>
    );
  return pagesOf(props.items)
    .map((page) => ({ page, items: props.items.filter((item) => item.page === page) }))
    .filter(({ items }) => items.length > 0)
    .map(({ page, items }) => (
      <section key={page} className={styles['page']} aria-label={text(`settings.page.${page}`)}>
        <h2 className={styles['found-page']}>{text(`settings.page.${page}`)}</h2>
        <Controls {...props} items={items} />
      </section>
    ));
}
