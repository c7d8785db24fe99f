import type { ConversationId } from '../../shared/domain/ids.ts';
import type { Session } from '../../shared/domain/session.ts';
import { ContactCard } from '../features/contacts/contact-card.tsx';
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
        <ContactCard id={hub.dialog.id} actions={hub.actions} pictureOf={hub.pictureOf} onClose={close} />
      );
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
