import type { SrvRecord } from '../../ports/dns.port.ts';

type Weighed = Pick<SrvRecord, 'target' | 'priority' | 'weight'>;

/**
 * The order in which targets are tried (RFC 2782): lower priority numbers first, and within one priority a weighted
 * draw without replacement. Records whose target is `''` say "not offered here" and are left out.
 * `fraction` gives numbers in [0, 1).
 */
export function orderSrv<T extends Weighed>(records: readonly T[], fraction: () => number): readonly T[] {
  const offered = records.filter((record) => record.target !== '');
  const priorities = [...new Set(offered.map(({ priority }) => priority))].sort((a, b) => a - b);
  return priorities.flatMap((priority) =>
    draw(
      offered.filter((record) => record.priority === priority),
      fraction,
    ),
  );
}

/** Whether the answer says in so many words that the service is not offered (one record, target `.`). */
export function isRefusal(records: readonly Weighed[]): boolean {
  return records.length > 0 && records.every(({ target }) => target === '');
}

/** RFC 2782, "Weight": weight 0 first in the list, then the running sum is compared with a draw from 0 to the total, both included. */
function draw<T extends Weighed>(records: readonly T[], fraction: () => number): T[] {
  const left = records.toSorted((a, b) => Number(a.weight !== 0) - Number(b.weight !== 0));
  const order: T[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    const drawn = Math.floor(fraction() * (total + 1));
    let running = 0;
    const at = left.findIndex(({ weight }) => {
      running += weight;
      return running >= drawn;
    });
    order.push(...left.splice(Math.max(at, 0), 1));
  }
  return order;
}
