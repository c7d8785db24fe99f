import * as z from 'zod/mini';
import { command, nothing } from './command.ts';

const text = z.string().check(z.minLength(1), z.maxLength(200));

/** Calls by the phone on the desk (V7). Errors: desk-phone.*, auth.wrong-password, net.*, tls.*, http.*. */
export const deskPhoneCommands = {
  /** Switching on looks for the person's phones and takes the one of last time, else the first. */
  'desk-phone/set-mode': command(z.object({ isOn: z.boolean() }), nothing),
  'desk-phone/choose': command(z.object({ device: text, line: text }), nothing),
  /** Ends the call that the phone was told to make. */
  'desk-phone/end': command(nothing, nothing),
};
