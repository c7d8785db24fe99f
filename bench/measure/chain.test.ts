import { describe, expect, it } from 'vitest';
import type { TraceSpan } from '../../src/shared/domain/trace.ts';
import { adopt, describeChain, longestChain, withAddressLookups } from './chain.ts';

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

  it('Q5: what another step waits for beside it counts before that step’s own round trips', () => {
    const root = span('sign-in', [0, 600]);
    const token = span('one-time-password', [0, 400]);
    const fetched = span('http', [100, 400], 3, token);
    const sasl = span('sasl', [200, 600], 2, root);
    const spans = [root, token, fetched, span('tcp', [0, 100], 1, root), sasl];
    expect(describeChain(longestChain(spans, root.id))).toBe('tcp 1 → sasl 2');
    const adopted = adopt(spans, 'one-time-password', 'sasl');
    expect(describeChain(longestChain(adopted, root.id))).toBe('tcp 1 → http 3 → sasl 2');
  });

  it('Q5: a connection to a name costs the question for its address too, one to an address doesn’t', () => {
    const root = span('sign-in', [0, 300]);
    const to = (host: string, times: readonly [number, number]) => ({
      ...span('tcp', times, 1, root),
      attributes: { host },
    });
    const spans = withAddressLookups([root, to('xmpp.example.test', [0, 200]), to('127.0.0.1', [200, 300])]);
    expect(describeChain(longestChain(spans, root.id))).toBe(
      'address+tcp xmpp.example.test 2 → tcp 127.0.0.1 1',
    );
  });
});
