import { isWorthAnother } from '../../../shared/errors/is-worth-another.ts';
import { failure, type Failure, type Result } from '../../../shared/errors/result.ts';

/** More nodes than this are not asked (cisco-uc 1.3). */
const MAX_NODES = 3;

/**
 * Asks one node after the other until one answers. A refused password, a cancelled attempt, a certificate that nobody
 * accepted and a plain "not found" end it: no other node would say anything else. Gives the answer with its node.
 */
export async function tryNodes<N, T>(
  nodes: readonly N[],
  ask: (node: N) => Promise<Result<T>>,
): Promise<Result<{ readonly node: N; readonly value: T }>> {
  let first: Failure | undefined;
  for (const node of nodes.slice(0, MAX_NODES)) {
    const result = await ask(node);
    if (result.ok) return { ok: true, value: { node, value: result.value } };
    if (!isWorthAnother(result.error)) return result;
    first ??= result.error;
  }
  return { ok: false, error: first ?? failure('discovery.no-records', { domain: '' }) };
}

/** The same items in random order. */
export function shuffled<T>(items: readonly T[], fraction: () => number): readonly T[] {
  const keyed = items.map((item) => ({ item, key: fraction() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}
