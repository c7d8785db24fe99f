import type { Call } from '../../../shared/domain/call.ts';

/** The other calls of this one's conference, oldest first. */
export function companions(call: Call, calls: Iterable<Call>): readonly Call[] {
  if (call.conference === undefined) return [];
  return [...calls]
    .filter(
      (other) => other.id !== call.id && other.conference === call.conference && other.state !== 'ended',
    )
    .sort((a, b) => a.startedAt - b.startedAt);
}

/** Whether two calls stand and are not in one conference yet. */
export function canJoin(call: Call, other: Call): boolean {
  const isSame = call.conference !== undefined && call.conference === other.conference;
  return call.id !== other.id && !isSame && call.can.includes('merge') && other.can.includes('merge');
}
