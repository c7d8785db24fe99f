import type { Message } from '../../../shared/domain/conversation.ts';
import type { Reaction } from '../../../shared/domain/message-extras.ts';
import type { RichText } from '../../../shared/domain/rich-text.ts';
import type { Moderation, ReplyReference } from '../../ports/chat-store.port.ts';
import type { MessageRow } from './message-row.ts';

type Extras = Pick<Message, 'rich' | 'reply' | 'reactions' | 'retractedAt' | 'moderation'>;

/** What a row holds beside its words. */
export function toExtras(row: MessageRow): Extras {
  if (row.retracted_at !== null)
    return {
      retractedAt: row.retracted_at,
      ...(row.moderation !== null && { moderation: JSON.parse(row.moderation) as Moderation }),
    };
  const reply = toReply(row.reply);
  const reactions = toReactions(row.reactions);
  return {
    ...(row.rich !== null && { rich: JSON.parse(row.rich) as RichText }),
    ...(reply && { reply: { author: reply.to, quote: reply.quote } }),
    ...(reactions.length > 0 && { reactions }),
  };
}

export const toReply = (json: string | null): ReplyReference | undefined =>
  json === null ? undefined : (JSON.parse(json) as ReplyReference);

/** By emoji, in the order in which they were first chosen. */
function toReactions(json: string | null): Reaction[] {
  if (json === null || json === '[]') return [];
  const found = new Map<string, Reaction>();
  for (const [sender, direction, emojis] of JSON.parse(json) as [string, string, string[]][]) {
    for (const emoji of emojis) {
      const before = found.get(emoji);
      found.set(emoji, {
        emoji,
        by: [...(before?.by ?? []), sender],
        isOwn: before?.isOwn === true || direction === 'out',
      });
    }
  }
  return [...found.values()];
}
