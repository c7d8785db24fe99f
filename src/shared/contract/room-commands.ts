import * as z from 'zod/mini';
import { conversationIdSchema } from '../domain/ids.ts';
import {
  occupantSchema,
  roomAffiliationSchema,
  roomAlertsSchema,
  roomListSchema,
  roomRoleSchema,
  roomStandingSchema,
} from '../domain/room.ts';
import { command, nothing } from './command.ts';

const text = (max: number) => z.string().check(z.maxLength(max));
const nonEmpty = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const room = z.object({ id: conversationIdSchema });
const people = z.array(nonEmpty(1100)).check(z.maxLength(100));

/** Rooms: groups made on the spot, and lasting ones (M8). */
export const roomCommands = {
  /** Rooms that one may find and join, by name; the server's own services. */
  'rooms/browse': command(
    z.object({ text: text(200) }),
    z.array(z.object({ address: z.string(), name: z.string() })),
  ),
  /** Makes a room, goes in, and invites: a passing one, or one that stays. */
  'rooms/create': command(
    z.object({
      name: text(200),
      people,
      isPersistent: z.boolean(),
      isMembersOnly: z.boolean(),
      /** One of `rooms/services`; absent: the first. */
      service: z.optional(nonEmpty(1100)),
      /** Put into the composer, not sent. */
      draft: z.optional(text(65_536)),
    }),
    room,
  ),
  'rooms/join': command(z.object({ address: nonEmpty(1100), password: z.optional(text(1024)) }), room),
  'rooms/leave': command(room, nothing),
  'rooms/occupants': command(room, z.array(occupantSchema)),
  'rooms/invite': command(z.object({ id: conversationIdSchema, people }), nothing),
  'rooms/set-subject': command(z.object({ id: conversationIdSchema, subject: text(1000) }), nothing),
  'rooms/set-alerts': command(z.object({ id: conversationIdSchema, alerts: roomAlertsSchema }), nothing),
  /** `none` shows somebody out; they may come back. */
  'rooms/set-role': command(
    z.object({ id: conversationIdSchema, nick: nonEmpty(1100), role: roomRoleSchema }),
    nothing,
  ),
  /** Who is on one of the room's lists, inside or not; by address. */
  'rooms/standings': command(
    z.object({ id: conversationIdSchema, list: roomListSchema }),
    z.array(roomStandingSchema),
  ),
  /** The server's services that keep rooms, where there are several to choose from; the first is taken else. */
  'rooms/services': command(nothing, z.array(z.string())),
  /** `outcast` shows somebody out for good. */
  'rooms/set-affiliation': command(
    z.object({ id: conversationIdSchema, address: nonEmpty(1100), affiliation: roomAffiliationSchema }),
    nothing,
  ),
  /** A group made on the spot becomes a room that stays. */
  'rooms/make-persistent': command(z.object({ id: conversationIdSchema, name: nonEmpty(200) }), nothing),
} as const;
