import * as z from 'zod/mini';
import { contactIdSchema } from './ids.ts';
import { presenceSchema } from './presence.ts';

export const phoneKindSchema = z.enum(['work', 'mobile', 'home', 'other']);
export const phoneNumberSchema = z.object({ kind: phoneKindSchema, number: z.string() });

/** RFC 6121 subscription of the roster item, seen from us. `none` also stands for people who are not in the roster. */
export const subscriptionSchema = z.enum(['none', 'to', 'from', 'both']);
export type Subscription = z.infer<typeof subscriptionSchema>;

/** What is known of a person beside name and numbers (C5). */
const cardFields = {
  title: z.optional(z.string()),
  department: z.optional(z.string()),
  company: z.optional(z.string()),
  /** The manager as the directory names them: a name, or a user name. */
  manager: z.optional(z.string()),
  /** Lines of a postal address. */
  postalAddress: z.optional(z.string()),
  email: z.optional(z.string()),
  sipUri: z.optional(z.string()),
};

/** One row of the contact list. */
export const contactSchema = z.object({
  id: contactIdSchema,
  /** Bare JID; absent for people known only by number. */
  address: z.optional(z.string()),
  name: z.string(),
  groups: z.array(z.string()),
  subscription: subscriptionSchema,
  /** We asked and wait for approval. */
  isPending: z.boolean(),
  presence: presenceSchema,
  /**
   * The picture is served at the host's blob URL `avatar/<hash>`: a hex hash, or `~` and the id for the directory's photo,
   * which is fetched when it is first shown and may turn out not to exist.
   */
  avatarHash: z.optional(z.string()),
  phones: z.array(phoneNumberSchema),
  ...cardFields,
  /** Kept on this computer only, on no server; the id is `local:` and a random word. */
  isLocal: z.optional(z.literal(true)),
});
export type Contact = z.infer<typeof contactSchema>;

/** Someone found by searching: a roster contact, a directory entry or a recent peer. */
export const personSchema = z.object({
  id: contactIdSchema,
  source: z.enum(['contacts', 'directory', 'recent']),
  name: z.string(),
  address: z.optional(z.string()),
  phones: z.array(phoneNumberSchema),
  ...cardFields,
  avatarHash: z.optional(z.string()),
  /** Login name, where the directory tells it. */
  userName: z.optional(z.string()),
});
export type Person = z.infer<typeof personSchema>;
