import { CallRegular, ChatMultipleRegular } from '@fluentui/react-icons';
import { useStagePlace } from '../features/calls/stage-place.ts';
import { text } from '../text/text.ts';
import styles from './hub.module.css';
import { AnyConversation } from './room-conversation.tsx';
import type { HubState } from './use-hub.ts';

/** The open conversation, or a word on how to come by one. */
export function MainPane({
  hub,
  onPainted,
}: {
  readonly hub: HubState;
  readonly onPainted: (id: string) => void;
}) {
  const { conversationId } = hub.place;
  const { largeCall } = useStagePlace();
  if (conversationId === undefined) {
    if (largeCall !== undefined) return null;
    return hub.place.section === 'settings' ? null : <NothingOpen {...hub.offers} />;
  }
  return (
    <div className={styles['conversation']}>
      <AnyConversation
        key={conversationId}
        conversationId={conversationId}
        found={hub.place.found}
        pictureOf={hub.pictureOf}
        onCall={hub.actions.call}
        onChat={hub.actions.chat}
        onBack={() => hub.go({ conversationId: undefined })}
        onPainted={onPainted}
      />
    </div>
  );
}

/** The main place before something is chosen. */
function NothingOpen({ hasChats, hasCalls }: Pick<HubState['offers'], 'hasChats' | 'hasCalls'>) {
  if (!hasChats && !hasCalls) return null;
  return (
    <div className={styles['nothing']}>
      {hasChats ? <ChatMultipleRegular /> : <CallRegular />}
      <p>{text(hasChats ? 'chats.none-open' : 'calls.none-open')}</p>
    </div>
  );
}
