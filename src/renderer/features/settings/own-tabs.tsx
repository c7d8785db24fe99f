import { Button, Field, Input } from '@fluentui/react-components';
import { DeleteRegular, WindowAppsRegular } from '@fluentui/react-icons';
import { type FormEvent, useState } from 'react';
import { isTabAddress, MOST_OWN_TABS, type OwnTab } from '../../../shared/domain/custom-tab.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { text } from '../../text/text.ts';
import styles from './calendar-accounts.module.css';

/** The person's own pages beside the lists (X6), where the organisation allows them. */
export function OwnTabs({
  settings: { ownTabs },
  onChange,
}: {
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => void;
}) {
  const { allowsOwnTabs } = useWindowRules();
  return (
    <section aria-labelledby="settings-ownTabs" className={styles['section']}>
      <h3 id="settings-ownTabs" className={styles['title']}>
        {text('settings.ownTabs')}
      </h3>
      <p className={styles['note']}>
        {text(allowsOwnTabs ? 'settings.ownTabs-help' : 'tabs.own-not-allowed')}
      </p>
      {ownTabs.length > 0 && (
        <ul className={styles['list']} aria-labelledby="settings-ownTabs">
          {ownTabs.map((tab, at) => (
            <Row
              // Two may be the same page.
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no state and no other name.
              key={at}
              tab={tab}
              id={`own-${at}`}
              isAllowed={allowsOwnTabs}
              onRemove={() => onChange({ ownTabs: ownTabs.filter((_, other) => other !== at) })}
            />
          ))}
        </ul>
      )}
      {allowsOwnTabs && ownTabs.length < MOST_OWN_TABS && (
        <Add onAdd={(tab) => onChange({ ownTabs: [...ownTabs, tab] })} />
      )}
    </section>
  );
}

function Row({
  tab: { title, url },
  id,
  isAllowed,
  onRemove,
}: {
  readonly tab: OwnTab;
  readonly id: string;
  readonly isAllowed: boolean;
  readonly onRemove: () => void;
}) {
  const isShown = useEntity('tabs', id) !== undefined;
  const name = title || (URL.parse(url)?.hostname ?? url);
  return (
    <li className={styles['account']}>
      <WindowAppsRegular className={styles['icon']} />
      <span className={styles['words']}>
        <bdi className={styles['place']}>{name}</bdi>
        <bdi className={styles['note']}>{url}</bdi>
        {isAllowed && !isShown && <span className={styles['problem']}>{text('tabs.own-refused')}</span>}
      </span>
      <Button
        appearance="subtle"
        size="small"
        icon={<DeleteRegular />}
        aria-label={text('tabs.own-remove', { title: name })}
        onClick={onRemove}
      />
    </li>
  );
}

const EMPTY: OwnTab = { title: '', url: '' };

function Add({ onAdd }: { readonly onAdd: (tab: OwnTab) => void }) {
  const [draft, setDraft] = useState(EMPTY);
  const [isUnfit, setUnfit] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const url = URL.parse(draft.url.trim());
    setUnfit(!isTabAddress(url));
    if (!isTabAddress(url)) return;
    onAdd({ title: draft.title.trim(), url: url.href });
    setDraft(EMPTY);
  };
  return (
    <form className={styles['form']} onSubmit={submit} noValidate aria-label={text('tabs.own-add')}>
      <Field label={text('tabs.own-name')}>
        <Input
          value={draft.title}
          maxLength={40}
          onChange={(_, { value }) => setDraft({ ...draft, title: value })}
        />
      </Field>
      <Field label={text('tabs.own-address')} {...(isUnfit && { validationMessage: text('tabs.own-unfit') })}>
        <Input
          type="url"
          dir="ltr"
          spellCheck={false}
          autoComplete="off"
          maxLength={2000}
          placeholder={text('tabs.own-address-hint')}
          value={draft.url}
          onChange={(_, { value }) => setDraft({ ...draft, url: value })}
        />
      </Field>
      <div className={styles['buttons']}>
        <Button type="submit" size="small">
          {text('tabs.own-add')}
        </Button>
      </div>
    </form>
  );
}
