import * as z from 'zod/mini';
import { callingLimitSchema } from './calling-limit.ts';
import { qualityRecordSchema } from './call-quality.ts';
import { callIdSchema, contactIdSchema, instantSchema } from './ids.ts';
import { failureSchema } from './text-ref.ts';
import { ringStyleSchema } from './ring-style.ts';

/** Call states as a person sees them; the SIP machine behind has more. */
export const callStateSchema = z.enum([
  'dialling',
  'ringing-out',
  'early-media',
  'ringing-in',
  'connecting',
  'connected',
  'held',
  'held-by-peer',
  'reconnecting',
  'ended',
]);
export type CallState = z.infer<typeof callStateSchema>;

export const partySchema = z.object({
  name: z.string(),
  /** Number or SIP URI as shown. */
  address: z.string(),
  contactId: z.optional(contactIdSchema),
  avatarHash: z.optional(z.string()),
});
export type Party = z.infer<typeof partySchema>;

export const callActionSchema = z.enum([
  'answer',
  'decline',
  'hang-up',
  'hold',
  'resume',
  'mute',
  'dtmf',
  'transfer',
  'merge',
  'split',
  'park',
  'divert',
  'mobile',
  'record',
  'video',
  'share',
]);
export type CallAction = z.infer<typeof callActionSchema>;

/** What we show of ourselves (V3, V9). */
export const pictureSourceSchema = z.enum(['camera', 'screen']);
export type PictureSource = z.infer<typeof pictureSourceSchema>;

/** Slides beside the camera: a stream of its own (V9). */
const slidesSchema = z.object({
  /** Ours are seen. */
  isSending: z.boolean(),
  /** Theirs are shown, or may be at any time. */
  isReceiving: z.boolean(),
  /** Ours are wanted; without `isSending` they wait for the other side, or for the end of a hold. */
  isWanted: z.boolean(),
  /** Why ours went off. */
  error: z.optional(failureSchema),
});

export const callSchema = z.object({
  id: callIdSchema,
  direction: z.enum(['in', 'out']),
  state: callStateSchema,
  peer: partySchema,
  isMuted: z.boolean(),
  startedAt: instantSchema,
  connectedAt: z.optional(instantSchema),
  endedAt: z.optional(instantSchema),
  /** Why it ended, when not by a normal hang-up. */
  error: z.optional(failureSchema),
  codec: z.optional(z.string()),
  /** What protects the voice on the SIP leg. */
  security: z.enum(['none', 'sdes', 'dtls']),
  dtmfSent: z.string(),
  /** What may be done now; the UI shows just these, and those of `cannot` disabled. */
  can: z.array(callActionSchema),
  /** The line it is on, of a phone that has several: its number or label. */
  line: z.optional(z.string()),
  /** Who sent the caller on to us, as the server says. */
  forwardedBy: z.optional(partySchema),
  /** How it rings, where its server wants another ring than the usual one. */
  ring: z.optional(ringStyleSchema),
  /** The phone on the desk has it, under our control: its sound, its pictures and its microphone are not ours. */
  phone: z.optional(z.literal('desk')),
  /** Calls with the same value are mixed: all their people hear each other. */
  conference: z.optional(z.string()),
  /** Made to talk with somebody before this call of ours is transferred to them. */
  consultsFor: z.optional(callIdSchema),
  /** It is being transferred: who was asked is to say what came of it. */
  isTransferring: z.optional(z.boolean()),
  /** The other side wants to send us to somebody else; `calls/answer-transfer` decides. */
  transferAsked: z.optional(z.object({ to: partySchema, isConsulted: z.boolean() })),
  /** The conversation is recorded, as the server or the other side says. */
  isRecorded: z.optional(z.boolean()),
  /** Absent: a call without pictures. */
  video: z.optional(
    z.object({
      /** Ours is on its way; with a `source` and without this it waits (hold). */
      isSending: z.boolean(),
      /** Theirs comes, or may come at any time. */
      isReceiving: z.boolean(),
      /** What was chosen to be shown. */
      source: z.optional(pictureSourceSchema),
      /** Why ours went off. */
      error: z.optional(failureSchema),
    }),
  ),
  slides: z.optional(slidesSchema),
  /** Why less can be done than usual, and what of this state is taken away by it. */
  limit: z.optional(callingLimitSchema),
  cannot: z.optional(z.array(callActionSchema)),
});
export type Call = z.infer<typeof callSchema>;

