import type { TraceSpan } from '../../src/shared/domain/trace.ts';
import { adopt, type Chain, longestChain, withAddressLookups } from '../measure/chain.ts';
import type { End } from './floors.ts';

/** One sign-in until one of its services was up. */
export interface SignIn {
  readonly wallMs: number;
  readonly chain: Chain;
}

/** Takes a sign-in out of the trace. Throws when the service never came up. */
export function readSignIn(trace: readonly TraceSpan[], end: End): SignIn {
  const spans = withAddressLookups(adopt(trace, 'one-time-password', 'sasl'));
  const root = spans.find(({ name }) => name === 'sign-in');
  const service = root && spans.find(({ name, parentId }) => name === end && parentId === root.id);
  if (!root || service?.endMs === undefined) throw new Error(`the trace has no sign-in with a ${end} step`);
  const beside = besideOf(end, service.startMs, root.id, spans);
  const needed = spans.filter((span) => !isBelow(span, beside, spans));
  return { wallMs: service.endMs - root.startMs, chain: longestChain(needed, root.id, service.endMs) };
}

/**
 * Steps that run beside the service and that it waits for nothing of: the directory, chat's own sign-in where the phone is
 * asked about, and the other service, unless it was over before this one began (a cached start: it has proved the password).
 */
function besideOf(
  end: End,
  startMs: number,
  rootId: number,
  spans: readonly TraceSpan[],
): ReadonlySet<number> {
  const names = end === 'chat' ? ['directory'] : ['directory', 'chat-sign-in'];
  const other: End = end === 'chat' ? 'phone' : 'chat';
  const steps = spans.filter(({ parentId }) => parentId === rootId);
  const isOver = steps.some(({ name, endMs = Infinity }) => name === other && endMs <= startMs);
  if (!isOver) names.push(other);
  if (!isOver && end === 'phone') names.push('one-time-password');
  return new Set(steps.filter(({ name }) => names.includes(name)).map(({ id }) => id));
}

function isBelow(span: TraceSpan, steps: ReadonlySet<number>, spans: readonly TraceSpan[]): boolean {
  for (let at: TraceSpan | undefined = span; at; at = spans.find(({ id }) => id === at?.parentId))
    if (steps.has(at.id)) return true;
  return false;
}
