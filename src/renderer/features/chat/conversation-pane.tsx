import { memo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Conversation, Message } from '../../../shared/domain/conversation.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { quoteOf } from '../../../shared/domain/message-extras.ts';
import { occupantOf } from '../../../shared/domain/occupant-address.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { useBridge, useEntity, useEntityBut, useOnly } from '../../bridge/bridge-context.tsx';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { type LastFailure, useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { Composer } from './composer.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import styles from './conversation-pane.module.css';
import { OutgoingFiles } from './outgoing-files.tsx';
import { TimelineView } from './timeline-view.tsx';
import { ReactionPicker } from './reaction-picker.tsx';
import { type MessageDeeds, useMessageActions } from './use-message-actions.ts';
import type { NamesSource } from './use-mentions.ts';
import { type Staging, useStaging } from './use-staging.ts';
import { useTaking } from './use-taking.ts';
import { useTimeline } from './use-timeline.ts';

export interface FoundMessage {
  readonly id: MessageId;
}

export interface ConversationPaneProps {
  readonly conversationId: ConversationId;
  /** The message that a search found; a new object for each time it is chosen. */
  readonly found?: FoundMessage | undefined;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  /** Shown in narrow windows only. */
  readonly onBack: () => void;
  readonly onCall: ((target: string) => void) | undefined;
  readonly onPainted: (id: MessageId) => void;
  /** Of a room: in place of the person's. */
  readonly header?: ReactNode;
  /** Above the composer. */
  readonly notice?: ReactNode;
  /** Nothing can be said here now. */
  readonly isClosed?: boolean;
  /** Ours in the room: messages that say it stand out. */
  readonly nick?: string | undefined;
}

/** What of a conversation the list shows, and the pane doesn't: it changes with each message. */
const LIST_ONLY = ['lastMessage', 'unreadCount'] as const;

/** One conversation: who, what was said, and where to answer. Give it a `key` of the conversation. */
export function ConversationPane(props: ConversationPaneProps) {
  const conversation = useEntityBut('conversations', props.conversationId, LIST_ONLY);
  return conversation ? <OpenConversation {...props} conversation={conversation} /> : null;
}

function OpenConversation({
  conversation,
  ...props
}: ConversationPaneProps & { readonly conversation: Conversation }) {
  const { call } = useBridge();
  const { conversationId, onPainted, found, isClosed = false } = props;
  const shown = useTimeline(conversationId, found?.id);
  useJump(found, shown.jumpTo);
  const firstUnread = useFirstUnread(conversation, shown.timeline.messages);
  const { failure, watch, dismiss, fail } = useLastFailure();
  const onAtEnd = useCallback(() => {
    if (document.hasFocus()) void call('chat/mark-read', { conversationId });
  }, [call, conversationId]);
  const deeds = useMessageActions(conversation, props, shown, watch);
  const { actions, reacting } = deeds;
  const isInRoom = conversation.kind === 'room' || occupantOf(conversationId) !== undefined;
  const staging = useStaging(conversationId, isInRoom, fail);
  const taking = useTaking(staging, !isClosed);

  return (
    <section className={styles['pane']} aria-label={conversation.title} {...taking}>
      {props.header ?? <ConversationHeader {...props} conversation={conversation} />}
      <TimelineView
        name={conversation.title}
        shown={shown}
        firstUnread={firstUnread}
        found={deeds.answered ?? found}
        isPeerTyping={conversation.isPeerTyping}
        nick={props.nick}
        actions={actions}
        onAtEnd={onAtEnd}
        onPainted={onPainted}
      />
      {failure && <ErrorBar failure={failure} action={{ label: text('app.dismiss'), run: dismiss }} />}
      <OutgoingFiles conversationId={conversationId} />
      {props.notice}
      {!isClosed && (
        <Writing
          conversation={conversation}
          lastOwn={lastOwnOf(shown.timeline.messages)}
          deeds={deeds}
          staging={staging}
          watch={watch}
          onSent={shown.goLive}
        />
      )}
      <ReactionPicker
        reacting={reacting}
        onReact={(message, emoji) => actions.react(message, emoji, true)}
        onClose={deeds.stopReacting}
      />
    </section>
  );
}

