import * as z from 'zod/mini';
import { callIdSchema } from '../domain/ids.ts';
import { command } from './command.ts';

/** Joining meetings (V15); links are opened by `links/open-external`, SIP addresses called by `calls/dial`. */
export const meetingCommands = {
  /** Calls a number and, once the call stands, sends the meeting's code. Errors: those of `calls/dial`. */
  'meetings/dial': command(
    z.object({
      number: z.string().check(z.regex(/^\+?\d{3,15}$/)),
      digits: z.string().check(z.regex(/^[0-9*#,]{0,62}$/)),
    }),
    z.object({ callId: callIdSchema }),
  ),
};
