import * as z from 'zod/mini';
import { conversationIdSchema } from '../domain/ids.ts';
import { command, nothing } from './command.ts';

/** Where an export goes on: after this message of this conversation; `count` messages stand before. */
const placeSchema = z.object({ conversationId: conversationIdSchema, after: z.number(), count: z.number() });

export const historyFormatSchema = z.enum(['text', 'html', 'json']);
export type HistoryFormat = z.infer<typeof historyFormatSchema>;

/** What is kept of what was said (M13). */
export const historyCommands = {
  /**
   * How much of what was said a search here goes through: all that there is, all but what is only on the server yet, or what this
   * app has seen since it was started.
   */
  'chat/coverage': command(nothing, z.enum(['whole', 'older-on-server', 'this-run'])),

  /**
   * The next part of an export, of one conversation or of all; parts joined in their order make the file. Asked again with
   * `next` as `from` until there is none.
   */
  'history/export': command(
    z.object({
      format: historyFormatSchema,
      conversationId: z.optional(conversationIdSchema),
      from: z.optional(placeSchema),
    }),
    z.object({ part: z.string(), count: z.number(), next: z.optional(placeSchema) }),
  ),
};
