import { noEffectReasons } from '../deployment/without-effect.ts';
import * as z from 'zod/mini';
import {
  callIdSchema,
  contactIdSchema,
  conversationIdSchema,
  messageIdSchema,
  noticeIdSchema,
  promptIdSchema,
} from '../domain/ids.ts';
import { callLogEntrySchema, mediaStatsSchema, pictureSourceSchema } from '../domain/call.ts';
import { contactSchema, personSchema } from '../domain/contact.ts';
import { messageSchema } from '../domain/conversation.ts';
import { linkSchemes } from '../domain/link-schemes.ts';
import { manualPresenceSchema } from '../domain/presence.ts';
import { manualSettingsSchema } from '../domain/session.ts';
import { serviceTestRequestSchema, serviceTestResultSchema } from '../domain/service-test.ts';
import { settingsSchema } from '../domain/settings.ts';
import { traceSpanSchema } from '../domain/trace.ts';
import { hostCapsSchema } from '../domain/host-caps.ts';
import { command, nothing } from './command.ts';
import { accessoryCommands } from './accessory-commands.ts';
import { deskPhoneCommands } from './desk-phone-commands.ts';
import { meetingCommands } from './meeting-commands.ts';
import { phoneCommands } from './phone-commands.ts';
import { peopleCommands } from './people-commands.ts';
import { calendarCommands } from './calendar-commands.ts';
import { roomCommands } from './room-commands.ts';
import { contactCommands } from './contact-commands.ts';
import { fileCommands } from './file-commands.ts';
import { headsetCommands } from './headset-commands.ts';
import { hotKeyCommands } from './hot-key-commands.ts';
import { historyCommands } from './history-commands.ts';
import { supportCommands } from './support-commands.ts';
import { topicNameSchema } from './topics.ts';
import { windowCommands } from './window-commands.ts';
import { voicemailCommands } from './voicemail-commands.ts';

const text = (max: number) => z.string().check(z.maxLength(max));
const nonEmpty = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
const page = (max: number) => z.number().check(z.int(), z.minimum(1), z.maximum(max));
const conversation = z.object({ conversationId: conversationIdSchema });
const call = z.object({ callId: callIdSchema });

/**
 * The whole vocabulary between the renderer (or a control client) and main: `area/verb`.
 * Facts that change on their own are topics (`topics.ts`), not commands.
 */
