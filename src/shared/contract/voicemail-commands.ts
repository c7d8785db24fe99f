import * as z from 'zod/mini';
import { voicemailIdSchema } from '../domain/voicemail.ts';
import { command, nothing } from './command.ts';

/** Characters of base64: four minutes of 16 bit sound at 8 kHz, and some. */
const LONGEST_RECORDING = 6 * 1024 * 1024;

const one = z.object({ id: voicemailIdSchema });

/** The person's voicemail (V11). Errors: voicemail.unavailable, app.not-signed-in, and what its server can give. */
export const voicemailCommands = {
  /** Reads the list now. */
  'voicemail/refresh': command(nothing, nothing),
  /** The message's sound as base64. Errors: voicemail.secure, voicemail.no-sound. */
  'voicemail/sound': command(one, z.object({ type: z.string(), data: z.string() })),
  'voicemail/mark-read': command(z.object({ id: voicemailIdSchema, isRead: z.boolean() }), nothing),
  'voicemail/delete': command(one, nothing),
  /** Takes it out of the server's deleted folder. */
  'voicemail/restore': command(one, nothing),
  /**
   * Sends a message, an answer, or (`forwards`) one that was got. `to`: numbers or mail addresses; `sound`: RIFF WAVE as base64.
   * Error: voicemail.not-taken.
   */
  'voicemail/send': command(
    z.object({
      to: z.array(z.string().check(z.minLength(1), z.maxLength(320))).check(z.minLength(1), z.maxLength(50)),
      subject: z.string().check(z.maxLength(200)),
      sound: z.optional(z.string().check(z.maxLength(LONGEST_RECORDING))),
      forwards: z.optional(voicemailIdSchema),
      isUrgent: z.boolean(),
      isPrivate: z.boolean(),
    }),
    nothing,
  ),
  /** Name and password of the voicemail server, where they are not those of the phone; kept sealed. */
  'voicemail/sign-in': command(
    z.object({
      username: z.string().check(z.minLength(1), z.maxLength(200)),
      password: z.string().check(z.minLength(1), z.maxLength(1024)),
    }),
    nothing,
  ),
};
