import * as z from 'zod/mini';
import { forwardSchema } from './phone.ts';
import { failureSchema } from './text-ref.ts';

const phoneSchema = z.object({
  device: z.string(),
  description: z.string(),
  model: z.string(),
  lines: z.array(z.string()),
});

/** What calls are made with: this computer, the phone on the desk (V7), or another phone of the person (V8). */
export const callWithSchema = z.enum(['computer', 'desk', 'other']);
export type CallWith = z.infer<typeof callWithSchema>;

/** Calls by a phone that isn't this computer. */
export const deskPhoneSchema = z.object({
  /** Of WebDialer. `none`: this account has no server that could reach a phone by it. */
  state: z.enum(['none', 'idle', 'looking', 'ready']),
  mode: callWithSchema,
  /** Known from the first time the mode was switched on. */
  phones: z.array(phoneSchema),
  chosen: z.optional(z.object({ device: z.string(), line: z.string() })),
  /** What the phone was told to dial last, until it is told to end: WebDialer's phones say nothing themselves. */
  dialled: z.optional(z.string()),
  /** The phone that is under full control (uaCSTA), by its SIP address; absent: none was set. */
  control: z.optional(
    z.object({
      address: z.string(),
      /** `off`: calls aren't made with it now. `lost`: it is tried again by itself. */
      state: z.enum(['off', 'connecting', 'ready', 'lost']),
      error: z.optional(failureSchema),
      /** Where its calls go at once, and whether it keeps quiet; absent: the phone has not said. */
      forward: z.optional(forwardSchema),
      isSilent: z.optional(z.boolean()),
    }),
  ),
  /** Another phone: it is called first, then sent on to whom the person wants to speak with. */
  other: z.optional(
    z.object({
      number: z.string(),
      step: z.enum(['idle', 'calling-you', 'connecting']),
      target: z.optional(z.string()),
      error: z.optional(failureSchema),
    }),
  ),
});
export type DeskPhone = z.infer<typeof deskPhoneSchema>;
