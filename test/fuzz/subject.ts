import fc from 'fast-check';
import { memoryTrace } from '../fakes/memory-trace.ts';
import { ok } from '../../src/shared/errors/result.ts';
import type { HttpClient } from '../../src/main/engines/link/http-client.ts';

/** One reader, and what it may be given. */
export interface FuzzSubject {
  readonly name: string;
  /** Reads `count` inputs drawn by `seed` and gives the longest time that one took, ms. Throws what the reader threw, with its input. */
  run(seed: number, count: number): Promise<number>;
}

/** `read` must neither throw nor reject, whatever it is given. */
export function subject<T>(name: string, inputs: fc.Arbitrary<T>, read: (input: T) => unknown): FuzzSubject {
  return {
    name,
    async run(seed, count) {
      let slowestMs = 0;
      for (const input of fc.sample(inputs, { seed, numRuns: count })) {
        const startedAt = performance.now();
        try {
          await read(input);
        } catch (error) {
          throw new Error(`${name}, given ${shown(input)}`, { cause: error });
        }
        slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      }
      return slowestMs;
    },
  };
}

function shown(input: unknown): string {
  return input instanceof Uint8Array
    ? JSON.stringify(Buffer.from(input).toString('latin1'))
    : fc.stringify(input);
}

/** A web server that gives one answer to everything. */
export function oneAnswer(body: Uint8Array, status = 200): HttpClient {
  return {
    request: async () => ok({ status, headers: {}, body }),
    close: async () => undefined,
  };
}

/** What a request carries; its spans go nowhere. */
export function call() {
  return { span: memoryTrace().start('fuzz'), signal: new AbortController().signal };
}