export const callOutcomeSchema = z.enum([
  'answered',
  'missed',
  'declined',
  /** Sent there by the person while it rang. */
  'to-voicemail',
  'placed',
  'failed',
  'answered-elsewhere',
]);
export const callLogEntrySchema = z.object({
  id: callIdSchema,
  direction: z.enum(['in', 'out']),
  outcome: callOutcomeSchema,
  peer: partySchema,
  startedAt: instantSchema,
  durationMs: z.number(),
  isSeen: z.boolean(),
  /** The line it was on, of a phone that has several. */
  line: z.optional(z.string()),
  /** Code of the catalogue: why it came to nothing, or broke off. */
  cause: z.optional(z.string()),
  /** How the sound was, where it could be measured. */
  quality: z.optional(qualityRecordSchema),
});
export type CallLogEntry = z.infer<typeof callLogEntrySchema>;

/** Those that nobody has looked at. */
export const missedCallsSchema = z.object({ count: z.number() });
export type MissedCalls = z.infer<typeof missedCallsSchema>;

export const iceServerSchema = z.object({
  /** `stun:`, `turn:` or `turns:` (RFC 7064, RFC 7065). */
  urls: z.array(z.string()),
  username: z.optional(z.string()),
  credential: z.optional(z.string()),
});
export type IceServer = z.infer<typeof iceServerSchema>;

/** How connections past the gateway find their way. */
export interface IceSettings {
  readonly servers: readonly IceServer[];
  /** Over TURN servers only (RFC 8828 mode 4). */
  readonly isRelayOnly: boolean;
}

/** The next step of a connection that goes to the far end by itself, past the gateway (RFC 8829). */
export const directMediaSchema = z.object({
  /** A number that is new asks for a connection that is new. */
  connection: z.number(),
  /** `answer`, `apply` and `early` are about the far end's description, which stands in `offerSdp`. */
  step: z.enum(['offer', 'answer', 'apply', 'early', 'rollback']),
  iceServers: z.array(iceServerSchema),
  /** Over TURN servers only (RFC 8828 mode 4). */
  isRelayOnly: z.boolean(),
  /** The network has changed (RFC 8445 section 2.4). */
  restartsIce: z.boolean(),
  /** In the order they are wanted. */
  codecs: z.array(z.string()),
  /** Keys to send as tones; a number that grows says that there are new ones. */
  digits: z.optional(z.object({ number: z.number(), keys: z.string() })),
});
export type DirectMediaTask = z.infer<typeof directMediaSchema>;

/** A picture's own connection; its revisions are its own. */
const pictureTaskSchema = z.object({
  revision: z.number(),
  offerSdp: z.string(),
  source: z.optional(pictureSourceSchema),
  isSending: z.boolean(),
  /** Most lines (height) our picture should have at the rate of now. */
  lines: z.optional(z.number()),
});

/**
 * What the pages must bring about for one call (sound: topic `soundPlace`; pictures: the window); declarative, so that a page can start over.
 * A grown `revision` asks for a new answer to `offerSdp`.
 */
export const mediaTaskSchema = z.object({
  callId: callIdSchema,
  revision: z.number(),
  offerSdp: z.string(),
  /** Negotiated codec (rtpmap name), once known. */
  codec: z.optional(z.string()),
  isMuted: z.boolean(),
  isHeld: z.boolean(),
  /** Calls with the same value hear each other. */
  conference: z.optional(z.string()),
  /** Present: the connection goes to the far end, not to the gateway. */
  direct: z.optional(directMediaSchema),
  /** Once a codec is agreed on. */
  video: z.optional(pictureTaskSchema),
  slides: z.optional(pictureTaskSchema),
});
export type MediaTask = z.infer<typeof mediaTaskSchema>;

/** Measured at the media window, once a second while connected. */
export const mediaStatsSchema = z.object({
  packetsSent: z.number(),
  packetsReceived: z.number(),
  packetsLost: z.number(),
  /** Milliseconds. */
  jitterMs: z.number(),
  roundTripMs: z.optional(z.number()),
  audioLevelIn: z.optional(z.number()),
});
export type MediaStats = z.infer<typeof mediaStatsSchema>;
