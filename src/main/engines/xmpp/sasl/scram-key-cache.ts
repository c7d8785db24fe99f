import { createHash } from 'node:crypto';
import { deriveKeys, type ScramHash, type ScramKeys } from './scram.ts';

/** Derived keys of this process's sign-ins, so that a reconnect doesn't derive again. In memory only; a few at most. */
export class ScramKeyCache {
  private readonly keys = new Map<string, ScramKeys>();
  private readonly limit = 4;

  async get(hash: ScramHash, password: string, salt: Uint8Array, iterations: number): Promise<ScramKeys> {
    const name = createHash('sha256')
      .update(`${hash} ${iterations} `)
      .update(salt)
      .update(' ')
      .update(password)
      .digest('hex');
    const known = this.keys.get(name);
    if (known) return known;
    const keys = await deriveKeys(hash, password, salt, iterations);
    if (this.keys.size >= this.limit) this.keys.clear();
    this.keys.set(name, keys);
    return keys;
  }

  clear(): void {
    this.keys.clear();
  }
}
