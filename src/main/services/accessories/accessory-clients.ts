import * as z from 'zod/mini';
import { accessorySchema } from '../../../shared/domain/accessories.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';

const PREFIX = 'accessory:';
const keptSchema = z.extend(z.omit(accessorySchema, { isConnected: true }), {
  /** SHA-256 of the token, hex: the token itself is only with the program. */
  tokenHash: z.string(),
});
export type KeptAccessory = z.infer<typeof keptSchema>;

/** The programs that the person has let in, kept over restarts. */
export class AccessoryClients {
  private readonly store: KeyValueStore;
  private clients = new Map<string, KeptAccessory>();

  constructor(store: KeyValueStore) {
    this.store = store;
  }

  async load(): Promise<void> {
    const rows = await this.store.list(PREFIX);
    const read = rows.flatMap(({ value }) => {
      try {
        return [keptSchema.parse(JSON.parse(value))];
      } catch {
        // Somebody else's or a damaged row lets nobody in.
        return [];
      }
    });
    this.clients = new Map(read.map((client) => [client.id, client]));
  }

  all(): readonly KeptAccessory[] {
    return [...this.clients.values()].toSorted((a, b) => a.allowedAt - b.allowedAt);
  }

  async byToken(token: string): Promise<KeptAccessory | undefined> {
    const hash = await hashOf(token);
    return this.all().find(({ tokenHash }) => tokenHash === hash);
  }

  async add(client: Omit<KeptAccessory, 'tokenHash'>, token: string): Promise<KeptAccessory> {
    const kept = { ...client, tokenHash: await hashOf(token) };
    await this.store.set(`${PREFIX}${client.id}`, JSON.stringify(kept));
    this.clients.set(client.id, kept);
    return kept;
  }

  async remove(id: string): Promise<void> {
    this.clients.delete(id);
    await this.store.delete(`${PREFIX}${id}`);
  }
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function hashOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return hex(new Uint8Array(digest));
}

/** 256 bits that nobody can guess. */
export const newToken = (bytes: (count: number) => Uint8Array): string => hex(bytes(32));
