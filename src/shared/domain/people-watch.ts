import * as z from 'zod/mini';

/** Whom the person keeps away, and of whom they want to hear when they are available. */
export const peopleWatchSchema = z.object({
  /** False: the server has no such list, or it is not known yet. */
  canBlock: z.boolean(),
  blocked: z.array(z.string()),
  /** False: the administrator does not want it (`AlertOnAvailableEnabled`). */
  canAlert: z.boolean(),
  /** Each once: told, it is gone. */
  alerts: z.array(z.string()),
});
