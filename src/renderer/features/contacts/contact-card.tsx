import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { ChatRegular, CopyRegular, DismissRegular, MailRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useEntity, useOnly } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { text } from '../../text/text.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import styles from './contact-card.module.css';
import { ContactEditForm } from './contact-edit-form.tsx';
import { PeopleWatchActions } from './people-watch-actions.tsx';
import type { ContactActions } from './contacts-pane.tsx';

export interface ContactCardProps {
  readonly id: ContactId;
  /** Name and groups are being changed from the start. */
  readonly isEditing?: boolean | undefined;
  readonly actions: ContactActions;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  /** Of a contact of this computer: everything can be changed. */
  readonly onEdit: (id: ContactId) => void;
  readonly onClose: () => void;
}

/** Everything known of one person; each address and number can be used and copied. */
export function ContactCard(props: ContactCardProps) {
  const { id, actions, pictureOf, onEdit, onClose } = props;
  const { call } = useBridge();
  const listed = useEntity('contacts', id);
  const [fetched, setFetched] = useState<Contact>();
  const [failure, setFailure] = useState<Failure>();
  const [isEditing, setEditing] = useState(props.isEditing === true);
  useEffect(() => {
    const controller = new AbortController();
    void call('contacts/card', { id }, { signal: controller.signal }).then((result) => {
      if (result.ok) setFetched(result.value);
      else if (!controller.signal.aborted) setFailure(result.error);
    });
    return () => controller.abort();
  }, [call, id]);
  const contact =
    fetched && listed
      ? { ...fetched, ...listed, phones: fetched.phones.length > 0 ? fetched.phones : listed.phones }
      : (listed ?? fetched);
  const act = async (
    name: 'contacts/add' | 'contacts/remove' | 'contacts/update',
    change: { name: string; groups: string[] },
  ) => {
    const result =
      name === 'contacts/remove'
        ? await call(name, { id })
        : name === 'contacts/update'
          ? await call(name, { id, ...change })
          : await call(name, { address: id, ...change });
    setFailure(result.ok ? undefined : result.error);
    if (result.ok) setEditing(false);
  };

  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()} modalType="modal">
      <DialogSurface className={styles['surface']} aria-label={text('card.title')}>
        <DialogBody>
          <DialogTitle
            action={
              <Button
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={text('card.close')}
                onClick={onClose}
              />
            }
          >
            <bdi>{contact?.name ?? id}</bdi>
          </DialogTitle>
          <DialogContent className={styles['content']}>
            {failure && <ErrorBar failure={failure} />}
            {contact && <Facts contact={contact} actions={actions} pictureOf={pictureOf} />}
            {contact && <PeopleWatchActions contact={contact} />}
            {contact && isEditing && (
              <ContactEditForm
                contact={contact}
                onSave={(change) => void act('contacts/update', change)}
                onCancel={() => setEditing(false)}
              />
            )}
          </DialogContent>
          {contact && !isEditing && (
            <DialogActions fluid className={styles['footer']}>
              <Membership
                contact={contact}
                onEdit={() => (contact.isLocal ? onEdit(id) : setEditing(true))}
                onChange={(name) => void act(name, { name: contact.name, groups: contact.groups })}
              />
            </DialogActions>
          )}
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Facts({
  contact,
  actions,
  pictureOf,
}: { readonly contact: Contact } & Pick<ContactCardProps, 'actions' | 'pictureOf'>) {
  const { presence } = contact;
  const own = useOnly('self')?.address;
  const obstacle = useCallObstacle();
  const domain = domainOf(contact.address) === domainOf(own) ? undefined : domainOf(contact.address);
  return (
    <>
      <div className={styles['head']}>
        <PersonAvatar
          name={contact.name}
          picture={pictureOf(contact.avatarHash)}
          show={contact.isLocal ? undefined : presence.show}
          size={96}
        />
        <div className={styles['who']}>
          <p>{contact.isLocal ? text('contacts.local') : text(`presence.${presence.show}`)}</p>
          {presence.status && <p dir="auto">{presence.status}</p>}
          {domain !== undefined && <p>{text('card.elsewhere', { domain })}</p>}
          <p className={styles['quiet']}>{[contact.title, contact.department].filter(Boolean).join(', ')}</p>
        </div>
      </div>
      <dl className={styles['facts']}>
        {contact.address !== undefined && (
          <Fact label={text('card.address')} value={contact.address}>
            {actions.chat && (
              <Button
                size="small"
                icon={<ChatRegular />}
                onClick={() => contact.address !== undefined && actions.chat?.(contact.address)}
              >
                {text('card.chat')}
              </Button>
            )}
            {actions.call && (
              <CallButton
                obstacle={obstacle}
                size="small"
                appearance="subtle"
                aria-label={text('card.call-address', { address: contact.address })}
                onClick={() => contact.address !== undefined && actions.call?.(contact.address)}
              />
            )}
          </Fact>
        )}
        {contact.phones.map((phone) => (
          <Fact
            key={`${phone.kind}${phone.number}`}
            label={text(`card.phone.${phone.kind}`)}
            value={phone.number}
          >
            {actions.call && (
              <CallButton
                obstacle={obstacle}
                size="small"
                aria-label={text('card.call-number', { number: phone.number })}
                onClick={() => actions.call?.(phone.number)}
              >
                {text('card.call')}
              </CallButton>
            )}
          </Fact>
        ))}
        <MoreFacts contact={contact} actions={actions} />
        {contact.groups.length > 0 && <Fact label={text('card.groups')} value={contact.groups.join(', ')} />}
      </dl>
    </>
  );
}

