import { useState } from 'react';
import type { Room } from '../../shared/domain/room.ts';
import { useEntity } from '../bridge/bridge-context.tsx';
import { ConversationPane, type ConversationPaneProps } from '../features/chat/conversation-pane.tsx';
import { RoomBar } from '../features/rooms/room-bar.tsx';
import { RoomHeader } from '../features/rooms/room-header.tsx';
import { RoomPanel } from '../features/rooms/room-panel.tsx';
import styles from './hub.module.css';

export interface AnyConversationProps
  extends Omit<ConversationPaneProps, 'header' | 'notice' | 'nick' | 'isClosed'> {
  readonly onChat: ((address: string) => void) | undefined;
}

/** The open conversation: of two, or a room's with its header and who is in it. */
export function AnyConversation({ onChat, ...props }: AnyConversationProps) {
  const room = useEntity('rooms', props.conversationId);
  return room ? <RoomConversation {...props} room={room} onChat={onChat} /> : <ConversationPane {...props} />;
}

function RoomConversation({ room, onChat, ...props }: AnyConversationProps & { readonly room: Room }) {
  const [isPanelOpen, setPanelOpen] = useState(false);
  const conversation = useEntity('conversations', props.conversationId);
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
              isPanelOpen={isPanelOpen}
              onPanel={setPanelOpen}
              onBack={props.onBack}
            />
          }
          notice={<RoomBar room={room} />}
          isClosed={room.state === 'outside'}
        />
      </div>
      {isPanelOpen && <RoomPanel room={room} onChat={onChat} onClose={() => setPanelOpen(false)} />}
    </div>
  );
}
