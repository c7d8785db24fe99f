import { Badge, Button, CounterBadge } from '@fluentui/react-components';
import { ChatMultipleRegular, PeopleAddRegular, PeopleSearchRegular } from '@fluentui/react-icons';
import { memo, useEffect, useMemo, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/commands.ts';
import type { Conversation, Message } from '../../../shared/domain/conversation.ts';
import type { ContactId, ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { occupantOf } from '../../../shared/domain/occupant-address.ts';
import { plainText } from '../../../shared/domain/styled-text.ts';
import { useBridge, useEntities, useEntity } from '../../bridge/bridge-context.tsx';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { plural, text } from '../../text/text.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import styles from './chats-pane.module.css';
import { listTime } from './times.ts';

export interface ChatsPaneProps {
  readonly selected: ConversationId | undefined;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  /** With the message that was found, when it was looked for. */
  readonly onOpen: (id: ConversationId, found?: MessageId) => void;
  readonly onNewRoom: () => void;
  readonly onFindRoom: () => void;
  /** To the field where people are looked for. */
  readonly onSearch: () => void;
}

/** All conversations, newest first, with a search over what was said in them. */
export function ChatsPane({ selected, pictureOf, onOpen, onNewRoom, onFindRoom, onSearch }: ChatsPaneProps) {
  const { hasLastingRooms } = useWindowRules();
  const rooms = useEntities('rooms');
  const conversations = useEntities('conversations');
  const [query, setQuery] = useState('');
  const found = useMessageSearch(query);
  const sorted = useMemo(
    () =>
      [...conversations.values()]
        .filter(
          (one) => one.lastMessage !== undefined || one.draft !== '' || rooms.get(one.id)?.state === 'joined',
        )
        .sort(
          (a, b) =>
            (b.lastMessage?.at ?? Number.MAX_SAFE_INTEGER) - (a.lastMessage?.at ?? Number.MAX_SAFE_INTEGER),
        ),
    [conversations, rooms],
  );
  return (
    <div className={styles['pane']}>
      <div className={styles['tools']}>
        <SearchField
          className={styles['search']}
          value={query}
          placeholder={text('chats.search')}
          aria-label={text('chats.search')}
          onChange={(_, data) => setQuery(data.value)}
        />
        <Button
          appearance="subtle"
          icon={<PeopleAddRegular />}
          aria-label={text('rooms.new')}
          title={text('rooms.new')}
          onClick={onNewRoom}
        />
        {hasLastingRooms && (
          <Button
            appearance="subtle"
            icon={<PeopleSearchRegular />}
            aria-label={text('rooms.find')}
            title={text('rooms.find')}
            onClick={onFindRoom}
          />
        )}
      </div>
      {query.trim() !== '' ? (
        <Found {...found} onOpen={onOpen} />
      ) : sorted.length === 0 ? (
        <EmptyState icon={<ChatMultipleRegular />} text={text('chats.empty')}>
          <Button onClick={onSearch}>{text('contacts.empty-action')}</Button>
        </EmptyState>
      ) : (
        <VirtualList
          items={sorted}
          rowHeight={60}
          label={text('chats.list')}
          keyOf={(one) => one.id}
          selectedKey={selected}
          onActivate={(one) => onOpen(one.id)}
          renderRow={(one) => (
            <ChatRow conversation={one} isSelected={one.id === selected} pictureOf={pictureOf} />
          )}
        />
      )}
    </div>
  );
}

const ChatRow = memo(function ChatRow({
  conversation,
  isSelected,
  pictureOf,
}: {
  readonly conversation: Conversation;
  readonly isSelected: boolean;
  readonly pictureOf: ChatsPaneProps['pictureOf'];
}) {
  const contact = useEntity('contacts', conversation.address as ContactId);
  const { unreadCount, lastMessage } = conversation;
  return (
    <div className={styles['row']} data-selected={isSelected} data-unread={unreadCount > 0}>
      <PersonAvatar
        name={conversation.title}
        picture={pictureOf(contact?.avatarHash)}
        show={contact?.presence.show}
        size={40}
      />
      <div className={styles['text']}>
        <div className={styles['top']}>
          <bdi className={styles['name']}>{conversation.title}</bdi>
          {occupantOf(conversation.id) && (
            <Badge appearance="tint" size="small">
              {text('chats.private')}
            </Badge>
          )}
          {lastMessage && <time className={styles['time']}>{listTime(lastMessage.at)}</time>}
        </div>
        <div className={styles['top']}>
          <span className={styles['preview']} dir="auto">
            {preview(conversation)}
          </span>
          {unreadCount > 0 && (
            <CounterBadge count={unreadCount} size="small" aria-label={plural('chats.unread', unreadCount)} />
          )}
        </div>
      </div>
    </div>
  );
});

function preview({ isPeerTyping, draft, lastMessage }: Conversation): string {
  if (isPeerTyping) return text('chats.typing');
  if (draft.trim() !== '') return text('chats.draft', { text: draft });
  if (!lastMessage) return '';
  return lastMessage.direction === 'out'
    ? text('chats.you', { text: lastMessage.preview })
    : lastMessage.preview;
}

function Found({
  messages,
  failure,
  again,
  onOpen,
}: FoundMessages & { readonly onOpen: ChatsPaneProps['onOpen'] }) {
  const conversations = useEntities('conversations');
  if (failure) return <ErrorBar failure={failure} action={{ label: text('app.retry'), run: again }} />;
  if (!messages) return null;
  return (
    <>
      <p className={styles['empty']} role="status">
        {messages.length === 0 ? text('chats.search-none') : plural('chats.search-results', messages.length)}
      </p>
      <Coverage />
      <VirtualList
        items={messages}
        rowHeight={60}
        label={text('chats.search')}
        keyOf={(message) => message.id}
        onActivate={(message) => onOpen(message.conversationId, message.id)}
        renderRow={(message) => (
          <div className={styles['row']}>
            <div className={styles['text']}>
              <div className={styles['top']}>
                <bdi className={styles['name']}>
                  {conversations.get(message.conversationId)?.title ?? message.conversationId}
                </bdi>
                <time className={styles['time']}>{listTime(message.at)}</time>
              </div>
              <span className={styles['preview']} dir="auto">
                {message.file?.name ?? plainText(message.body)}
              </span>
            </div>
          </div>
        )}
      />
    </>
  );
}

/** What the search does not go through is said (M13). */
function Coverage() {
  const { call } = useBridge();
  const [coverage, setCoverage] = useState<CommandOutput<'chat/coverage'>>('whole');
  useEffect(() => {
    let isHere = true;
    void call('chat/coverage', undefined).then((result) => isHere && result.ok && setCoverage(result.value));
    return () => {
      isHere = false;
    };
  }, [call]);
  if (coverage === 'whole') return null;
  return <p className={styles['coverage']}>{text(`history.${coverage}`)}</p>;
}

interface FoundMessages {
  /** Absent until the first answer. */
  readonly messages: readonly Message[] | undefined;
  readonly failure: Failure | undefined;
  readonly again: () => void;
}

/** Results as one types; an older query's answer never replaces a newer one's. */
function useMessageSearch(query: string): FoundMessages {
  const { call } = useBridge();
  const [messages, setMessages] = useState<readonly Message[]>();
  const [failure, setFailure] = useState<Failure>();
  const [turn, setTurn] = useState(0);
  // A space at the end is part of the question: the word before it is finished.
  const wanted = query.trim() === '' ? '' : query.trimStart();
  useEffect(() => {
    if (wanted === '') {
      setFailure(undefined);
      return setMessages(undefined);
    }
    const controller = new AbortController();
    void call('chat/search', { text: wanted, limit: 50 }, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return;
      setFailure(result.ok ? undefined : result.error);
      if (result.ok) setMessages(result.value);
    });
    return () => controller.abort();
  }, [call, wanted, turn]);
  return { messages, failure, again: () => setTurn(turn + 1) };
}
