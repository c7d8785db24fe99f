import * as z from 'zod/mini';

/** How a call rings that its server calls special: from inside the organisation, not quite for this person (a group, forwarded), or urgent. */
export const ringStyleSchema = z.enum(['internal', 'distinct', 'urgent']);
export type RingStyle = z.infer<typeof ringStyleSchema>;
