import * as z from 'zod/mini';
import { instantSchema } from './ids.ts';
import { failureSchema } from './text-ref.ts';

export const calendarKindSchema = z.enum(['ics', 'caldav', 'exchange']);
export type CalendarKind = z.infer<typeof calendarKindSchema>;

/** Something in the person's calendars, from this morning to the end of tomorrow. */
export const meetingSchema = z.object({
  id: z.string(),
  title: z.string(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  isAllDay: z.boolean(),
  /** What it means for the person's time. */
  shows: z.enum(['busy', 'tentative', 'free', 'out-of-office', 'elsewhere']),
  organizer: z.optional(z.string()),
  location: z.optional(z.string()),
  /** Web, SIP and telephone addresses found in it, those for joining first. Untrusted. */
  links: z.array(z.string()),
  /** The calendar it comes from. */
  accountId: z.string(),
});

export const calendarAccountSchema = z.object({
  id: z.string(),
  kind: calendarKindSchema,
  /** The address without what may be secret in it: its host, or the file's path. */
  place: z.string(),
  username: z.string(),
  state: z.enum(['reading', 'ready', 'failed']),
  error: z.optional(failureSchema),
  readAt: z.optional(instantSchema),
});

/** Who says *In a meeting* (T7): the server, this app, or nobody. */
export const meetingOwnerSchema = z.enum(['server', 'app', 'nobody']);
export type MeetingOwner = z.infer<typeof meetingOwnerSchema>;

export const calendarSchema = z.object({
  /** False: the administrator has switched calendars off. */
  isAllowed: z.boolean(),
  owner: meetingOwnerSchema,
  accounts: z.array(calendarAccountSchema),
  isInMeeting: z.boolean(),
});
export type CalendarState = z.infer<typeof calendarSchema>;
