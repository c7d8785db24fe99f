import * as z from 'zod/mini';

/** What of the window the administrator leaves to the person (S3). The table that fills it: shared/deployment/window-rules.ts. */
export const windowRulesSchema = z.object({
  /** Pictures of people; without, initials. */
  showsPictures: z.boolean(),
  /** The history of calls. */
  showsRecents: z.boolean(),
  /** The next meeting, and the ways into it. */
  showsMeetings: z.boolean(),
  /** Names are suggested after an `@`: in groups, in rooms that stay. */
  mentionsInGroups: z.boolean(),
  mentionsInRooms: z.boolean(),
  /** The call button of rooms that stay. */
  callsRooms: z.boolean(),
  /** Rooms with more people cannot be called; 0: none can. */
  roomCallLimit: z.number(),
  /** Rooms that stay are looked for and made. */
  hasLastingRooms: z.boolean(),
  /** Pictures that were loaded are shown in the chat itself. */
  showsInlineImages: z.boolean(),
  /** Absent: as the browser does. */
  checksSpelling: z.optional(z.boolean()),
  /** Figures of a running call. */
  showsQuality: z.boolean(),
  /** What is said can be saved as a file. */
  savesChats: z.boolean(),
  /** What opening a contact does. */
  contactAction: z.enum(['chat', 'call']),
  /** A user name that is known cannot be changed at the sign-in. */
  isUserNameFixed: z.boolean(),
  /** Staying signed in is ticked at first. */
  staysSignedIn: z.boolean(),
  /** Messages of the mailbox can be passed on. */
  forwardsVoicemail: z.boolean(),
  /** The person may put pages of their own beside the lists. */
  allowsOwnTabs: z.boolean(),
  /** The person may connect calendars of Exchange by its address. */
  asksForExchange: z.boolean(),
});
export type WindowRules = z.infer<typeof windowRulesSchema>;

/** What holds while nothing is known. */
export const defaultWindowRules: WindowRules = {
  showsPictures: true,
  showsRecents: true,
  showsMeetings: true,
  mentionsInGroups: true,
  mentionsInRooms: true,
  callsRooms: true,
  roomCallLimit: 25,
  hasLastingRooms: true,
  showsInlineImages: true,
  showsQuality: true,
  savesChats: true,
  contactAction: 'chat',
  isUserNameFixed: false,
  staysSignedIn: true,
  forwardsVoicemail: true,
  allowsOwnTabs: true,
  asksForExchange: true,
};
