import type { ContactId, ConversationId } from '../../shared/domain/ids.ts';
import type { Session } from '../../shared/domain/session.ts';
import { useEntity } from '../bridge/bridge-context.tsx';
import { BroadcastDialog } from '../features/contacts/broadcast-dialog.tsx';
import { ContactCard } from '../features/contacts/contact-card.tsx';
import { ContactForm } from '../features/contacts/contact-form.tsx';
import { RenameGroupDialog } from '../features/contacts/rename-group-dialog.tsx';
import { FindRoomDialog } from '../features/rooms/find-room-dialog.tsx';
import { NewRoomDialog } from '../features/rooms/new-room-dialog.tsx';
import { ConnectionStatus } from '../features/settings/connection-status.tsx';
import { SignOutDialog } from '../features/settings/sign-out-dialog.tsx';
import type { HubState } from './use-hub.ts';

export interface HubDialogsProps {
  readonly hub: HubState;
  readonly session: Extract<Session, { phase: 'signed-in' }>;
}

/** The one dialog that the person has opened, if any. */
export function HubDialogs({ hub, session }: HubDialogsProps) {
  const close = () => hub.show(undefined);
  const open = (conversationId: ConversationId) => {
    close();
    hub.go({ section: 'chats', conversationId });
  };
  switch (hub.dialog?.kind) {
    case 'card':
      return (
        <ContactCard
          id={hub.dialog.id}
          isEditing={hub.dialog.isEditing}
          actions={hub.actions}
          pictureOf={hub.pictureOf}
          onEdit={(id) => hub.show({ kind: 'edit-contact', id })}
          onClose={close}
        />
      );
    case 'new-contact':
      return <ContactForm hasChat={hub.offers.hasChats} onClose={close} />;
    case 'edit-contact':
      return <EditContact id={hub.dialog.id} onClose={close} />;
    case 'broadcast':
      return <BroadcastDialog group={hub.dialog.group} onClose={close} />;
    case 'rename-group':
      return <RenameGroupDialog group={hub.dialog.group} onClose={close} />;
    case 'connection':
      return <ConnectionStatus session={session} onClose={close} />;
    case 'new-room':
      return <NewRoomDialog onOpen={open} onClose={close} />;
    case 'find-room':
      return <FindRoomDialog onOpen={open} onClose={close} />;
    case 'sign-out':
      return <SignOutDialog onClose={close} />;
    default:
      return null;
  }
}

function EditContact({ id, onClose }: { readonly id: ContactId; readonly onClose: () => void }) {
  const contact = useEntity('contacts', id);
  return contact ? <ContactForm contact={contact} hasChat={false} onClose={onClose} /> : null;
}
