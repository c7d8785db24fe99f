import type { Result } from '../../../shared/errors/result.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { SignInContext } from '../bootstrap/sign-in-context.ts';
import type { Installation } from '../config-cache/create-config-cache.ts';
import { serviceStep } from './service-step.ts';
import type { SessionServices, Started } from './session-services.ts';

export interface PhoneStart {
  readonly services: SessionServices;
  readonly context: SignInContext;
  readonly deployment: Deployment;
  readonly installation: Installation;
  readonly secret: Secret;
}

/** Starts the phone of a deployment that has one, as the step phone. */
export async function startPhone(
  { services, context, deployment, installation, secret }: PhoneStart,
  sip: NonNullable<Deployment['sip']>,
): Promise<Result<Started>> {
  const { mediaPorts, ...rest } = sip;
  const displayName = deployment.displayName ?? deployment.username;
  const account = {
    ...rest,
    displayName,
    ...secret,
    instanceId: installation.instanceId,
    ...(!sip.device && { asksForMessages: true }),
  };
  const options = {
    ...(mediaPorts && { mediaPorts }),
    ...(deployment.edge && { needsEncryption: true }),
    ...(sip.device && { hasSoftkeys: true }),
    ...(sip.device &&
      deployment.uds && { settings: { servers: deployment.uds, username: deployment.username, ...secret } }),
    ...(deployment.dialRules && { dialRules: deployment.dialRules.application }),
  };
  return serviceStep(context, 'phone', (span) =>
    context.trusted(() => services.startPhone(account, options, span)),
  );
}
