import { Button } from '@fluentui/react-components';
import { ArrowLeftRegular, CallRegular, LockClosedRegular } from '@fluentui/react-icons';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Conversation, Message } from '../../../shared/domain/conversation.ts';
import type { ContactId, ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { quoteOf } from '../../../shared/domain/message-extras.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { useBridge, useEntity, useOnly } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { Composer } from './composer.tsx';
import styles from './conversation-pane.module.css';
import { authorName } from './message-body.tsx';
import type { MessageActions } from './message-bubble.tsx';
import { OutgoingFiles } from './outgoing-files.tsx';
import { TimelineView } from './timeline-view.tsx';
import { type Reacting, ReactionPicker } from './reaction-picker.tsx';
import { useStaging } from './use-staging.ts';
import { useTaking } from './use-taking.ts';
import { type ShownTimeline, useTimeline } from './use-timeline.ts';

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

/** One conversation: who, what was said, and where to answer. Give it a `key` of the conversation. */
export function ConversationPane(props: ConversationPaneProps) {
  const conversation = useEntity('conversations', props.conversationId);
  return conversation ? <OpenConversation {...props} conversation={conversation} /> : null;
}

function OpenConversation({
  conversation,
  ...props
}: ConversationPaneProps & { readonly conversation: Conversation }) {
  const { call } = useBridge();
  const { conversationId, onPainted, found } = props;
  const settings = useOnly('settings') ?? defaultSettings;
  const chatService = useEntity('services', 'chat');
  const shown = useTimeline(conversationId, found?.id);
  useJump(found, shown.jumpTo);
  const [editing, setEditing] = useState<Message>();
  const firstUnread = useFirstUnread(conversation, shown.timeline.messages);
  const { failure, watch, dismiss, fail } = useLastFailure();
  const lastOwn = shown.timeline.messages.findLast(
    (message) =>
      message.direction === 'out' &&
      message.delivery !== 'failed' &&
      message.retractedAt === undefined &&
      message.file === undefined,
  );
  const [answering, setAnswering] = useState<Message>();
  const [reacting, setReacting] = useState<Reacting>();
  const [answered, goToAnswered] = useAnswered(found, shown, watch);
  const { address, title } = conversation;
  const { nick, isClosed } = props;
  const nameOf = useCallback(
    (author: string) => authorName(author, { address, title, nick }),
    [address, title, nick],
  );

  const onAtEnd = useCallback(() => {
    if (document.hasFocus()) void call('chat/mark-read', { conversationId });
  }, [call, conversationId]);
  const { onDraft, onTyping } = useWriting(conversationId);
  const actions = useMemo<MessageActions>(
    () => ({
      edit: (message) => {
        setAnswering(undefined);
        setEditing(message);
      },
      reply: (message) => {
        setEditing(undefined);
        setAnswering(message);
      },
      react: (message, emoji, isOn) => void watch(call('chat/react', { id: message.id, emoji, isOn })),
      retract: (message) => void watch(call('chat/retract', { id: message.id })),
      chooseReaction: (message, anchor) => setReacting({ message, anchor }),
      goToAnswered,
      nameOf,
      canSpeak: isClosed !== true,
      retry: (message) => void watch(call('chat/retry', { id: message.id })),
      discard: (message) => void watch(call('chat/discard', { id: message.id })),
      openLink: (url) => void watch(call('links/open-external', { url })),
    }),
    [call, watch, goToAnswered, nameOf, isClosed],
  );
  const send = (body: string) => {
    shown.goLive();
    const replyTo = answering?.id;
    setAnswering(undefined);
    const id = crypto.randomUUID();
    return watch(call('chat/send', { conversationId, body, id, ...(replyTo !== undefined && { replyTo }) }));
  };

  const staging = useStaging(conversationId, conversation.kind === 'room', fail);
  const taking = useTaking(staging, isClosed !== true);

  return (
    <section className={styles['pane']} aria-label={conversation.title} {...taking}>
      {props.header ?? <Header {...props} conversation={conversation} />}
      <TimelineView
        name={conversation.title}
        shown={shown}
        firstUnread={firstUnread}
        found={answered ?? found}
        isPeerTyping={conversation.isPeerTyping}
        nick={props.nick}
        actions={actions}
        onAtEnd={onAtEnd}
        onPainted={onPainted}
      />
      {failure && <ErrorBar failure={failure} action={{ label: text('app.dismiss'), run: dismiss }} />}
      <OutgoingFiles conversationId={conversationId} />
      {props.notice}
      {props.isClosed !== true && (
        <Composer
          name={conversation.title}
          initialDraft={conversation.draft}
          enterSends={settings.enterSends}
          isOffline={chatService?.state !== 'online'}
          editing={editing}
          answering={
            answering && {
              id: answering.id,
              name: nameOf(answering.from),
              quote: quoteOf(answering.body),
            }
          }
          onCancelAnswer={() => setAnswering(undefined)}
          lastOwn={lastOwn}
          onSend={send}
          onSaveEdit={(message, body) => void watch(call('chat/correct', { id: message.id, body }))}
          onEdit={(message) => (message ? actions.edit(message) : setEditing(undefined))}
          onTyping={onTyping}
          onDraft={onDraft}
          staging={staging}
        />
      )}
      <ReactionPicker
        reacting={reacting}
        onReact={(message, emoji) => actions.react(message, emoji, true)}
        onClose={() => setReacting(undefined)}
      />
    </section>
  );
}

/** From an answer to what it answers: brought into view if it is here, else the failure says so. */
function useAnswered(
  found: FoundMessage | undefined,
  { timeline, jumpTo }: ShownTimeline,
  watch: (running: Promise<Result<unknown>>) => Promise<boolean>,
): readonly [FoundMessage | undefined, (message: Message) => void] {
  const { call } = useBridge();
  const [answered, setAnswered] = useState<FoundMessage>();
  const held = useRef(timeline.messages);
  held.current = timeline.messages;
  useEffect(() => setAnswered(undefined), [found]);
  const goTo = useCallback(
    (message: Message) => {
      const asked = call('chat/replied-to', { id: message.id }).then((answer) => {
        if (!answer.ok) return answer;
        const { id } = answer.value;
        if (id === undefined) return fail('chat.no-such-message');
        if (!held.current.some((one) => one.id === id)) jumpTo(id);
        setAnswered({ id });
        return ok();
      });
      void watch(asked);
    },
    [call, jumpTo, watch],
  );
  return [answered, goTo];
}

function Header({
  conversation,
  pictureOf,
  onBack,
  onCall,
}: Omit<ConversationPaneProps, 'conversationId'> & { readonly conversation: Conversation }) {
  const contact = useEntity('contacts', conversation.address as ContactId);
  // There is no link to a chat server but over TLS. No padlock: nothing is encrypted from person to person (M12).
  const isEncrypted = useEntity('services', 'chat')?.state === 'online';
  const show = contact?.presence.show ?? 'unknown';
  // Without a number the address itself is called: it is the SIP URI too where one directory serves both.
  const target = contact?.phones[0]?.number ?? conversation.address;
  const name = conversation.title;
  return (
    <header className={styles['header']}>
      <Button
        className={styles['back']}
        appearance="subtle"
        icon={<ArrowLeftRegular />}
        aria-label={text('chat.back')}
        onClick={onBack}
      />
      <PersonAvatar
        name={name}
        picture={pictureOf(contact?.avatarHash)}
        show={contact ? show : undefined}
        size={40}
      />
      <div className={styles['who']}>
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p>
          {isEncrypted && (
            <LockClosedRegular
              className={styles['lock']}
              role="img"
              aria-label={text('chat.lock')}
              title={text('chat.lock')}
            />
          )}
          {contact ? text(`presence.${show}`) : conversation.address}
          {contact?.presence.status && (
            <>
              {' · '}
              <bdi>{contact.presence.status}</bdi>
            </>
          )}
        </p>
      </div>
      {onCall && (
        <Button
          icon={<CallRegular />}
          title={text('chat.call', { name })}
          aria-label={text('chat.call', { name })}
          onClick={() => onCall(target)}
        />
      )}
    </header>
  );
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
