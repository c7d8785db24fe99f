import * as z from 'zod/mini';
import { command, nothing } from './command.ts';

/** Global keys (X5). */
export const hotKeyCommands = {
  /** While a new key is pressed in Preferences none of them acts; ends by itself after half a minute. */
  'hot-keys/rest': command(z.object({ isResting: z.boolean() }), nothing),
};
