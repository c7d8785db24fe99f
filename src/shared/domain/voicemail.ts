import * as z from 'zod/mini';
import { contactIdSchema, instantSchema } from './ids.ts';
import { failureSchema } from './text-ref.ts';

/** The mailbox as a whole (V11). */
export const mailboxSchema = z.object({
  /**
   * `none`: no server with a list, at best a number to call. `password`: the server wants a name and password of its own.
   * `waiting`: out of reach for now; what is listed is from `readAt`, and it is asked again by itself.
   */
  state: z.enum(['none', 'reading', 'ready', 'waiting', 'password']),
  error: z.optional(failureSchema),
  server: z.optional(z.string()),
  /** When the list was last right, ms since 1970. */
  readAt: z.optional(instantSchema),
  /** Messages not heard yet; where there is no list, what the phone's server says. */
  unreadCount: z.number(),
  /** Something waits, as the list or the phone's server says (RFC 3842). */
  isWaiting: z.boolean(),
  /** The number that plays messages in a call. */
  pilot: z.optional(z.string()),
});
export type Mailbox = z.infer<typeof mailboxSchema>;

export const voicemailIdSchema = z.string().check(z.minLength(1), z.maxLength(200));

export const voicemailSchema = z.object({
  id: voicemailIdSchema,
  from: z.object({
    name: z.string(),
    /** To call back; empty where the caller hid it. */
    number: z.string(),
    contactId: z.optional(contactIdSchema),
  }),
  at: instantSchema,
  durationMs: z.number(),
  isRead: z.boolean(),
  isUrgent: z.boolean(),
  isPrivate: z.boolean(),
  /** Its sound stays on the server: it is heard by calling the mailbox. */
  isSecure: z.boolean(),
  /** Gone to the server's deleted folder, from where it can come back. */
  isDeleted: z.boolean(),
});
export type Voicemail = z.infer<typeof voicemailSchema>;
