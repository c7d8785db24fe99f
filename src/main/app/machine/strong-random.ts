import { randomBytes, randomUUID } from 'node:crypto';
import type { Random } from '../../ports/random.port.ts';

/** The operating system's randomness. */
export const strongRandom: Random = {
  fraction: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  bytes: (count) => randomBytes(count),
  uuid: () => randomUUID(),
};
