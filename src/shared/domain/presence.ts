import * as z from 'zod/mini';

/** What a person's presence glyph shows. `unknown` is for failover and not-yet-known, never for offline. */
export const presenceShowSchema = z.enum([
  'available',
  'away',
  'extended-away',
  'do-not-disturb',
  'on-a-call',
  'in-a-meeting',
  'presenting',
  'offline',
  'unknown',
]);
export type PresenceShow = z.infer<typeof presenceShowSchema>;

export const presenceSchema = z.object({
  show: presenceShowSchema,
  /** Free text, untrusted. */
  status: z.optional(z.string()),
  /** Idle since, ms since 1970 (XEP-0319). */
  idleSince: z.optional(z.number()),
});
export type Presence = z.infer<typeof presenceSchema>;

/** What the user can set by hand; `automatic` clears the manual status (T8). */
export const manualPresenceSchema = z.enum(['automatic', 'available', 'away', 'do-not-disturb']);
export type ManualPresence = z.infer<typeof manualPresenceSchema>;

/** The signed-in person. */
export const selfSchema = z.object({
  address: z.string(),
  name: z.string(),
  avatarHash: z.optional(z.string()),
  manual: manualPresenceSchema,
  status: z.string(),
  /** When status and message end by themselves, ms since 1970. */
  until: z.optional(z.number()),
  /** Who gets through do not disturb: addresses, `@domain`, numbers (policy). */
  interruptedBy: z.optional(z.array(z.string())),
  /** What others see now. */
  presence: presenceSchema,
  recentStatuses: z.array(z.string()),
});
export type Self = z.infer<typeof selfSchema>;
