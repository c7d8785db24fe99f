import * as z from 'zod/mini';
import { command, nothing } from './command.ts';

/** Headsets are the window's; what the person must be told of them goes the way of all notices. */
export const headsetCommands = {
  /** One was pulled out while there were calls. `name` is the device's own word. */
  'headset/lost': command(z.object({ name: z.string().check(z.maxLength(200)) }), nothing),
};
