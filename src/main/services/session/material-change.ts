import { recalledConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { allParameters } from '../../../shared/deployment/parameters.ts';
import type { RememberedDeployment } from '../config-cache/create-config-cache.ts';
import { isSameDeployment } from './same-deployment.ts';

/** Obeyed at once: nobody has to sign in again for it. */
const LIVE: ReadonlySet<string> = new Set(['ConfigRefetchInterval']);

/**
 * Whether what was fetched would make another session than the one that runs (D11): other servers, another line, or a
 * parameter that this version obeys. All else in a file may change without anybody being asked anything.
 */
export function isMaterialChange(running: RememberedDeployment, fetched: RememberedDeployment): boolean {
  if (!isSameDeployment(running.deployment, fetched.deployment)) return true;
  const [before, after] = [running, fetched].map(({ configuration }) => recalledConfiguration(configuration));
  return allParameters.some(
    ({ name, effect }) => effect && !LIVE.has(name) && before?.text(name) !== after?.text(name),
  );
}
