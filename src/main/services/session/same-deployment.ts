import type { Deployment } from '../../ports/sign-in.port.ts';
import { MAX_UDS_SERVERS } from '../bootstrap/cisco-deployment.ts';

/**
 * Whether two deployments would start the same services. The order of equal servers is a draw (RFC 2782, random home
 * node), so lists of servers are compared as sets.
 */
export function isSameDeployment(left: Deployment, right: Deployment): boolean {
  // Of more nodes than are kept, which are kept is a draw too.
  const isDraw = [left, right].every(({ uds = [] }) => uds.length >= MAX_UDS_SERVERS);
  const [one, other] = [left, right].map(({ uds, ...rest }) => canonical(isDraw ? rest : { ...rest, uds }));
  return one === other;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${entries
    .map(([key, each]) => `${key}:${canonical(each)}`)
    .sort()
    .join()}}`;
}
