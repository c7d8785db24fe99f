import * as z from 'zod/mini';

/** What this computer keeps of what is said (M13). */
export const historySchema = z.object({
  /** False: nothing is written, and it is gone with the app (`Disable_IM_History`). */
  isKept: z.boolean(),
  /** How long; absent: for good. */
  days: z.optional(z.number()),
  /** The administrator has a say in it. */
  isDecided: z.boolean(),
});
export type HistoryState = z.infer<typeof historySchema>;
