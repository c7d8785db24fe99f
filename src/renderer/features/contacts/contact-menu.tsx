import {
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import {
  AlertRegular,
  CallRegular,
  ChatRegular,
  ContactCardRegular,
  DeleteRegular,
  EditRegular,
  MailRegular,
  MegaphoneRegular,
  PeopleTeamRegular,
  PersonProhibitedRegular,
  VideoRegular,
} from '@fluentui/react-icons';
import { Fragment, type ReactNode } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import { useBridge, useEntity, useOnly } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import type { LastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { contactMenuItems, type ContactMenuItem } from './contact-menu-items.ts';
import type { ContactActions, ContactListActions } from './contacts-pane.tsx';
import { addressesByGroup } from './groups.ts';
import type { RosterRow } from './roster-rows.ts';

/** Whose menu, and where the pointer or the row is. */
export interface ContactMenuPlace {
  readonly row: RosterRow;
  readonly at: DOMRect;
}

export interface ContactMenuProps extends ContactMenuPlace {
  readonly actions: ContactActions;
  readonly listActions: ContactListActions;
  readonly watch: LastFailure['watch'];
  readonly onClose: () => void;
}

/** What can be done with a person or a group of the list: by the right button, ContextMenu or Shift+F10. */
export function ContactMenu(props: ContactMenuProps) {
  const { row, at, onClose } = props;
  // Opened by the list, which has the keyboard again afterwards.
  const list = document.activeElement;
  const close = () => {
    onClose();
    if (list instanceof HTMLElement) list.focus();
  };
  const target = { getBoundingClientRect: () => at };
  return (
    <Menu
      open
      onOpenChange={(_, { open }) => !open && close()}
      positioning={{ target, position: 'below', align: 'start' }}
    >
      <MenuPopover onContextMenu={(event) => event.preventDefault()}>
        {row.kind === 'group' ? (
          <OfGroup {...props} group={row.group} />
        ) : (
          <OfContact {...props} id={row.id} />
        )}
      </MenuPopover>
    </Menu>
  );
}

function OfGroup({ group, listActions }: ContactMenuProps & { readonly group: string }) {
  return (
    <MenuList aria-label={text('contacts.menu', { name: group })}>
      {listActions.onBroadcast && (
        <MenuItem icon={<MegaphoneRegular />} onClick={() => listActions.onBroadcast?.(group)}>
          {text('contacts.menu.message-group')}
        </MenuItem>
      )}
      <MenuItem icon={<EditRegular />} onClick={() => listActions.onRenameGroup(group)}>
        {text('contacts.menu.rename-group')}
      </MenuItem>
    </MenuList>
  );
}

function OfContact({ id, ...props }: ContactMenuProps & { readonly id: Contact['id'] }) {
  const contact = useEntity('contacts', id);
  const watch = useOnly('peopleWatch');
  const mode = useOnly('deskPhone')?.mode ?? 'computer';
  if (!contact) return null;
  const parts = contactMenuItems(contact, {
    hasChat: props.actions.chat !== undefined,
    hasCalls: props.actions.call !== undefined,
    hasVideo: mode === 'computer',
    watch,
  });
  return (
    <MenuList aria-label={text('contacts.menu', { name: contact.name })}>
      {parts.map((items, index) => (
        <Fragment key={items[0]?.kind}>
          {index > 0 && <MenuDivider />}
          {items.map((item) =>
            item.kind === 'groups' ? (
              <Groups key="groups" contact={contact} watch={props.watch} />
            ) : (
              <Item
                key={`${item.kind}${'target' in item ? item.target : ''}`}
                {...props}
                item={item}
                contact={contact}
              />
            ),
          )}
        </Fragment>
      ))}
    </MenuList>
  );
}

type PlainItem = Exclude<ContactMenuItem, { readonly kind: 'groups' }>;
interface Face {
  readonly icon: ReactNode;
  readonly label: string;
  readonly beside?: string;
  readonly run: () => void;
}

function Item({
  item,
  contact,
  ...props
}: Omit<ContactMenuProps, 'row' | 'at'> & { readonly item: PlainItem; readonly contact: Contact }) {
  const { call } = useBridge();
  const obstacle = useCallObstacle();
  const isCall = item.kind === 'call' || item.kind === 'video';
  const why = isCall && obstacle !== undefined ? text(`call.obstacle.${obstacle}`) : undefined;
  const { icon, label, beside, run } = faceOf(item, contact, { ...props, call });
  return (
    <MenuItem
      icon={<>{icon}</>}
      secondaryContent={beside}
      disabled={why !== undefined}
      // Seen by whoever points at it, heard by whoever goes to it.
      title={why}
      aria-description={why}
      onClick={run}
    >
      {label}
    </MenuItem>
  );
}

function faceOf(
  item: PlainItem,
  contact: Contact,
  {
    actions,
    listActions,
    watch,
    call,
  }: Pick<ContactMenuProps, 'actions' | 'listActions' | 'watch'> & {
    readonly call: ReturnType<typeof useBridge>['call'];
  },
): Face {
  switch (item.kind) {
    case 'chat':
      return { icon: <ChatRegular />, label: text('card.chat'), run: () => actions.chat?.(item.address) };
    case 'call':
      return {
        icon: <CallRegular />,
        label: text('card.call-number', { number: item.target.replace(/^sips?:/i, '') }),
        beside: item.phone === 'sip' ? '' : text(`card.phone.${item.phone}`),
        run: () => actions.call?.(item.target),
      };
    case 'video':
      return {
        icon: <VideoRegular />,
        label: text('contacts.menu.video'),
        run: () => void watch(call('calls/dial', { target: item.target, isVideo: true })),
      };
    case 'mail':
      return {
        icon: <MailRegular />,
        label: text('contacts.menu.mail'),
        run: () =>
          void watch(call('links/open-external', { url: `mailto:${encodeURIComponent(item.email)}` })),
      };
    default:
      return keptFace(item, contact, { listActions, watch, call, card: actions.card });
  }
}

type KeptItem = Exclude<PlainItem, { readonly kind: 'chat' | 'call' | 'video' | 'mail' }>;

/** What concerns the list, not talking. */
function keptFace(
  item: KeptItem,
  contact: Contact,
  {
    listActions,
    watch,
    call,
    card,
  }: Pick<ContactMenuProps, 'listActions' | 'watch'> & {
    readonly call: ReturnType<typeof useBridge>['call'];
    readonly card: ContactActions['card'];
  },
): Face {
  const { id } = contact;
  switch (item.kind) {
    case 'card':
      return { icon: <ContactCardRegular />, label: text('contacts.menu.card'), run: () => card(id) };
    case 'edit':
      return {
        icon: <EditRegular />,
        label: text(contact.isLocal ? 'card.edit-custom' : 'card.edit'),
        run: () => listActions.onEdit(contact),
      };
    case 'alert':
      return {
        icon: <AlertRegular />,
        label: text(item.isOn ? 'people.no-alert' : 'people.alert'),
        run: () => void watch(call('people/alert', { address: item.address, isOn: !item.isOn })),
      };
    case 'block':
      return {
        icon: <PersonProhibitedRegular />,
        label: text(item.isBlocked ? 'people.unblock' : 'people.block'),
        run: () => void watch(call('people/block', { address: item.address, isBlocked: !item.isBlocked })),
      };
    case 'remove':
      return {
        icon: <DeleteRegular />,
        label: text('card.remove'),
        run: () => void watch(call('contacts/remove', { id })),
      };
  }
}

/** In which of the list's groups the person is; ticking takes effect at once, and the menu stays. */
function Groups({ contact, watch }: { readonly contact: Contact; readonly watch: LastFailure['watch'] }) {
  const { call, store } = useBridge();
  const { id, name } = contact;
  const groups = [...addressesByGroup(store.all('contacts').values()).keys()];
  if (groups.length === 0) return null;
  return (
    <Menu
      persistOnItemClick
      checkedValues={{ groups: [...contact.groups] }}
      onCheckedValueChange={(_, { checkedItems }) =>
        void watch(call('contacts/update', { id, name, groups: [...checkedItems] }))
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuItem icon={<PeopleTeamRegular />}>{text('card.groups')}</MenuItem>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {groups.map((group) => (
            <MenuItemCheckbox key={group} name="groups" value={group}>
              <bdi>{group}</bdi>
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
