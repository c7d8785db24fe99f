import type { TraceSpan } from '../../../shared/domain/trace.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Span, Trace, TraceAttributes } from '../../ports/trace.port.ts';

const SPAN_LIMIT = 5000;

/** Keeps the newest spans in memory; what Connection status, problem reports and the bench read. */
export function createTrace(clock: Clock): Trace {
  const spans: { -readonly [K in keyof TraceSpan]: TraceSpan[K] }[] = [];
  let nextId = 1;

  const start = (name: string, attributes: TraceAttributes, parentId?: number): Span => {
    const record: (typeof spans)[number] = {
      id: nextId++,
      ...(parentId !== undefined && { parentId }),
      name,
      startMs: clock.monotonic(),
      attributes: { ...attributes },
    };
    spans.push(record);
    if (spans.length > SPAN_LIMIT) spans.splice(0, spans.length - SPAN_LIMIT);
    return {
      id: record.id,
      child: (childName, childAttributes = {}) => start(childName, childAttributes, record.id),
      note: (more) => void Object.assign(record.attributes, more),
      end(outcome, roundTrips) {
        if (record.endMs !== undefined) return;
        record.endMs = clock.monotonic();
        record.outcome = outcome;
        if (roundTrips !== undefined) record.roundTrips = roundTrips;
      },
    };
  };

  return { start: (name, attributes = {}) => start(name, attributes), spans: () => spans };
}
