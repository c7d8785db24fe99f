import type { TraceSpan } from '../../../shared/domain/trace.ts';

/** One line of the trace as it is shown. */
export interface TraceLine {
  readonly span: TraceSpan;
  /** 0 for the outermost. */
  readonly depth: number;
}

/** The spans as an indented list: children after their parent, in the order they began. A span whose parent is gone stands outermost. */
export function traceLines(spans: readonly TraceSpan[]): readonly TraceLine[] {
  const ids = new Set(spans.map((span) => span.id));
  const children = Map.groupBy(spans, (span) =>
    span.parentId !== undefined && ids.has(span.parentId) && span.parentId !== span.id
      ? span.parentId
      : undefined,
  );
  const lines: TraceLine[] = [];
  const seen = new Set<number>();
  const add = (parent: number | undefined, depth: number) => {
    for (const span of [...(children.get(parent) ?? [])].sort((a, b) => a.startMs - b.startMs)) {
      if (seen.has(span.id)) continue;
      seen.add(span.id);
      lines.push({ span, depth });
      add(span.id, depth + 1);
    }
  };
  add(undefined, 0);
  return lines;
}

/** `name=value` of a span's facts, for one line. */
export function factsOf({ attributes }: TraceSpan): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** How long a span took, whole ms; undefined while it runs. */
export function lengthOf({ startMs, endMs }: TraceSpan): number | undefined {
  return endMs === undefined ? undefined : Math.round(endMs - startMs);
}
