import { Button } from '@fluentui/react-components';
import {
  CallRegular,
  ChatRegular,
  ChevronDownRegular,
  ChevronRightRegular,
  ContactCardRegular,
  EditRegular,
  MegaphoneRegular,
  PersonAddRegular,
} from '@fluentui/react-icons';
import { type KeyboardEvent, memo, useEffect, useMemo, useState } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { useBridge, useEntity, useOnly } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { PointerAction } from '../../ui/pointer-action.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import styles from './contacts-pane.module.css';
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
  const { store } = useBridge();
  const activate = (id: ContactId) => {
    const address = store.get('contacts', id)?.address;
    if (actions.chat && address !== undefined) actions.chat(address);
    else actions.card(id);
  };

  if (rows.length === 0) {
    if (isOnItsWay) return <SkeletonRows />;
    return (
      <div className={styles['pane']}>
        <Tools {...listActions} isEmpty />
        <div className={styles['empty']}>
          <p>{text('contacts.empty')}</p>
          <Button onClick={onSearch}>{text('contacts.empty-action')}</Button>
        </div>
      </div>
    );
  }
  const heights = rowHeights[settings.density];
  return (
    <div className={styles['pane']}>
      <Tools {...listActions} />
      <div className={styles['rows']}>
        <VirtualList
          items={rows}
          rowHeight={(row) => heights[row.kind]}
          label={text('contacts.list')}
          keyOf={(row) => row.key}
          nameOf={(row) => (row.kind === 'contact' ? row.name : row.group)}
          onKey={onKey}
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
    </div>
  );
}

function Tools({ onNew, onBroadcast, isEmpty = false }: ContactListActions & { readonly isEmpty?: boolean }) {
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

function GroupRow({
  row,
  actions,
}: {
  readonly row: Extract<RosterRow, { kind: 'group' }>;
  readonly actions: ContactListActions;
}) {
  const name = row.group === '' ? text('contacts.no-group') : row.group;
  return (
    <div className={styles['group']}>
      <span className="p-visually-hidden">
        {text(row.isOpen ? 'contacts.group.collapse' : 'contacts.group.expand', { group: name })}
      </span>
      {row.isOpen ? <ChevronDownRegular /> : <ChevronRightRegular />}
      <bdi className={styles['group-name']}>{name}</bdi>
      <span className={styles['group-count']}>
        {text('contacts.group-count', { online: row.online, total: row.total })}
      </span>
      {row.group !== '' && (
        <div className={styles['group-actions']}>
          {actions.onBroadcast && (
            <PointerAction
              label={text('contacts.group.message', { group: row.group })}
              onPress={() => actions.onBroadcast?.(row.group)}
            >
              <MegaphoneRegular />
            </PointerAction>
          )}
          <PointerAction
            label={text('contacts.group.rename', { group: row.group })}
            onPress={() => actions.onRenameGroup(row.group)}
          >
            <EditRegular />
          </PointerAction>
        </div>
      )}
    </div>
  );
}

const ContactRow = memo(function ContactRow({
  id,
  density,
  actions,
  pictureOf,
}: { readonly id: ContactId; readonly density: 'comfortable' | 'compact' } & Pick<
  ContactsPaneProps,
  'actions' | 'pictureOf'
>) {
  const contact = useEntity('contacts', id);
  const obstacle = useCallObstacle();
  if (!contact) return null;
  const { name } = contact;
  const target = contact.phones[0]?.number ?? contact.sipUri ?? contact.address;
  return (
    <div className={styles['contact']} data-density={density} data-show={contact.presence.show}>
      <PersonAvatar
        name={name}
        picture={pictureOf(contact.avatarHash)}
        show={contact.isLocal ? undefined : contact.presence.show}
        size={density === 'compact' ? 24 : 32}
      />
      <div className={styles['text']}>
        <bdi className={styles['name']}>{name}</bdi>
        <span className={styles['status']} dir="auto">
          {statusLine(contact)}
        </span>
      </div>
      {/* Reached with the keyboard by Enter and Ctrl+I on the row; these are for the pointer. */}
      <div className={styles['actions']}>
        {actions.chat && contact.address !== undefined && (
          <PointerAction label={text('contacts.chat', { name })} onPress={() => actions.chat?.(id)}>
            <ChatRegular />
          </PointerAction>
        )}
        {actions.call && target !== undefined && (
          <PointerAction
            label={text('contacts.call', { name })}
            obstacle={obstacle}
            onPress={() => actions.call?.(target)}
          >
            <CallRegular />
          </PointerAction>
        )}
        <PointerAction label={text('contacts.card', { name })} onPress={() => actions.card(id)}>
          <ContactCardRegular />
        </PointerAction>
      </div>
    </div>
  );
});

function statusLine(contact: Contact): string {
  if (contact.isLocal) return contact.phones[0]?.number ?? contact.company ?? text('contacts.local');
  if (contact.isPending) return text('contacts.pending');
  const words = text(`presence.${contact.presence.show}`);
  const { status = '' } = contact.presence;
  // Many clients write the state into the message too: it is said once.
  const isRepeated = status.trim().toLocaleLowerCase() === words.toLocaleLowerCase();
  return status === '' || isRepeated ? words : `${words} · ${status}`;
}
