import * as z from 'zod/mini';
import { forwardSchema, LONGEST_DESTINATION } from '../domain/phone.ts';
import { command, nothing } from './command.ts';

const text = (max: number) => z.string().check(z.maxLength(max));
const nonEmpty = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

/** The phone beyond single calls (V8, V14). Errors: call.forwarding-failed, desk-phone.destination-refused, call.bad-number, call.not-possible-now. */
export const phoneCommands = {
  /** Forwards all calls of all lines, or no longer (V14). */
  'phone/set-forward': command(z.object({ forward: forwardSchema }), nothing),
  /** Another phone that rings with one's line; without `id` a new one. UDS takes none away (V8). */
  'phone/save-destination': command(
    z.object({
      id: z.optional(nonEmpty(200)),
      name: text(LONGEST_DESTINATION),
      number: nonEmpty(LONGEST_DESTINATION),
      rings: z.boolean(),
    }),
    nothing,
  ),
  /** In to one's hunt groups, or out. */
  'phone/set-hunt': command(z.object({ isIn: z.boolean() }), nothing),
  /** The person's softphones, and which one is used here. */
  'phone/devices': command(
    nothing,
    z.object({
      softphones: z.array(z.object({ name: z.string(), description: z.string() })),
      current: z.optional(z.string()),
    }),
  ),
  'phone/choose-device': command(z.object({ name: nonEmpty(200) }), nothing),
};
