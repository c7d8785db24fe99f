import type { TraceSpan } from '../../src/shared/domain/trace.ts';

/**
 * The longest chain of dependent round trips in a span: its own, and of what is inside it the heaviest row of steps that
 * ended before the next began. What overlapped did not wait for each other.
 */
export function chainOf(span: TraceSpan, spans: readonly TraceSpan[]): number {
  const children = spans
    .filter(({ parentId }) => parentId === span.id)
    .toSorted((a, b) => a.startMs - b.startMs);
  const best: number[] = [];
  for (const [at, child] of children.entries()) {
    const before = children
      .slice(0, at)
      .map((earlier, index) =>
        (earlier.endMs ?? Number.POSITIVE_INFINITY) <= child.startMs ? (best[index] ?? 0) : 0,
      );
    best.push(chainOf(child, spans) + Math.max(0, ...before));
  }
  return (span.roundTrips ?? 0) + Math.max(0, ...best);
}
