import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Conversation, Message } from '../../../shared/domain/conversation.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { isCallLink } from '../../sanitize/styled-text.ts';
import type { LastFailure } from '../../bridge/use-last-failure.ts';
import type { ConversationPaneProps, FoundMessage } from './conversation-pane.tsx';
import { authorName } from './author-name.ts';
import type { MessageActions } from './message-bubble.tsx';
import type { Reacting } from './reaction-picker.tsx';
import type { ShownTimeline } from './use-timeline.ts';

export interface MessageDeeds {
  readonly actions: MessageActions;
  readonly editing: Message | undefined;
  readonly answering: Message | undefined;
  readonly reacting: Reacting | undefined;
  /** The message that an answer led to. */
  readonly answered: FoundMessage | undefined;
  readonly stopEditing: () => void;
  readonly stopAnswering: () => void;
  readonly stopReacting: () => void;
}

/** What can be done with the messages of a conversation, and what of it is under way; one edits or answers, not both. */
export function useMessageActions(
  { address, title, kind }: Conversation,
  { found, nick, isClosed = false }: Pick<ConversationPaneProps, 'found' | 'nick' | 'isClosed'>,
  shown: ShownTimeline,
  watch: LastFailure['watch'],
): MessageDeeds {
  const { call } = useBridge();
  const [editing, setEditing] = useState<Message>();
  const [answering, setAnswering] = useState<Message>();
  const [reacting, setReacting] = useState<Reacting>();
  const [answered, goToAnswered] = useAnswered(found, shown, watch);
  const nameOf = useCallback(
    (author: string) => authorName(author, { address, title, kind, nick }),
    [address, title, kind, nick],
  );
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
      canSpeak: !isClosed,
      retry: (message) => void watch(call('chat/retry', { id: message.id })),
      discard: (message) => void watch(call('chat/discard', { id: message.id })),
      // A call is never begun by a link: main asks about it first, as about a link from anywhere else.
      openLink: (url) => void watch(call(isCallLink(url) ? 'links/open' : 'links/open-external', { url })),
    }),
    [call, watch, goToAnswered, nameOf, isClosed],
  );
  return useMemo(
    () => ({
      ...{ actions, editing, answering, reacting, answered },
      stopEditing: () => setEditing(undefined),
      stopAnswering: () => setAnswering(undefined),
      stopReacting: () => setReacting(undefined),
    }),
    [actions, editing, answering, reacting, answered],
  );
}

/** From an answer to what it answers: brought into view if it is here, else the failure says so. */
function useAnswered(
  found: FoundMessage | undefined,
  { timeline, jumpTo }: ShownTimeline,
  watch: LastFailure['watch'],
): readonly [FoundMessage | undefined, (message: Message) => void] {
  const { call } = useBridge();
  const [answered, setAnswered] = useState<FoundMessage>();
  const held = useRef(timeline.messages);
  useEffect(() => {
    held.current = timeline.messages;
  }, [timeline.messages]);
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
