import * as z from 'zod/mini';
import type { Transfer, TransferState } from '../../../shared/domain/file.ts';
import { conversationIdSchema, instantSchema } from '../../../shared/domain/ids.ts';
import { failureSchema } from '../../../shared/domain/text-ref.ts';
import { catalogue } from '../../../shared/errors/catalogue.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import type { Step } from './transfer.machine.ts';

const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading'), done: z.number() }),
  z.object({ kind: z.literal('waiting'), tries: z.number() }),
  z.object({ kind: z.literal('moving'), done: z.number(), tries: z.number() }),
  z.object({ kind: z.literal('posting'), url: z.string() }),
  z.object({ kind: z.literal('stopped'), done: z.number() }),
  z.object({ kind: z.literal('failed'), error: failureSchema }),
  z.object({ kind: z.literal('declined') }),
  z.object({ kind: z.literal('done') }),
]);

/** A transfer as it is kept over a restart. */
const recordSchema = z.object({
  id: z.string(),
  conversationId: conversationIdSchema,
  direction: z.enum(['in', 'out']),
  name: z.string(),
  size: z.optional(z.number()),
  at: instantSchema,
  /** Of others' files: where it is. Without one a device offers it. */
  url: z.optional(z.string()),
  isHandOver: z.boolean(),
  step: stepSchema,
  isPicture: z.boolean(),
  /** Where it was saved, and under which name. */
  kept: z.optional(z.object({ path: z.string(), name: z.string() })),
});
export type TransferRecord = Omit<z.infer<typeof recordSchema>, 'step'> & { readonly step: Step };

const PREFIX = 'transfer/';
/** Of older ones nothing is known any more but what the message says: the file can be fetched again. */
const MOST_KEPT = 300;

export async function loadTransfers(store: KeyValueStore): Promise<readonly TransferRecord[]> {
  const rows = await store.list(PREFIX);
  const records = rows.map(({ value }) => read(value)).filter((record) => record !== undefined);
  const newest = records.toSorted((one, other) => other.at - one.at);
  for (const { id } of newest.slice(MOST_KEPT)) await store.delete(PREFIX + id);
  return newest.slice(0, MOST_KEPT);
}

export function saveTransfer(store: KeyValueStore, record: TransferRecord): Promise<void> {
  return store.set(PREFIX + record.id, JSON.stringify(record));
}

export function forgetTransfer(store: KeyValueStore, id: string): Promise<void> {
  return store.delete(PREFIX + id);
}

/** As the window sees it. */
export function toTransfer(record: TransferRecord): Transfer {
  const { id, conversationId, direction, name, size, at, isPicture, kept } = record;
  return {
    id,
    conversationId,
    direction,
    name,
    ...(size !== undefined && { size }),
    at,
    state: shown(record.step),
    isPicture,
    ...(kept && { savedAs: kept.name }),
  };
}

function shown(step: Step): TransferState {
  switch (step.kind) {
    case 'posting':
    case 'waiting':
      return { kind: 'waiting' };
    case 'moving':
      return { kind: 'moving', done: step.done };
    case 'failed':
      return { kind: 'failed', error: step.error };
    default:
      return step;
  }
}

function read(value: string): TransferRecord | undefined {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(value));
    if (!parsed.success) return undefined;
    const { step } = parsed.data;
    // A later version's error says nothing to this one.
    const isKnown = step.kind !== 'failed' || step.error.code in catalogue;
    return isKnown ? (parsed.data as TransferRecord) : undefined;
  } catch {
    return undefined;
  }
}
