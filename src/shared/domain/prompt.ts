import * as z from 'zod/mini';
import { instantSchema, noticeIdSchema, promptIdSchema } from './ids.ts';
import { failureSchema, textRefSchema } from './text-ref.ts';

/** A question from main that the person must answer; modal in the window, answered with `prompts/answer`. */
export const promptSchema = z.discriminatedUnion('kind', [
  z.object({
    id: promptIdSchema,
    kind: z.literal('certificate'),
    service: z.string(),
    host: z.string(),
    cause: z.enum([
      'unknown-issuer',
      'wrong-name',
      'expired',
      'not-yet-valid',
      'revoked',
      'changed',
      'other',
    ]),
    subject: z.string(),
    issuer: z.string(),
    validFrom: z.string(),
    validTo: z.string(),
    /** SHA-256, hex pairs with colons. */
    fingerprint: z.string(),
    /** Policy may forbid accepting. */
    canAccept: z.boolean(),
    /** Accepting holds until the app ends; absent: for good. */
    lasts: z.optional(z.literal('session')),
  }),
  z.object({
    id: promptIdSchema,
    kind: z.literal('dial'),
    /** The number or URI exactly as it will be dialled. */
    target: z.string(),
    shown: z.string(),
    name: z.optional(z.string()),
    isEmergency: z.boolean(),
    /** Where the number comes from, when not from a link. */
    origin: z.optional(z.literal('selection')),
  }),
  /** A link wants several people in one call (cisco-uc 4.5). */
  z.object({
    id: promptIdSchema,
    kind: z.literal('conference'),
    /** Exactly as they will be dialled. */
    targets: z.array(z.string()),
  }),
  z.object({
    id: promptIdSchema,
    kind: z.literal('chat-prefill'),
    addresses: z.array(z.string()),
    subject: z.optional(z.string()),
    body: z.string(),
  }),
  z.object({
    id: promptIdSchema,
    kind: z.literal('provision'),
    domain: z.string(),
    keys: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  z.object({
    id: promptIdSchema,
    kind: z.literal('subscription'),
    address: z.string(),
    name: z.string(),
  }),
  /** Somebody asks the person into a room (XEP-0045 section 7.8, XEP-0249). */
  z.object({
    id: promptIdSchema,
    kind: z.literal('room-invitation'),
    room: z.string(),
    roomName: z.string(),
    /** Bare JID and name of who asks. */
    from: z.string(),
    name: z.string(),
    reason: z.optional(z.string()),
  }),
  /** A link of another program leads into a room (XEP-0045 section 17.1). */
  z.object({
    id: promptIdSchema,
    kind: z.literal('room-link'),
    room: z.string(),
    password: z.optional(z.string()),
  }),
  z.object({ id: promptIdSchema, kind: z.literal('banner'), text: z.string() }),
  /** Several softphones are the person's: one is used here (V1). */
  z.object({
    id: promptIdSchema,
    kind: z.literal('choose-device'),
    options: z.array(z.object({ value: z.string(), detail: z.string() })),
  }),
  /** Another client has the line; accepting takes it over. */
  z.object({ id: promptIdSchema, kind: z.literal('phone-elsewhere') }),
  /** A program of this computer wants to control calls (V13); its name is its own word. */
  z.object({
    id: promptIdSchema,
    kind: z.literal('accessory'),
    name: z.string(),
    wantsMessages: z.boolean(),
  }),
]);
export type Prompt = z.infer<typeof promptSchema>;

/** A short-lived message to the person: a bar or a toast; goes away by itself or when dismissed. */
export const noticeSchema = z.object({
  id: noticeIdSchema,
  tone: z.enum(['info', 'ok', 'warning', 'error']),
  text: textRefSchema,
  error: z.optional(failureSchema),
  at: instantSchema,
});
export type Notice = z.infer<typeof noticeSchema>;
