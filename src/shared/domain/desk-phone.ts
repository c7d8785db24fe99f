import * as z from 'zod/mini';

const phoneSchema = z.object({
  device: z.string(),
  description: z.string(),
  model: z.string(),
  lines: z.array(z.string()),
});

/** Calls by the phone on the desk (V7). */
export const deskPhoneSchema = z.object({
  /** `none`: this account has no server that could reach one. */
  state: z.enum(['none', 'idle', 'looking', 'ready']),
  /** Calls that are placed here are placed by the desk phone. */
  isOn: z.boolean(),
  /** Known from the first time the mode was switched on. */
  phones: z.array(phoneSchema),
  chosen: z.optional(z.object({ device: z.string(), line: z.string() })),
  /** What the phone was told to dial last, until it is told to end. The phone itself says nothing. */
  dialled: z.optional(z.string()),
});
export type DeskPhone = z.infer<typeof deskPhoneSchema>;
