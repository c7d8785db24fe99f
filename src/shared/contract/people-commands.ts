import * as z from 'zod/mini';
import { command, nothing } from './command.ts';

const address = z.string().check(z.minLength(1), z.maxLength(1100));

/** Keeping people away, and waiting for them (M3, M4). */
export const peopleCommands = {
  /** Errors: xmpp.not-connected, xmpp.stanza, contacts.bad-address. */
  'people/block': command(z.object({ address, isBlocked: z.boolean() }), nothing),
  /** Tells once, when this person becomes available. Errors: app.not-allowed, contacts.bad-address. */
  'people/alert': command(z.object({ address, isOn: z.boolean() }), nothing),
};