/** Of another organisation: reached from server to server (M15). */
const domainOf = (address: string | undefined) => address?.slice(address.lastIndexOf('@') + 1);

function MoreFacts({ contact, actions }: { readonly contact: Contact; readonly actions: ContactActions }) {
  const { call } = useBridge();
  const { sipUri, email } = contact;
  const obstacle = useCallObstacle();
  const shownSip = sipUri?.replace(/^sips?:/i, '');
  return (
    <>
      {sipUri !== undefined && shownSip !== undefined && shownSip !== contact.address && (
        <Fact label={text('card.sip')} value={shownSip}>
          {actions.call && (
            <CallButton
              obstacle={obstacle}
              size="small"
              aria-label={text('card.call-address', { address: shownSip })}
              onClick={() => actions.call?.(sipUri)}
            >
              {text('card.call')}
            </CallButton>
          )}
        </Fact>
      )}
      {email !== undefined && (
        <Fact label={text('card.email')} value={email}>
          <Button
            size="small"
            icon={<MailRegular />}
            aria-label={text('card.write-mail', { address: email })}
            onClick={() => void call('links/open-external', { url: `mailto:${encodeURIComponent(email)}` })}
          >
            {text('card.mail')}
          </Button>
        </Fact>
      )}
      {contact.company !== undefined && <Fact label={text('card.company')} value={contact.company} />}
      {contact.manager !== undefined && <Fact label={text('card.manager')} value={contact.manager} />}
      {contact.postalAddress !== undefined && (
        <Fact label={text('card.postal-address')} value={contact.postalAddress} />
      )}
    </>
  );
}

function Fact({
  label,
  value,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly children?: React.ReactNode;
}) {
  return (
    <div className={styles['fact']}>
      <dt>{label}</dt>
      <dd>
        <bdi>{value}</bdi>
        {children}
        <Button
          size="small"
          appearance="subtle"
          icon={<CopyRegular />}
          aria-label={text('card.copy', { value })}
          onClick={() => void navigator.clipboard.writeText(value)}
        />
      </dd>
    </div>
  );
}

function Membership({
  contact,
  onEdit,
  onChange,
}: {
  readonly contact: Contact;
  readonly onEdit: () => void;
  readonly onChange: (command: 'contacts/add' | 'contacts/remove') => void;
}) {
  const isListed =
    contact.isLocal === true ||
    contact.subscription !== 'none' ||
    contact.isPending ||
    contact.groups.length > 0;
  if (!isListed) {
    return contact.address === undefined ? null : (
      <Button appearance="primary" onClick={() => onChange('contacts/add')}>
        {text('card.add')}
      </Button>
    );
  }
  return (
    <>
      <Button onClick={onEdit}>{text(contact.isLocal ? 'card.edit-custom' : 'card.edit')}</Button>
      <Button onClick={() => onChange('contacts/remove')}>{text('card.remove')}</Button>
    </>
  );
}
