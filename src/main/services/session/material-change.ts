import { recalledConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { allParameters, findParameter } from '../../../shared/deployment/parameters.ts';
import type { ConfigurationRow, RememberedDeployment } from '../config-cache/create-config-cache.ts';
import { isSameDeployment } from './same-deployment.ts';

/** Obeyed at once: nobody has to sign in again for it. */
const LIVE: ReadonlySet<string> = new Set(['ConfigRefetchInterval', 'Disable_IM_History', 'IM_History_Days']);

/** What runs, with the newest word of what is obeyed at once; undefined when that says nothing else than before. */
export function liveChange(
  running: readonly ConfigurationRow[],
  fetched: readonly ConfigurationRow[],
): readonly ConfigurationRow[] | undefined {
  const next = [...running.filter(isNotLive), ...fetched.filter((row) => !isNotLive(row))];
  const [before, after] = [running, next].map(recalledConfiguration);
  return [...LIVE].some((name) => before?.text(name) !== after?.text(name)) ? next : undefined;
}

const isNotLive = ({ name }: ConfigurationRow): boolean => !LIVE.has(findParameter(name)?.name ?? name);

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
