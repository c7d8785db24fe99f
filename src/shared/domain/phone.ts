import * as z from 'zod/mini';

/** As many lines as a device may have (V14). */
export const MOST_LINES = 8;

/** Where all calls of a line go at once, before anything rings. */
export const forwardSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off') }),
  z.object({ kind: z.literal('voicemail') }),
  z.object({ kind: z.literal('to'), target: z.string().check(z.minLength(1), z.maxLength(100)) }),
]);
export type Forward = z.infer<typeof forwardSchema>;

/** Longest name and number of another phone. */
export const LONGEST_DESTINATION = 100;

const destinationSchema = z.object({
  id: z.string(),
  name: z.string(),
  number: z.string(),
  /** It rings when the person's line is called. */
  rings: z.boolean(),
  /** A running call can be sent there. */
  canMove: z.boolean(),
});
export type Destination = z.infer<typeof destinationSchema>;

/** The phone beyond single calls: its lines, and what the server does for it. */
export const phoneSchema = z.object({
  /** In the order of the device's buttons. `forward` absent: not known. */
  lines: z.array(z.object({ number: z.string(), label: z.string(), forward: z.optional(forwardSchema) })),
  /** What calls can be made from, where the device has several lines, and whether each can now. */
  choices: z.optional(z.array(z.object({ line: z.string(), isReady: z.boolean() }))),
  /** The person can change it from here. */
  canForward: z.boolean(),
  /** Logged in to hunt groups or not; absent: the server never spoke of any. */
  hunt: z.optional(z.enum(['in', 'out'])),
  /** Ringing calls that can be taken from here: of one's own pickup group, of another by its number. */
  pickups: z.array(z.enum(['own', 'other'])),
  /** Other phones that the server rings with the person's line (V8); absent: the server keeps none for this person. */
  destinations: z.optional(z.array(destinationSchema)),
  /** The phone's own Do Not Disturb, as the server says. */
  isDoNotDisturb: z.optional(z.boolean()),
});
export type Phone = z.infer<typeof phoneSchema>;
