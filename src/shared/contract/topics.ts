import * as z from 'zod/mini';
import { accessoriesSchema } from '../domain/accessories.ts';
import { calendarSchema, meetingSchema } from '../domain/calendar.ts';
import { callLogEntrySchema, callSchema, mediaTaskSchema, missedCallsSchema } from '../domain/call.ts';
import { callQualitySchema } from '../domain/call-quality.ts';
import { contactSchema } from '../domain/contact.ts';
import { conversationSchema, messageSchema } from '../domain/conversation.ts';
import { phoneSchema } from '../domain/phone.ts';
import { peopleWatchSchema } from '../domain/people-watch.ts';
import { hotKeysSchema } from '../domain/hot-keys.ts';
import { historySchema } from '../domain/history.ts';
import { selfSchema } from '../domain/presence.ts';
import { deskPhoneSchema } from '../domain/desk-phone.ts';
import { goToSchema } from '../domain/go-to.ts';
import { fileOptionsSchema, transferSchema } from '../domain/file.ts';
import { noticeSchema, promptSchema } from '../domain/prompt.ts';
import { roomSchema } from '../domain/room.ts';
import { serviceStatusSchema, sessionSchema } from '../domain/session.ts';
import { settingsSchema } from '../domain/settings.ts';
import { soundPlaceSchema } from '../domain/sound-place.ts';
import { supportSchema } from '../domain/support.ts';
import { customTabSchema } from '../domain/custom-tab.ts';
import { windowRulesSchema } from '../domain/window-rules.ts';
import { taskSchema } from '../domain/task.ts';
import { mailboxSchema, voicemailSchema } from '../domain/voicemail.ts';

/**
 * What main publishes: tables of entities, each change replacing or removing one entity by key.
 * The latest value of a key is all that matters, so a burst is coalesced by key.
 *
 * `inSnapshot: false` marks streams that are too long to send whole (messages, call log):
 * the renderer reads them by command and keeps what it has shown up to date by these changes.
 * Topics with a single entity use the key `only`.
 */
export const topics = {
  session: { entity: sessionSchema, inSnapshot: true },
  services: { entity: serviceStatusSchema, inSnapshot: true },
  self: { entity: selfSchema, inSnapshot: true },
  contacts: { entity: contactSchema, inSnapshot: true },
  conversations: { entity: conversationSchema, inSnapshot: true },
  peopleWatch: { entity: peopleWatchSchema, inSnapshot: true },
  rooms: { entity: roomSchema, inSnapshot: true },
  transfers: { entity: transferSchema, inSnapshot: true },
  fileOptions: { entity: fileOptionsSchema, inSnapshot: true },
  messages: { entity: messageSchema, inSnapshot: false },
  calls: { entity: callSchema, inSnapshot: true },
  media: { entity: mediaTaskSchema, inSnapshot: true },
  soundPlace: { entity: soundPlaceSchema, inSnapshot: true },
  history: { entity: historySchema, inSnapshot: true },
  calendar: { entity: calendarSchema, inSnapshot: true },
  meetings: { entity: meetingSchema, inSnapshot: true },
  phone: { entity: phoneSchema, inSnapshot: true },
  quality: { entity: callQualitySchema, inSnapshot: true },
  voicemail: { entity: mailboxSchema, inSnapshot: true },
  voicemails: { entity: voicemailSchema, inSnapshot: true },
  missedCalls: { entity: missedCallsSchema, inSnapshot: true },
  callLog: { entity: callLogEntrySchema, inSnapshot: false },
  prompts: { entity: promptSchema, inSnapshot: true },
  notices: { entity: noticeSchema, inSnapshot: true },
  tasks: { entity: taskSchema, inSnapshot: true },
  settings: { entity: settingsSchema, inSnapshot: true },
  support: { entity: supportSchema, inSnapshot: true },
  deskPhone: { entity: deskPhoneSchema, inSnapshot: true },
  accessories: { entity: accessoriesSchema, inSnapshot: true },
  tabs: { entity: customTabSchema, inSnapshot: true },
  hotKeys: { entity: hotKeysSchema, inSnapshot: true },
  windowRules: { entity: windowRulesSchema, inSnapshot: true },
  /** Told once: a window that opens later goes nowhere. */
  goTo: { entity: goToSchema, inSnapshot: false },
} as const;

export type TopicName = keyof typeof topics;
export type Entity<T extends TopicName> = z.output<(typeof topics)[T]['entity']>;
export const topicNames = Object.keys(topics) as readonly TopicName[];
export const topicNameSchema = z.enum(topicNames as [TopicName, ...TopicName[]]);
/** The key of topics that hold one entity. */
export const ONLY = 'only';