export const commands = {
  // state
  'state/subscribe': command(
    z.object({ topics: z.array(topicNameSchema) }),
    z.object({
      revision: z.number(),
      entities: z.array(z.object({ topic: topicNameSchema, key: z.string(), value: z.unknown() })),
    }),
  ),
  'app/about': command(nothing, z.object({ caps: hostCapsSchema })),

  /** What the window has painted, reported only where the host asks for it (unattended mode, bench). */
  'app/report-paint': command(
    z.object({
      what: z.enum(['window', 'contacts', 'message']),
      key: z.optional(text(1100)),
      count: z.optional(z.number()),
    }),
    nothing,
  ),

  /** Whether anybody can see the window: hidden, the server may hold back what can wait (XEP-0352). */
  'app/report-visibility': command(z.object({ isVisible: z.boolean() }), nothing),

  /** Something in the window threw; for the log, where it is redacted. */
  'app/report-fault': command(z.object({ name: text(100), message: text(500), stack: text(4000) }), nothing),

  // session
  'session/begin': command(z.object({ address: nonEmpty(1100) }), nothing),
  'session/give-password': command(z.object({ password: nonEmpty(1024), remember: z.boolean() }), nothing),
  /** Shows the identity provider's page, once more or somewhere else. */
  'session/sign-on': command(z.object({ place: z.enum(['window', 'browser']) }), nothing),
  'session/cancel': command(nothing, nothing),
  /** Turns down the domain or the person that was suggested: an address of one's own is typed (D2). */
  'session/use-another-address': command(nothing, nothing),
  'session/open-offline': command(nothing, nothing),
  'session/retry': command(nothing, nothing),
  /** Takes over a configuration that changed on the servers (D11); the hub stays. Error: app.on-call. */
  'session/take-over': command(nothing, nothing),
  'session/sign-out': command(nothing, nothing),
  'session/reset': command(z.object({ keepHistory: z.boolean() }), nothing),
  'session/manual-settings': command(nothing, manualSettingsSchema),
  'session/set-manual-settings': command(manualSettingsSchema, nothing),
  /** What the last look for this address' services found, to begin with in Advanced settings: the server of `_cuplogin` (D12). */
  'session/manual-defaults': command(
    z.object({ address: text(1100) }),
    z.object({ presenceServer: z.optional(z.string()) }),
  ),
  /** Tries a service of Advanced settings; cancelled like any call. */
  'session/test-service': command(serviceTestRequestSchema, z.array(serviceTestResultSchema)),

  // presence
  'self/set-presence': command(
    z.object({
      manual: manualPresenceSchema,
      status: text(512),
      /** When both end by themselves, ms since 1970. */
      until: z.optional(z.number()),
    }),
    nothing,
  ),
  /** Takes a message out of those kept for another time. */
  'self/forget-status': command(z.object({ status: text(512) }), nothing),
  'self/report-idle': command(
    z.object({ idleMs: z.number().check(z.minimum(0)), isLocked: z.boolean() }),
    nothing,
  ),

  // people
  'contacts/add': command(
    z.object({ address: nonEmpty(1100), name: text(200), groups: z.array(nonEmpty(200)) }),
    nothing,
  ),
  'contacts/update': command(
    z.object({ id: contactIdSchema, name: text(200), groups: z.array(nonEmpty(200)) }),
    nothing,
  ),
  'contacts/remove': command(z.object({ id: contactIdSchema }), nothing),
  'contacts/search': command(z.object({ text: text(200), limit: page(50) }), z.array(personSchema)),
  'contacts/card': command(z.object({ id: contactIdSchema }), contactSchema),
  ...contactCommands,
  'directory/search': command(z.object({ text: text(200), limit: page(50) }), z.array(personSchema)),

  // chat
  'chat/open': command(z.object({ address: nonEmpty(1100) }), conversation),
  'chat/send': command(
    z.object({
      conversationId: conversationIdSchema,
      body: nonEmpty(65_536),
      id: messageIdSchema,
      /** The message that it answers (XEP-0461). */
      replyTo: z.optional(messageIdSchema),
    }),
    z.object({ id: messageIdSchema }),
  ),
  'chat/history': command(
    z.object({
      conversationId: conversationIdSchema,
      before: z.optional(z.number()),
      around: z.optional(messageIdSchema),
      limit: page(200),
    }),
    z.object({ messages: z.array(messageSchema), hasOlder: z.boolean() }),
  ),
  'chat/search': command(
    z.object({ text: text(200), conversationId: z.optional(conversationIdSchema), limit: page(100) }),
    z.array(messageSchema),
  ),
  'chat/mark-read': command(conversation, nothing),
  'chat/set-typing': command(
    z.object({ conversationId: conversationIdSchema, isTyping: z.boolean() }),
    nothing,
  ),
  'chat/set-draft': command(z.object({ conversationId: conversationIdSchema, text: text(65_536) }), nothing),
  'chat/retry': command(z.object({ id: messageIdSchema }), nothing),
  'chat/discard': command(z.object({ id: messageIdSchema }), nothing),
  'chat/correct': command(z.object({ id: messageIdSchema, body: nonEmpty(65_536) }), nothing),
  /** Adds one's own reaction to a message, or takes it back; the others stay. */
  'chat/react': command(z.object({ id: messageIdSchema, emoji: nonEmpty(40), isOn: z.boolean() }), nothing),
  /** Takes one's own message back; one that was never sent is discarded. */
  'chat/retract': command(z.object({ id: messageIdSchema }), nothing),
  /** The message that this one answers, if it is held here. */
  'chat/replied-to': command(
    z.object({ id: messageIdSchema }),
    z.object({ id: z.optional(messageIdSchema) }),
  ),
  /** Chat only: from waiting or stopped at once, whatever the cause was. Phone and calls are left alone. */
  'chat/sign-in-again': command(nothing, nothing),

  ...roomCommands,

  ...fileCommands,

  ...historyCommands,

  ...calendarCommands,

  ...peopleCommands,

  // calls
  /** `line`: one of the phone's `choices`, else the first. */
  'calls/dial': command(
    z.object({
      target: nonEmpty(1100),
      line: z.optional(nonEmpty(100)),
      /** The camera goes on once the call stands, where the call can have pictures. */
      isVideo: z.optional(z.boolean()),
    }),
    call,
  ),
  /** What a text would be dialled as, dial rules and all (V6). */
  'calls/preview': command(
    z.object({ target: nonEmpty(1100) }),
    z.object({ number: z.string(), isEmergency: z.boolean() }),
  ),
  'calls/answer': command(call, nothing),
  'calls/decline': command(call, nothing),
  'calls/hang-up': command(call, nothing),
  'calls/hold': command(call, nothing),
  'calls/resume': command(call, nothing),
  'calls/set-mute': command(z.object({ callId: callIdSchema, isMuted: z.boolean() }), nothing),
  /**
   * Shows a screen beside the camera, or in its place where the other side takes one picture only. Settles once it may be
   * seen. Errors: call.share-refused, call.no-video, call.not-possible-now.
   */
  'calls/share': command(z.object({ callId: callIdSchema, isOn: z.boolean() }), nothing),
  /** What we show of ourselves; without a source nothing. Settles once the other side knows. */
  'calls/set-video': command(
    z.object({ callId: callIdSchema, source: z.optional(pictureSourceSchema) }),
    nothing,
  ),
  'calls/send-dtmf': command(
    z.object({ callId: callIdSchema, digits: z.string().check(z.regex(/^[0-9A-D*#,;]{1,64}$/)) }),
    nothing,
  ),
  /** Sends the other side on, to a number or to the other end of another call; settles with the outcome. */
  'calls/transfer': command(
    z.object({
      callId: callIdSchema,
      to: z.union([z.object({ target: nonEmpty(1100) }), z.object({ callId: callIdSchema })]),
    }),
    nothing,
  ),
  /** Holds the call and calls somebody to talk about its transfer. */
  'calls/consult': command(z.object({ callId: callIdSchema, target: nonEmpty(1100) }), call),
  /** Accepts or refuses a transfer that the other side asks for (`Call.transferAsked`). */
  'calls/answer-transfer': command(z.object({ callId: callIdSchema, isAccepted: z.boolean() }), nothing),
  /** Joins calls, or adds them to the conference that one of them is in: five people at most, ourselves included. */
  'calls/merge': command(
    z.object({ callIds: z.array(callIdSchema).check(z.minLength(2), z.maxLength(4)) }),
    nothing,
  ),
  /**
   * Calls them all and joins each to the others as they answer. Who cannot be called is left out; fails, as `calls/dial`
   * does, only where nobody can be.
   */
  'calls/conference': command(
    z.object({ targets: z.array(nonEmpty(1100)).check(z.minLength(1), z.maxLength(4)) }),
    z.object({ callIds: z.array(callIdSchema) }),
  ),
  /** Takes a call out of its conference and holds it. */
  'calls/split': command(call, nothing),
  /** Park, divert, sending to the mobile phone, and recording, where the server has them (`Call.can`). */
  'calls/press': command(
    z.object({
      callId: callIdSchema,
      key: z.enum(['park', 'divert', 'mobile', 'record-start', 'record-stop']),
    }),
    nothing,
  ),
  'calls/history': command(
    z.object({
      before: z.optional(z.number()),
      missedOnly: z.boolean(),
      /** Only calls with this in the name or the number; every word counts. */
      text: z.optional(text(200)),
      limit: page(200),
    }),
    z.object({ entries: z.array(callLogEntrySchema), hasOlder: z.boolean() }),
  ),
  'calls/mark-history-seen': command(nothing, nothing),

  ...phoneCommands,
  ...voicemailCommands,

  // media window
  'media/answered': command(
    z.object({
      callId: callIdSchema,
      revision: z.number(),
      sdp: nonEmpty(65_536),
      stream: z.optional(z.enum(['video', 'slides'])),
    }),
    nothing,
  ),
  'media/failed': command(
    z.object({
      callId: callIdSchema,
      revision: z.number(),
      code: z.enum(['media.no-microphone', 'media.no-camera', 'media.permission-denied', 'media.failed']),
      stream: z.optional(z.enum(['video', 'slides'])),
    }),
    nothing,
  ),
  'media/stats': command(z.object({ callId: callIdSchema, stats: mediaStatsSchema }), nothing),

  // links, questions, notices
  'links/open': command(z.object({ url: nonEmpty(10_240) }), nothing),
  /** Hands over to the Webex app, at the conversation with this person where one is named (A6). */
  'links/open-webex': command(z.object({ address: z.optional(text(1100)) }), nothing),
  /** Which program the system opens each kind of link with (X4). Error: app.unavailable where the host cannot say. */
  'links/handlers': command(
    nothing,
    z.array(z.object({ scheme: z.enum(linkSchemes), isOurs: z.boolean(), program: z.optional(z.string()) })),
  ),
  /** Makes Parlance the one; `asked`: the system's own settings were opened for it. Error: app.not-allowed. */
  'links/make-default': command(
    z.object({ scheme: z.enum(linkSchemes) }),
    z.object({ outcome: z.enum(['done', 'asked']) }),
  ),
  'links/open-external': command(z.object({ url: nonEmpty(4096) }), nothing),
  'prompts/answer': command(
    z.object({
      id: promptIdSchema,
      isAccepted: z.boolean(),
      /** Which option was chosen, where there are several. */
      choice: z.optional(text(200)),
    }),
    nothing,
  ),
  'notices/dismiss': command(z.object({ id: noticeIdSchema }), nothing),

  // settings and support
  ...supportCommands,
  ...accessoryCommands,
  ...hotKeyCommands,
  ...headsetCommands,
  ...windowCommands,
  ...deskPhoneCommands,
  ...meetingCommands,
  'settings/set': command(z.partial(settingsSchema), nothing),
  'diagnostics/trace': command(nothing, z.array(traceSpanSchema)),
  'diagnostics/effective-configuration': command(
    nothing,
    z.array(
      z.object({
        name: z.string(),
        section: z.string(),
        value: z.string(),
        source: z.string(),
        problem: z.optional(z.string()),
        /** This version acts on it. */
        hasEffect: z.optional(z.boolean()),
        /** Why it does not. */
        reason: z.optional(z.enum(noEffectReasons)),
      }),
    ),
  ),
} as const;

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['input']>;
/** What a handler receives: the input after its check. */
export type CommandArgument<N extends CommandName> = z.output<(typeof commands)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]['output']>;
