import type { TraceSpan } from '../../src/shared/domain/trace.ts';
import type { Span, Trace, TraceAttributes } from '../../src/main/ports/trace.port.ts';

/** A trace without bounds, for tests to read. Times are counted steps: 1, 2, 3 … */
export function memoryTrace(): Trace {
  const spans: TraceSpan[] = [];
  let time = 0;
  const start = (name: string, attributes: TraceAttributes = {}, parentId?: number): Span => {
    const id = spans.length + 1;
    spans.push({
      id,
      name,
      startMs: (time += 1),
      attributes: { ...attributes },
      ...(parentId !== undefined && { parentId }),
    });
    const change = (part: Partial<TraceSpan>): void => {
      const at = id - 1;
      const span = spans[at];
      if (span) spans[at] = { ...span, ...part };
    };
    return {
      id,
      child: (childName, childAttributes) => start(childName, childAttributes, id),
      note: (more) => change({ attributes: { ...spans[id - 1]?.attributes, ...more } }),
      end: (outcome, roundTrips) => {
        if (spans[id - 1]?.endMs !== undefined) return;
        change({ outcome, endMs: (time += 1), ...(roundTrips !== undefined && { roundTrips }) });
      },
    };
  };
  return { start: (name, attributes) => start(name, attributes), spans: () => spans };
}
