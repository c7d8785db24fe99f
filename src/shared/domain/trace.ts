import * as z from 'zod/mini';

/** One step of a sign-in, call or failover; steps form a tree by `parentId`. Times are ms on the monotonic clock. */
export const traceSpanSchema = z.object({
  id: z.number(),
  parentId: z.optional(z.number()),
  name: z.string(),
  startMs: z.number(),
  endMs: z.optional(z.number()),
  outcome: z.optional(z.enum(['ok', 'failed', 'cancelled', 'skipped'])),
  /** Dependent network round trips this step itself costs (children not counted); the bench adds up the longest chain. */
  roundTrips: z.optional(z.number()),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type TraceSpan = z.infer<typeof traceSpanSchema>;
