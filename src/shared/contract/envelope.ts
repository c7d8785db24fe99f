import * as z from 'zod/mini';
import { failureSchema } from '../domain/text-ref.ts';
import { topicNameSchema } from './topics.ts';

/**
 * What travels on the wire, whatever the wire is (Electron IPC, loopback WebSocket, in-memory pair).
 * Calls and replies are matched by id; changes are numbered so that a gap shows; the client pays
 * credit back for each batch it has applied, and main sends at most `CHANGE_WINDOW` batches unpaid.
 */
export const CHANGE_WINDOW = 4;
/** At most this many entities in a batch. */
export const BATCH_LIMIT = 1000;
/** Larger frames are refused by every carrier, bytes. */
export const FRAME_LIMIT = 8 * 1024 * 1024;

/** Client → main. */
export const clientFrameSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('call'), id: z.number(), name: z.string(), input: z.optional(z.unknown()) }),
  z.object({ t: z.literal('cancel'), id: z.number() }),
  z.object({
    t: z.literal('credit'),
    batches: z.number().check(z.int(), z.minimum(1), z.maximum(CHANGE_WINDOW)),
  }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

export const changeSchema = z.object({
  topic: topicNameSchema,
  key: z.string(),
  /** Absent: the entity is gone. */
  value: z.optional(z.unknown()),
});
export type Change = z.infer<typeof changeSchema>;

/** Main → client. `revision` counts batches for this client, starting after the snapshot's revision. */
export const serverFrameSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('reply'), id: z.number(), ok: z.literal(true), value: z.optional(z.unknown()) }),
  z.object({ t: z.literal('failure'), id: z.number(), error: failureSchema }),
  z.object({ t: z.literal('changes'), revision: z.number(), changes: z.array(changeSchema) }),
]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;
