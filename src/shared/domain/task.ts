import * as z from 'zod/mini';
import { failureSchema } from './text-ref.ts';

/** Names a long job while it is shown. */
export const taskIdSchema = z.string().check(z.minLength(1), z.maxLength(100));

/** Something that takes a while and that the person can watch and stop: one step a person (M9, S7). */
export const taskSchema = z.object({
  id: taskIdSchema,
  kind: z.enum(['broadcast', 'import']),
  total: z.number(),
  /** Steps that are over, well or badly. */
  done: z.number(),
  failed: z.number(),
  /** The first of those that went badly: for whom, and why. */
  problems: z.array(z.object({ what: z.string(), error: failureSchema })),
  /** Of one that the end of the program cut: the first of those whose turn never came. */
  left: z.optional(z.array(z.string())),
  /** `stopped`: by the person, or because nothing more could be done (see the last problem). */
  state: z.enum(['running', 'finished', 'stopped']),
});
export type Task = z.infer<typeof taskSchema>;
