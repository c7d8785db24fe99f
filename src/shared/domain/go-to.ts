import * as z from 'zod/mini';
import { callIdSchema, contactIdSchema, conversationIdSchema, instantSchema } from './ids.ts';

/** A place that the window is asked to show, because somebody clicked outside it: on a notice, a key, the docked window. */
export const goToSchema = z.object({
  at: instantSchema,
  place: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('chat'), conversationId: conversationIdSchema }),
    /** The conversation with this person, begun if there is none yet. */
    z.object({ kind: z.literal('person'), address: z.string() }),
    /** The call itself has the buttons; what is shown beside it stays. */
    z.object({ kind: z.literal('call'), callId: callIdSchema }),
    z.object({ kind: z.literal('chats') }),
    z.object({ kind: z.literal('card'), contactId: contactIdSchema }),
    z.object({ kind: z.literal('preferences') }),
    z.object({ kind: z.literal('connection') }),
    z.object({ kind: z.literal('sign-out') }),
    /** As it is. */
    z.object({ kind: z.literal('window') }),
  ]),
});
export type GoTo = z.infer<typeof goToSchema>;
