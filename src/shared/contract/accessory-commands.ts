import * as z from 'zod/mini';
import { command, nothing } from './command.ts';

/** Headsets and other programs of this computer (V13). */
export const accessoryCommands = {
  /** Takes its consent back and ends its connections; it has to ask again. */
  'accessories/revoke': command(z.object({ id: z.string().check(z.maxLength(100)) }), nothing),
};
