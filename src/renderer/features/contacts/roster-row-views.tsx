import {
  CallRegular,
  ChatRegular,
  ChevronDownRegular,
  ChevronRightRegular,
  ContactCardRegular,
  EditRegular,
  MegaphoneRegular,
} from '@fluentui/react-icons';
import { memo } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { PointerAction } from '../../ui/pointer-action.tsx';
import type { ContactListActions, ContactsPaneProps } from './contacts-pane.tsx';
import styles from './contacts-pane.module.css';
import type { RosterRow } from './roster-rows.ts';

/** A group's name, and how many of it are there. */
export function GroupRow({
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
      <bdi className={styles['group-count']}>
        {text('contacts.group-count', { online: row.online, total: row.total })}
      </bdi>
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

/** One person: how they are, and what the pointer can do with them. */
export const ContactRow = memo(function ContactRow({
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
