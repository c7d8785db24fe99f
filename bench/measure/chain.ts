import { isIP } from 'node:net';
import type { TraceSpan } from '../../src/shared/domain/trace.ts';

/** A stretch of time in which a span waited for the network by itself. */
export interface Wait {
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly roundTrips: number;
}

/** Waits that each began when the one before was over. */
export interface Chain {
  readonly roundTrips: number;
  readonly waits: readonly Wait[];
}

/** Two steps follow each other in one turn of the event loop, in either order. */
const SLACK_MS = 1;

/**
 * The longest chain of dependent round trips among a root's descendants that had ended by `untilMs`: waits that overlap ran
 * side by side, waits that follow each other are taken as dependent. Two branches that happen to take turns would be counted
 * as one chain, so the number may say more than the protocol needs, but never more than the time had room for.
 */
export function longestChain(
  spans: readonly TraceSpan[],
  rootId: number,
  untilMs = Number.POSITIVE_INFINITY,
): Chain {
  const waits = descendants(spans, rootId)
    .flatMap((span) => waitOf(span, spans))
    .filter(({ endMs }) => endMs <= untilMs + SLACK_MS)
    .sort((a, b) => a.endMs - b.endMs || a.startMs - b.startMs);
  const best: Chain[] = [];
  let longest: Chain = { roundTrips: 0, waits: [] };
  for (const [index, wait] of waits.entries()) {
    let before: Chain = { roundTrips: 0, waits: [] };
    for (let earlier = 0; earlier < index; earlier += 1) {
      const candidate = best[earlier];
      const ended = waits[earlier]?.endMs ?? 0;
      if (candidate && ended <= wait.startMs + SLACK_MS && candidate.roundTrips > before.roundTrips)
        before = candidate;
    }
    const chain = { roundTrips: before.roundTrips + wait.roundTrips, waits: [...before.waits, wait] };
    best.push(chain);
    if (chain.roundTrips > longest.roundTrips) longest = chain;
  }
  return longest;
}

/** `tcp 1 → tls 1 → sasl 3 → bind 1`. */
export function describeChain({ waits }: Chain): string {
  return waits.map(({ name, roundTrips }) => `${name} ${roundTrips}`).join(' → ');
}

/**
 * Makes roots of the trace with this name part of a step that waits for them without being their parent: the first span
 * called `waits` that had not ended when they began. (A one-time password is fetched beside the connection that needs it.)
 */
export function adopt(spans: readonly TraceSpan[], name: string, waits: string): TraceSpan[] {
  return spans.map((span) => {
    if (span.parentId !== undefined || span.name !== name) return span;
    const parent = spans.find((one) => one.name === waits && (one.endMs ?? Infinity) > span.startMs);
    return parent ? { ...span, parentId: parent.id } : span;
  });
}

/**
 * Counts the question for a server's address, which the trace leaves to the resolver's cache: one round trip more for each
 * connection to a name. For networks where no resolver caches, as in the lab.
 */
export function withAddressLookups(spans: readonly TraceSpan[]): TraceSpan[] {
  return spans.map((span) => {
    const { host } = span.attributes;
    if (span.name !== 'tcp' || typeof host !== 'string' || isIP(host) !== 0) return span;
    return {
      ...span,
      name: 'address+tcp',
      ...(span.roundTrips !== undefined && { roundTrips: span.roundTrips + 1 }),
    };
  });
}

function descendants(spans: readonly TraceSpan[], rootId: number): TraceSpan[] {
  const children = Map.groupBy(spans, ({ parentId }) => parentId);
  const found = [...(children.get(rootId) ?? [])];
  for (const span of found) found.push(...(children.get(span.id) ?? []));
  return found;
}

/** Where in a span its own round trips lie: its longest stretch that no child with round trips covers. */
function waitOf(span: TraceSpan, spans: readonly TraceSpan[]): Wait[] {
  const { name, startMs, endMs, roundTrips = 0, attributes } = span;
  if (endMs === undefined || roundTrips === 0) return [];
  const covered = descendants(spans, span.id)
    .filter((child) => child.endMs !== undefined && (child.roundTrips ?? 0) > 0)
    .map((child) => ({ from: child.startMs, to: child.endMs ?? child.startMs }))
    .sort((a, b) => a.from - b.from);
  let stretch = { from: startMs, to: startMs };
  let open = startMs;
  for (const { from, to } of [...covered, { from: endMs, to: endMs }]) {
    if (from - open > stretch.to - stretch.from) stretch = { from: open, to: from };
    open = Math.max(open, to);
  }
  const what = attributes['path'] ?? attributes['record'] ?? attributes['host'];
  return [
    {
      name: what === undefined ? name : `${name} ${what}`,
      startMs: stretch.from,
      endMs: stretch.to,
      roundTrips,
    },
  ];
}
