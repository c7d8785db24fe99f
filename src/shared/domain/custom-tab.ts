import * as z from 'zod/mini';

/** A page of the organisation's beside the lists (X6). What it shows comes through a door that main opens for its host. */
export const customTabSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Where it stands among the tabs, from 0. */
  position: z.number(),
  /** Loaded anew whenever it is chosen; else it stays as it was left. */
  isRefreshed: z.boolean(),
  /** Host that it comes from, for the person to see. */
  host: z.string(),
});
export type CustomTab = z.infer<typeof customTabSchema>;
