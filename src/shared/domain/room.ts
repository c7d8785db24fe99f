import * as z from 'zod/mini';
import { conversationIdSchema } from './ids.ts';
import { presenceShowSchema } from './presence.ts';

/** What one may do in a room as long as one is inside (XEP-0045 section 5.1). */
export const roomRoleSchema = z.enum(['none', 'visitor', 'participant', 'moderator']);
export type RoomRole = z.infer<typeof roomRoleSchema>;

/** One's lasting standing with a room (section 5.2). */
export const roomAffiliationSchema = z.enum(['outcast', 'none', 'member', 'admin', 'owner']);
export type RoomAffiliation = z.infer<typeof roomAffiliationSchema>;

/** Which messages of a room raise a notice. */
export const roomAlertsSchema = z.enum(['all', 'mentions', 'none']);
export type RoomAlerts = z.infer<typeof roomAlertsSchema>;

/** Why one is not inside. */
export const roomAbsenceSchema = z.enum([
  'left',
  'banned',
  'full',
  'kicked',
  'members-only',
  'missing',
  'nick-taken',
  'not-allowed',
  'password',
  'reserved-nick',
  'shut-down',
  'unreachable',
  'removed',
]);
export type RoomAbsence = z.infer<typeof roomAbsenceSchema>;

export const occupantSchema = z.object({
  nick: z.string(),
  /** Bare JID where the room shows it. */
  address: z.optional(z.string()),
  role: roomRoleSchema,
  affiliation: roomAffiliationSchema,
  show: presenceShowSchema,
  isSelf: z.boolean(),
  /** What the room calls them beside their role, e.g. “Host” (XEP-0317). Untrusted. */
  hats: z.optional(z.array(z.string())),
});
export type Occupant = z.infer<typeof occupantSchema>;

/** Somebody on one of the room's lists, there or not (XEP-0045 section 9). */
export const roomStandingSchema = z.object({
  /** Bare JID; of a ban it may be a whole domain. */
  address: z.string(),
  /** Reserved for them. */
  nick: z.optional(z.string()),
  reason: z.optional(z.string()),
});
export type RoomStanding = z.infer<typeof roomStandingSchema>;

/** The lists that a room keeps. */
export const roomListSchema = z.enum(['member', 'admin', 'owner', 'outcast']);
export type RoomList = z.infer<typeof roomListSchema>;

/** A room we are in, were in, or want to be in; its conversation has the same id. */
export const roomSchema = z.object({
  id: conversationIdSchema,
  state: z.enum(['waiting', 'joining', 'joined', 'outside']),
  /** Set when outside. */
  absence: z.optional(roomAbsenceSchema),
  /** What was said with it, e.g. why one was removed. Untrusted. */
  reason: z.optional(z.string()),
  /** The room that people were sent to when this one was closed. Untrusted. */
  alternate: z.optional(z.string()),
  nick: z.string(),
  subject: z.string(),
  role: roomRoleSchema,
  affiliation: roomAffiliationSchema,
  occupantCount: z.number(),
  /** Grows whenever the list of occupants changes; `rooms/occupants` gives it. */
  occupantsRevision: z.number(),
  isPersistent: z.boolean(),
  isMembersOnly: z.boolean(),
  alerts: roomAlertsSchema,
  /** Who was called one thing is called another now. */
  renamed: z.optional(z.record(z.string(), z.string())),
});
export type Room = z.infer<typeof roomSchema>;
