import type { Conversation, Message } from '../../shared/domain/conversation.ts';

/** Told of messages that a person hasn't seen; decides by settings, presence and focus whether to show anything. */
export interface MessageNotifier {
  /** A message that arrived just now. */
  notify(message: Message, conversation: Conversation): void;
  /** Messages that had arrived while we were away: one notice for all of them, however many. */
  notifyMissed(count: number, conversations: readonly Conversation[]): void;
}
