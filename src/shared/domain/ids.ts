import * as z from 'zod/mini';

/** Branded identifiers: a bare string never passes for one. They are opaque to the renderer. */
const id = <B extends string>(_brand: B, max = 1100) =>
  z.string().check(z.minLength(1), z.maxLength(max)).brand<B>();

/** A contact: the bare JID (RFC 7622, normalised) or, for people without one, `tel:` / `sip:` URI. */
export const contactIdSchema = id('ContactId');
export type ContactId = z.infer<typeof contactIdSchema>;

/** A conversation: the peer's or room's bare JID. */
export const conversationIdSchema = id('ConversationId');
export type ConversationId = z.infer<typeof conversationIdSchema>;

/** A message in our store; equals the origin id (XEP-0359) for messages of our own making. */
export const messageIdSchema = id('MessageId');
export type MessageId = z.infer<typeof messageIdSchema>;

/** A call in this client; not the SIP Call-ID. */
export const callIdSchema = id('CallId', 100);
export type CallId = z.infer<typeof callIdSchema>;

export const promptIdSchema = id('PromptId', 100);
export type PromptId = z.infer<typeof promptIdSchema>;

export const noticeIdSchema = id('NoticeId', 100);
export type NoticeId = z.infer<typeof noticeIdSchema>;

/** Milliseconds since 1970, UTC. */
export const instantSchema = z.number();
export type Instant = z.infer<typeof instantSchema>;
