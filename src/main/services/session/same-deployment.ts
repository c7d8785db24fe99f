import type { Deployment } from '../../ports/sign-in.port.ts';

/**
 * Whether two deployments would start the same services. The order of equal servers is a draw (RFC 2782, random home
 * node), so lists of servers are compared as sets.
 */
export function isSameDeployment(left: Deployment, right: Deployment): boolean {
  return canonical(left) === canonical(right);
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
