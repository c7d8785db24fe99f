import type { IceServer } from '../../../shared/domain/call.ts';
import type { Result } from '../../../shared/errors/result.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { SipAccount } from '../../ports/sip.port.ts';
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
  const { mediaPorts, ice, ...rest } = sip;
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
    ...(ice && { ice: { ...ice, servers: ice.servers.map((server) => identified(server, account)) } }),
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

/** TURN servers want a name and a password (RFC 8656 section 5): the account's where no other is given. */
function identified(server: IceServer, account: Pick<SipAccount, 'authUser' | 'password'>): IceServer {
  const isOfAccount =
    server.username === undefined &&
    account.password !== '' &&
    server.urls.some((url) => /^turns?:/i.test(url));
  return isOfAccount ? { ...server, username: account.authUser, credential: account.password } : server;
}
