import * as z from 'zod/mini';

/** A sentence by reference: the key in the message catalogue and what fills its placeholders. */
export const textRefSchema = z.object({
  key: z.string(),
  params: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
});
export type TextRef = z.infer<typeof textRefSchema>;

/** A failure as it crosses the contract; `code` is checked against the catalogue. */
export const failureSchema = z.object({
  code: z.string(),
  params: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
  detail: z.optional(z.string()),
});
