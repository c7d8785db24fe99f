import * as z from 'zod/mini';

/** What a message answers (XEP-0461). `quote` is a few lines of it, as they were when it was answered; '' when unknown. */
export const messageReplySchema = z.object({
  /** Bare JID of whom it answers, `room/nick` in rooms. */
  author: z.string(),
  quote: z.string(),
});

/** One reaction with everybody who chose it (XEP-0444). */
export const reactionSchema = z.object({
  emoji: z.string(),
  /** As `from` of messages. */
  by: z.array(z.string()),
  isOwn: z.boolean(),
});
export type Reaction = z.infer<typeof reactionSchema>;

/** At most this many different reactions of one person on one message are kept. */
export const MOST_REACTIONS = 8;

/** One emoji: signs that can make up one, and no letters, so that nothing can be written with reactions. */
const EMOJI =
  /^(?=.*[\p{Extended_Pictographic}\p{Regional_Indicator}\u{20e3}])[\p{Emoji}\p{Emoji_Component}]{1,14}$/u;

export const isEmoji = (text: string): boolean => EMOJI.test(text);

/** What is shown of a quoted message: its first lines, cut between characters. */
export function quoteOf(body: string): string {
  const lines = body.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('>'));
  const text = (lines.length > 0 ? lines : body.split('\n')).slice(0, 3).join('\n');
  const letters = [...text];
  return letters.length > 240 ? `${letters.slice(0, 239).join('')}…` : text;
}
