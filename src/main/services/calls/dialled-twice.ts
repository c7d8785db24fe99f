import type { Call } from '../../../shared/domain/call.ts';

/** Nobody means to call a person twice within this, in milliseconds. */
const TWICE_MS = 2_000;

/**
 * The call that was begun a moment ago to the same address and is not answered yet: a double click or a key held down means
 * that one. `running`: the calls there are.
 */
export function dialledTwice<C extends { readonly call: Call; readonly dialled: string }>(
  running: Iterable<C>,
  address: string,
  line: string | undefined,
  now: number,
): C | undefined {
  for (const one of running) {
    const { direction, state, startedAt } = one.call;
    const isNew = direction === 'out' && now - startedAt < TWICE_MS;
    const isWaiting = state === 'dialling' || state === 'ringing-out' || state === 'early-media';
    if (isNew && isWaiting && one.dialled === address && one.call.line === line) return one;
  }
  return undefined;
}
