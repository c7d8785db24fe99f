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
  const needed = spans.filter((span) => !isOf(span, end === 'chat' ? 'phone' : 'chat', root.id, spans));
  return { wallMs: service.endMs - root.startMs, chain: longestChain(needed, root.id, service.endMs) };
}

/** Chat, its SOAP sign-in and its passwords are nothing the phone waits for; nor is the phone anything chat waits for. */
function isOf(span: TraceSpan, other: End, rootId: number, spans: readonly TraceSpan[]): boolean {
  const names =
    other === 'phone' ? ['phone', 'directory'] : ['chat', 'chat-sign-in', 'one-time-password', 'directory'];
  for (let at: TraceSpan | undefined = span; at; at = spans.find(({ id }) => id === at?.parentId))
    if (at.parentId === rootId && names.includes(at.name)) return true;
  return false;
}
