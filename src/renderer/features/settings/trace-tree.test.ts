import { describe, expect, it } from 'vitest';
import type { TraceSpan } from '../../../shared/domain/trace.ts';
import { factsOf, lengthOf, traceLines } from './trace-tree.ts';

const span = (id: number, startMs: number, parentId?: number): TraceSpan => ({
  id,
  name: `step ${id}`,
  startMs,
  endMs: startMs + 10.4,
  attributes: { host: 'a.example.test', port: 5222 },
  ...(parentId !== undefined && { parentId }),
});

describe('trace', () => {
  it('D1: steps stand under the step they belong to, in the order they began', () => {
    const lines = traceLines([span(3, 30, 1), span(1, 0), span(4, 5), span(2, 10, 1), span(5, 12, 2)]);
    expect(lines.map(({ span: { id }, depth }) => `${depth}:${id}`)).toEqual([
      '0:1',
      '1:2',
      '2:5',
      '1:3',
      '0:4',
    ]);
  });

  it('D1: a step whose parent was dropped is still shown', () => {
    expect(traceLines([span(7, 0, 99)]).map((line) => line.depth)).toEqual([0]);
  });

  it('D1: input, result and length of a step are told', () => {
    expect(factsOf(span(1, 0))).toBe('host=a.example.test port=5222');
    expect(lengthOf(span(1, 0))).toBe(10);
    expect(lengthOf({ id: 1, name: 'x', startMs: 0, attributes: {} })).toBeUndefined();
  });
});
