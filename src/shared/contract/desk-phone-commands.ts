import * as z from 'zod/mini';
import { callWithSchema } from '../domain/desk-phone.ts';
import { command, nothing } from './command.ts';

const text = z.string().check(z.minLength(1), z.maxLength(200));
/** Empty takes it away. */
const setting = z.string().check(z.maxLength(200));

/** Calls by another phone than this computer (V7, V8). Errors: desk-phone.*, call.bad-number, auth.wrong-password, net.*, tls.*, http.*. */
export const deskPhoneCommands = {
  /**
   * `desk` takes the phone of the set address under control, where one is set; else it looks for the person's phones and
   * takes the one of last time, or the first.
   */
  'desk-phone/set-mode': command(z.object({ mode: callWithSchema }), nothing),
  'desk-phone/choose': command(z.object({ device: text, line: text }), nothing),
  /** The number or SIP address of a phone that takes uaCSTA. */
  'desk-phone/set-address': command(z.object({ address: setting }), nothing),
  /** The number of the person's other phone. */
  'desk-phone/set-number': command(z.object({ number: setting }), nothing),
  /** Of the phone under control: all its calls to another number, or no longer; its own Do Not Disturb. */
  'desk-phone/set-forward': command(z.object({ number: setting }), nothing),
  'desk-phone/set-silence': command(z.object({ isSilent: z.boolean() }), nothing),
  /** Ends the call that the phone was told to make. */
  'desk-phone/end': command(nothing, nothing),
};
