import * as z from 'zod/mini';
import { conversationIdSchema, instantSchema } from './ids.ts';
import { failureSchema } from './text-ref.ts';

/** Names and addresses of others: bounded where they are read. */
const LONGEST_NAME = 1024;
const LONGEST_URL = 4096;

/** A file that a message carries (M10): named and sized as the sender said, and trusted in nothing. */
export const sharedFileSchema = z.object({
  /** Ours: of a file that we sent the message's id, of others' a digest of where it is. Names the entity in `transfers`. */
  id: z.string(),
  /** As the sender said: to be shown, never to be written to a disk as it is. */
  name: z.string().check(z.maxLength(LONGEST_NAME)),
  /** Bytes. */
  size: z.optional(z.number()),
  /** On a web server (XEP-0066, XEP-0363). Absent: handed from device to device (XEP-0096). */
  url: z.optional(z.string().check(z.maxLength(LONGEST_URL))),
});
export type SharedFile = z.infer<typeof sharedFileSchema>;

/**
 * Where a file of ours is on its way, or one of somebody else's on its way to us. Bytes.
 * reading: the window hands it over · waiting: for the network, or for the far end to say yes · moving · stopped: by the
 * person, and can go on · failed: `error` says why · done: sent, or saved here · declined: one of the two said no
 */
export const transferStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading'), done: z.number() }),
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('moving'), done: z.number() }),
  z.object({ kind: z.literal('stopped'), done: z.number() }),
  z.object({ kind: z.literal('failed'), error: failureSchema }),
  z.object({ kind: z.literal('declined') }),
  z.object({ kind: z.literal('done') }),
]);
export type TransferState = z.infer<typeof transferStateSchema>;

export const transferSchema = z.object({
  id: z.string(),
  conversationId: conversationIdSchema,
  direction: z.enum(['in', 'out']),
  name: z.string(),
  size: z.optional(z.number()),
  at: instantSchema,
  state: transferStateSchema,
  /** A picture that is here and can be shown: `<blobBase>file/<id>`. */
  isPicture: z.boolean(),
  /** Under which name it was saved, where it was. */
  savedAs: z.optional(z.string()),
});
export type Transfer = z.infer<typeof transferSchema>;

/** Whom a conversation is with, as the guides part them: one person, a group for the moment, a room that stays. */
export const conversationWithSchema = z.enum(['person', 'group', 'room']);
export type ConversationWith = z.infer<typeof conversationWithSchema>;

/** What may be sent, and how (policy and servers). */
export const fileOptionsSchema = z.object({
  /** Neither sent nor taken. */
  isEnabled: z.boolean(),
  canCapture: z.boolean(),
  /** Conversations that none are sent to. */
  closedTo: z.optional(z.array(conversationWithSchema)),
  /** Files can be put on the server: the way that works everywhere. */
  canUpload: z.boolean(),
  /** They can be handed to the other's device: not to rooms. */
  canHandOver: z.boolean(),
  /** The server's, bytes. */
  maxBytes: z.optional(z.number()),
  /** Endings with their dot, small letters: `.exe`. */
  forbidden: z.array(z.string()),
});
export type FileOptions = z.infer<typeof fileOptionsSchema>;
