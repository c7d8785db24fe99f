import * as z from 'zod/mini';
import { instantSchema } from './ids.ts';
import { failureSchema } from './text-ref.ts';

/** A program or device that the person has let in (V13). */
export const accessorySchema = z.object({
  id: z.string(),
  /** As it names itself. Untrusted. */
  name: z.string(),
  /** It may send messages too, not only control calls. */
  maySend: z.boolean(),
  isConnected: z.boolean(),
  allowedAt: instantSchema,
});

/** The door for headsets and other programs of this computer. */
export const accessoriesSchema = z.object({
  state: z.enum(['off', 'open', 'failed']),
  /** Where they connect, while open. */
  address: z.optional(z.string()),
  error: z.optional(failureSchema),
  clients: z.array(accessorySchema),
});
export type Accessories = z.infer<typeof accessoriesSchema>;
