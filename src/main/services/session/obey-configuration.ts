import {
  type EffectiveConfiguration,
  recalledConfiguration,
} from '../../../shared/deployment/effective-configuration.ts';
import type { Result } from '../../../shared/errors/result.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { Provisioned } from '../bootstrap/provision.ts';
import type { SignInContext } from '../bootstrap/sign-in-context.ts';
import { certificatePolicyOf } from './certificate-policy.ts';
import type { SessionPorts } from './session-ports.ts';
import { acceptNotice } from './sign-in-notice.ts';

type ObeyPorts = Pick<SessionPorts, 'certificates' | 'deployment' | 'log' | 'policies' | 'prompter'>;

/** What this computer and the files of the last sign-in say of certificates and policies, before the first connection is made. */
export async function obeyKnown(
  ports: ObeyPorts,
  address: string,
  deployment?: Deployment,
): Promise<EffectiveConfiguration> {
  const configuration = await ports.deployment.configuration(address);
  obey(ports, configuration, deployment);
  return configuration;
}

/** Obeys the configuration just fetched, or this computer's where the servers have none, and shows its notice (A13). */
export async function obeyFetched(
  ports: ObeyPorts,
  { configuration, deployment }: Pick<Provisioned, 'configuration' | 'deployment'>,
  { address, signal }: SignInContext,
): Promise<Result<void>> {
  if (configuration.length === 0)
    return acceptNotice(ports, await obeyKnown(ports, address.full, deployment), signal);
  const fetched = recalledConfiguration(configuration);
  obey(ports, fetched, deployment);
  return acceptNotice(ports, fetched, signal);
}

function obey(
  { certificates, policies }: ObeyPorts,
  configuration: EffectiveConfiguration,
  deployment: Deployment | undefined,
): void {
  certificates.obey(certificatePolicyOf(configuration));
  policies?.obey(configuration, deployment);
}
