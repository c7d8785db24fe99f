import { Button } from '@fluentui/react-components';
import { MegaphoneRegular, PeopleRegular, PersonAddRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { useBridge, useEntity, useOnly } from '../../bridge/bridge-context.tsx';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { ContactMenu, type ContactMenuPlace } from './contact-menu.tsx';
import styles from './contacts-pane.module.css';
import { ContactRow, GroupRow } from './roster-row-views.tsx';
import type { RosterRow } from './roster-rows.ts';
import { useRosterRows } from './use-roster-rows.ts';

export interface ContactActions {
  /** Absent where this deployment has no chat. */
  readonly chat: ((address: string) => void) | undefined;
  /** Absent where this deployment has no phone. */
  readonly call: ((target: string, line?: string) => void) | undefined;
  readonly card: (id: ContactId) => void;
}

/** What can be set about from the list itself. */
export interface ContactListActions {
  readonly onNew: () => void;
  /** Absent where this deployment has no chat. `group`: to everybody in it. */
  readonly onBroadcast: ((group?: string) => void) | undefined;
  readonly onRenameGroup: (group: string) => void;
  /** Name and groups, or everything of one of this computer. */
  readonly onEdit: (contact: Contact) => void;
}

export interface ContactsPaneProps {
  readonly actions: ContactActions;
  readonly listActions: ContactListActions;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  readonly onSearch: () => void;
  /** Called once the list is on screen, with the number of contacts. */
  readonly onPainted: (count: number) => void;
}

const rowHeights = { comfortable: { contact: 48, group: 32 }, compact: { contact: 32, group: 24 } };

/** The contact list in its groups. */
export function ContactsPane({ actions, listActions, pictureOf, onSearch, onPainted }: ContactsPaneProps) {
  const settings = useOnly('settings') ?? defaultSettings;
  const [closedGroups, setClosedGroups] = useState<ReadonlySet<string>>(new Set());
  const order = useMemo(
    () => ({ sortBy: settings.sortContactsBy, showOffline: settings.showOfflineContacts, closedGroups }),
    [settings, closedGroups],
  );
  const rows = useRosterRows(order);
  const [menu, setMenu] = useState<ContactMenuPlace>();
  const { failure, watch, dismiss } = useLastFailure();
  const count = useMemo(
    () => rows.reduce((sum, row) => (row.kind === 'group' ? sum + row.total : sum), 0),
    [rows],
  );
  useEffect(() => {
    if (count === 0) return;
    const frame = requestAnimationFrame(() => onPainted(count));
    return () => cancelAnimationFrame(frame);
  }, [count, onPainted]);

  const toggle = (group: string, isOpen: boolean) => {
    const next = new Set(closedGroups);
    if (isOpen) next.delete(group);
    else next.add(group);
    setClosedGroups(next);
  };
  const onKey = (event: KeyboardEvent, row: RosterRow): boolean => {
    if (row.kind === 'group') {
      if (event.key === 'F2' && row.group !== '') {
        listActions.onRenameGroup(row.group);
        return true;
      }
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return false;
      toggle(row.group, event.key === 'ArrowRight');
      return true;
    }
    if (event.key.toLowerCase() === 'i' && (event.ctrlKey || event.metaKey)) {
      actions.card(row.id);
      return true;
    }
    return false;
  };

  const isOnItsWay = useEntity('services', 'chat')?.state === 'connecting';
  const activate = useActivate(actions);

  if (rows.length === 0) {
    if (isOnItsWay) return <SkeletonRows />;
    return <NoContacts {...listActions} onSearch={onSearch} />;
  }
  const heights = rowHeights[settings.density];
  return (
    <div className={styles['pane']}>
      <Tools {...listActions} />
      {failure && <ErrorBar failure={failure} action={{ label: text('app.dismiss'), run: dismiss }} />}
      <div className={styles['rows']}>
        <VirtualList
          items={rows}
          rowHeight={(row) => heights[row.kind]}
          label={text('contacts.list')}
          keyOf={(row) => row.key}
          nameOf={(row) => (row.kind === 'contact' ? row.name : row.group)}
          onKey={onKey}
          onMenu={(row, at) => (row.kind === 'contact' || row.group !== '') && setMenu({ row, at })}
          onActivate={(row) => {
            if (row.kind === 'group') toggle(row.group, !row.isOpen);
            // Without chat a click shows who it is: a slip of the hand must not ring somebody.
            else activate(row.id);
          }}
          renderRow={(row) =>
            row.kind === 'group' ? (
              <GroupRow row={row} actions={listActions} />
            ) : (
              <ContactRow id={row.id} density={settings.density} actions={actions} pictureOf={pictureOf} />
            )
          }
        />
      </div>
      {menu && (
        <ContactMenu
          {...menu}
          actions={actions}
          listActions={listActions}
          watch={watch}
          onClose={() => setMenu(undefined)}
        />
      )}
    </div>
  );
}

/** What opening a contact does: as the administrator says, and what there is to do it with. */
function useActivate(actions: ContactActions): (id: ContactId) => void {
  const { store } = useBridge();
  const { contactAction } = useWindowRules();
  return (id) => {
    const contact = store.get('contacts', id);
    const address = contact?.address;
    const number = contact?.phones[0]?.number;
    if (contactAction === 'call' && actions.call && number !== undefined) actions.call(number);
    else if (actions.chat && address !== undefined) actions.chat(address);
    else actions.card(id);
  };
}

function NoContacts({ onSearch, ...listActions }: ContactListActions & Pick<ContactsPaneProps, 'onSearch'>) {
  return (
    <div className={styles['pane']}>
      <Tools {...listActions} isEmpty />
      <EmptyState icon={<PeopleRegular />} text={text('contacts.empty')}>
        <Button onClick={onSearch}>{text('contacts.empty-action')}</Button>
      </EmptyState>
    </div>
  );
}

function Tools({
  onNew,
  onBroadcast,
  isEmpty = false,
}: Pick<ContactListActions, 'onNew' | 'onBroadcast'> & { readonly isEmpty?: boolean }) {
  return (
    <div className={styles['tools']}>
      <Button appearance="subtle" icon={<PersonAddRegular />} onClick={onNew}>
        {text('contacts.new')}
      </Button>
      {onBroadcast && !isEmpty && (
        <Button
          appearance="subtle"
          icon={<MegaphoneRegular />}
          title={text('contacts.broadcast')}
          aria-label={text('contacts.broadcast')}
          onClick={() => onBroadcast()}
        />
      )}
    </div>
  );
}