/** The composer with what it is told: what is edited or answered, and where its words go. */
const Writing = memo(function Writing({
  conversation,
  lastOwn,
  deeds,
  staging,
  watch,
  onSent,
}: {
  readonly conversation: Conversation;
  readonly lastOwn: Message | undefined;
  readonly deeds: MessageDeeds;
  readonly staging: Staging;
  readonly watch: LastFailure['watch'];
  readonly onSent: () => void;
}) {
  const { call } = useBridge();
  const conversationId = conversation.id;
  const settings = useOnly('settings') ?? defaultSettings;
  const chatService = useEntity('services', 'chat');
  const { onDraft, onTyping } = useWriting(conversationId);
  const { actions, editing, answering } = deeds;
  const names = useNames(conversation);
  const send = (body: string) => {
    onSent();
    const replyTo = answering?.id;
    deeds.stopAnswering();
    const id = crypto.randomUUID();
    return watch(call('chat/send', { conversationId, body, id, ...(replyTo !== undefined && { replyTo }) }));
  };

  return (
    <Composer
      name={conversation.title}
      initialDraft={conversation.draft}
      enterSends={settings.enterSends}
      isOffline={chatService?.state !== 'online'}
      editing={editing}
      answering={
        answering && {
          id: answering.id,
          name: actions.nameOf(answering.from),
          quote: quoteOf(answering.body),
        }
      }
      onCancelAnswer={deeds.stopAnswering}
      lastOwn={lastOwn}
      onSend={send}
      onSaveEdit={(message, body) => void watch(call('chat/correct', { id: message.id, body }))}
      onEdit={(message) => (message ? actions.edit(message) : deeds.stopEditing())}
      onTyping={onTyping}
      onDraft={onDraft}
      staging={staging}
      names={names}
    />
  );
});

/** The newest own message that can be corrected. */
function lastOwnOf(messages: readonly Message[]): Message | undefined {
  return messages.findLast(
    (message) =>
      message.direction === 'out' &&
      message.delivery !== 'failed' &&
      message.retractedAt === undefined &&
      message.file === undefined,
  );
}

/** Who is in the room, but for ourselves. */
function useNames({ id, kind }: Conversation): NamesSource | undefined {
  const { call } = useBridge();
  const names = useCallback(async () => {
    const found = await call('rooms/occupants', { id });
    return found.ok ? found.value.filter(({ isSelf }) => !isSelf).map(({ nick }) => nick) : [];
  }, [call, id]);
  const { mentionsInGroups, mentionsInRooms } = useWindowRules();
  const isLasting = useEntity('rooms', id)?.isPersistent === true;
  return kind === 'room' && (isLasting ? mentionsInRooms : mentionsInGroups) ? names : undefined;
}

/** What is being written, told to main as it is. */
function useWriting(conversationId: ConversationId) {
  const { call } = useBridge();
  const onDraft = useCallback(
    (draft: string) => void call('chat/set-draft', { conversationId, text: draft }),
    [call, conversationId],
  );
  const onTyping = useCallback(
    (isTyping: boolean) => void call('chat/set-typing', { conversationId, isTyping }),
    [call, conversationId],
  );
  return { onDraft, onTyping };
}

/** The timeline begins at what was found; what is found later is jumped to, once for each time it is chosen. */
function useJump(found: FoundMessage | undefined, jumpTo: (id: MessageId) => void): void {
  const done = useRef(found);
  useEffect(() => {
    if (!found || found === done.current) return;
    done.current = found;
    jumpTo(found.id);
  }, [found, jumpTo]);
}

/** The first message that was unread when the conversation was opened; it keeps its line while it stays open. */
function useFirstUnread(conversation: Conversation, messages: readonly Message[]): MessageId | undefined {
  const [unreadAtOpen] = useState(conversation.unreadCount);
  const [found, setFound] = useState<MessageId>();
  if (!found && unreadAtOpen > 0 && messages.length > 0) {
    const incoming = messages.filter((message) => message.direction === 'in');
    const first = incoming.at(-unreadAtOpen) ?? incoming[0];
    if (first) setFound(first.id);
  }
  return found;
}
