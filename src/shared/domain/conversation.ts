import * as z from 'zod/mini';
import { sharedFileSchema } from './file.ts';
import { conversationIdSchema, instantSchema, messageIdSchema } from './ids.ts';
import { messageReplySchema, reactionSchema } from './message-extras.ts';
import { richTextSchema } from './rich-text.ts';
import { failureSchema } from './text-ref.ts';

/**
 * The life of a message we send (the outbox), in order; a later state never falls back to an earlier one.
 * queued: stored here, not yet on the wire · sending: written, not acknowledged · sent: the server has it ·
 * delivered: a device of the peer has it (XEP-0184) · read: shown to the peer (XEP-0333) · failed: refused, see `error`.
 */
export const deliverySchema = z.enum(['queued', 'sending', 'sent', 'delivered', 'read', 'failed']);
export type Delivery = z.infer<typeof deliverySchema>;

/** The longest body that is sent, UTF-8 bytes: servers must take stanzas of 10,000 (RFC 6120 section 13.12), and take 64 KiB. */
export const LONGEST_BODY_BYTES = 60_000;

export const messageSchema = z.object({
  id: messageIdSchema,
  conversationId: conversationIdSchema,
  direction: z.enum(['in', 'out']),
  /** Bare JID of the author (room nick address in rooms). */
  from: z.string(),
  /** Plain text, untrusted, XEP-0393 styling by the renderer. */
  body: z.string(),
  /** When it was said: server stamp where there is one, else our clock. */
  at: instantSchema,
  /** Total order within the conversation; grows with `at`, ties broken by arrival. */
  order: z.number(),
  delivery: z.optional(deliverySchema),
  error: z.optional(failureSchema),
  /** Set when corrected (XEP-0308). */
  editedAt: z.optional(instantSchema),
  /** The body's formatting, where the sender said it (XEP-0071); else the body is styled as XEP-0393 has it. */
  rich: z.optional(richTextSchema),
  reply: z.optional(messageReplySchema),
  reactions: z.optional(z.array(reactionSchema)),
  /** Taken back by its author (XEP-0424): the body is gone. */
  retractedAt: z.optional(instantSchema),
  /** Of what was taken back: by a moderator of the room, and why. Untrusted. */
  moderation: z.optional(z.object({ nick: z.optional(z.string()), reason: z.optional(z.string()) })),
  isRead: z.boolean(),
  /** What it carries; `body` is then its address, or its name. */
  file: z.optional(sharedFileSchema),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: conversationIdSchema,
  kind: z.enum(['direct', 'room']),
  /** Bare JID of the peer or room. */
  address: z.string(),
  title: z.string(),
  unreadCount: z.number(),
  lastMessage: z.optional(
    z.object({ preview: z.string(), at: instantSchema, direction: z.enum(['in', 'out']) }),
  ),
  /** The peer is typing (XEP-0085 composing). */
  isPeerTyping: z.boolean(),
  draft: z.string(),
  /** The newest message of ours that the peer has read. */
  peerReadUpTo: z.optional(messageIdSchema),
});
export type Conversation = z.infer<typeof conversationSchema>;
