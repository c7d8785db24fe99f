import { useState } from 'react';
import type { Room } from '../../shared/domain/room.ts';
import { type OccupantAddress, occupantOf } from '../../shared/domain/occupant-address.ts';
import { useEntity, useEntityBut } from '../bridge/bridge-context.tsx';
import { ConversationPane, type ConversationPaneProps } from '../features/chat/conversation-pane.tsx';
import { ServerBar } from '../features/chat/server-bar.tsx';
import { PrivateHeader } from '../features/rooms/private-header.tsx';
import { RenamedBar } from '../features/rooms/renamed-bar.tsx';
import { RoomBar } from '../features/rooms/room-bar.tsx';
import { RoomHeader } from '../features/rooms/room-header.tsx';
import { RoomPanel } from '../features/rooms/room-panel.tsx';
import styles from './hub.module.css';

export interface AnyConversationProps
  extends Omit<ConversationPaneProps, 'header' | 'notice' | 'nick' | 'isClosed'> {
  readonly onChat: ((address: string) => void) | undefined;
}

/** What is said in a conversation changes all of this, and not its name. */
const UNNAMED = ['lastMessage', 'unreadCount', 'draft', 'isPeerTyping', 'peerReadUpTo'] as const;

/** The open conversation: of two, or a room's with its header and who is in it. */
export function AnyConversation({ onChat, ...props }: AnyConversationProps) {
  const room = useEntity('rooms', props.conversationId);
  const occupant = occupantOf(props.conversationId);
  if (occupant) return <PrivateConversation {...props} occupant={occupant} onChat={onChat} />;
  if (room) return <RoomConversation {...props} room={room} onChat={onChat} />;
  // People have an address with an @; what has none is a server.
  if (!props.conversationId.includes('@'))
    return <ConversationPane {...props} onCall={undefined} notice={<ServerBar />} isClosed />;
  return <ConversationPane {...props} />;
}

/** With one person in a room; outside of it there is nobody to talk to. */
function PrivateConversation({
  occupant,
  onChat,
  ...props
}: AnyConversationProps & { readonly occupant: OccupantAddress }) {
  const room = useEntity('rooms', occupant.room);
  const title = useEntityBut('conversations', occupant.room, UNNAMED)?.title ?? occupant.room;
  return (
    <ConversationPane
      {...props}
      header={
        <PrivateHeader
          occupant={occupant}
          roomName={title}
          onBack={props.onBack}
          onRoom={() => onChat?.(occupant.room)}
        />
      }
      notice={
        room && (
          <>
            <RoomBar room={room} onChat={onChat} />
            <RenamedBar room={room} nick={occupant.nick} onChat={onChat} />
          </>
        )
      }
      isClosed={room?.state !== 'joined'}
    />
  );
}

function RoomConversation({ room, onChat, ...props }: AnyConversationProps & { readonly room: Room }) {
  const [isPanelOpen, setPanelOpen] = useState(false);
  const conversation = useEntityBut('conversations', props.conversationId, UNNAMED);
  return (
    <div className={styles['room']}>
      <div className={styles['roomPane']}>
        <ConversationPane
          {...props}
          nick={room.nick}
          header={
            <RoomHeader
              room={room}
              name={conversation?.title ?? room.id}
              canCall={props.onCall !== undefined}
              isPanelOpen={isPanelOpen}
              onPanel={setPanelOpen}
              onBack={props.onBack}
            />
          }
          notice={<RoomBar room={room} onChat={onChat} />}
          isClosed={room.state === 'outside'}
        />
      </div>
      {isPanelOpen && <RoomPanel room={room} onChat={onChat} onClose={() => setPanelOpen(false)} />}
    </div>
  );
}
