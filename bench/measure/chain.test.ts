import { describe, expect, it } from 'vitest';
import type { TraceSpan } from '../../src/shared/domain/trace.ts';
import { describeChain, longestChain } from './chain.ts';

let nextId = 1;
const span = (
  name: string,
  [startMs, endMs]: readonly [number, number],
  roundTrips?: number,
  parent?: TraceSpan,
): TraceSpan => ({
  id: nextId++,
  ...(parent && { parentId: parent.id }),
  name,
  startMs,
  endMs,
  ...(roundTrips !== undefined && { roundTrips }),
  attributes: {},
});

const chainOf = (root: TraceSpan, ...spans: readonly TraceSpan[]) =>
  describeChain(longestChain([root, ...spans], root.id));

describe('the longest chain of dependent round trips', () => {
  it('Q5: adds up steps that follow each other', () => {
    const root = span('sign-in', [0, 700]);
    const link = span('xmpp', [0, 600], undefined, root);
    const chain = longestChain(
      [
        root,
        link,
        span('tcp', [0, 100], 1, link),
        span('tls', [100, 200], 1, link),
        span('sasl', [200, 500], 3, link),
        span('bind', [500.2, 600], 1, link),
        span('roster', [500, 600], 0, link),
      ],
      root.id,
    );
    expect([chain.roundTrips, describeChain(chain)]).toEqual([6, 'tcp 1 → tls 1 → sasl 3 → bind 1']);
  });

  it('Q5: takes the longer of branches that ran side by side', () => {
    const root = span('sign-in', [0, 500]);
    expect(
      chainOf(
        root,
        span('srv', [0, 100], 1, root),
        span('sip', [100, 300], 2, root),
        span('tcp', [100, 200], 1, root),
        span('sasl', [200, 500], 3, root),
      ),
    ).toBe('srv 1 → tcp 1 → sasl 3');
  });

  it('Q5: a request’s own round trip comes after those of the connection made for it', () => {
    const root = span('sign-in', [0, 400]);
    const http = span('http', [0, 300], 1, root);
    expect(
      chainOf(
        root,
        http,
        span('tcp', [0, 100], 1, http),
        span('tls', [100, 200], 1, http),
        span('next', [300, 400], 1, root),
      ),
    ).toBe('tcp 1 → tls 1 → http 1 → next 1');
  });

  it('Q5: what lies after the end that is asked about isn’t counted, nor what never ended, nor other roots', () => {
    const root = span('sign-in', [0, 400]);
    const other = span('directory', [0, 400]);
    const { endMs: _, ...endless } = span('sasl', [100, 0], 3, root);
    const spans = [
      root,
      other,
      span('tcp', [0, 100], 1, root),
      endless,
      span('late', [300, 400], 1, root),
      span('http', [100, 200], 1, other),
    ];
    expect(describeChain(longestChain(spans, root.id, 200))).toBe('tcp 1');
  });

  it('Q5: names say which request or record it was', () => {
    const root = span('sign-in', [0, 100]);
    const srv = { ...span('dns.srv', [0, 100], 1, root), attributes: { record: '_xmpp-client._tcp' } };
    expect(chainOf(root, srv)).toBe('dns.srv _xmpp-client._tcp 1');
  });

  it('Q5: of nothing is nothing', () => {
    expect(longestChain([], 1)).toEqual({ roundTrips: 0, waits: [] });
  });
});
