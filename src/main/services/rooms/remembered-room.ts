import * as z from 'zod/mini';
import { roomAlertsSchema } from '../../../shared/domain/room.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';

const rememberedSchema = z.object({
  name: z.string(),
  nick: z.string(),
  /** Absent until the person has chosen. */
  alerts: z.optional(roomAlertsSchema),
  /** To be gone into again at the next sign-in. */
  isWanted: z.boolean(),
  subject: z.string(),
});

/** What of a room outlives the program. */
export type RememberedRoom = z.infer<typeof rememberedSchema>;

const PREFIX = 'room:';

/** Rooms of this identity as they were left. One that can't be read is forgotten. */
export async function rememberedRooms(store: KeyValueStore): Promise<ReadonlyMap<string, RememberedRoom>> {
  const rooms = new Map<string, RememberedRoom>();
  for (const { key, value } of await store.list(PREFIX)) {
    const read = rememberedSchema.safeParse(parse(value));
    if (read.success) rooms.set(key.slice(PREFIX.length), read.data);
  }
  return rooms;
}

export function rememberRoom(store: KeyValueStore, room: string, remembered: RememberedRoom): Promise<void> {
  return store.set(`${PREFIX}${room}`, JSON.stringify(remembered));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
