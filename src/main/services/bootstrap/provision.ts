import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { XmppCredentials } from '../../ports/xmpp.port.ts';
import type { ConfigurationRow } from '../config-cache/create-config-cache.ts';
import type { Located } from './locate-services.ts';
import type { SignInContext } from './sign-in-context.ts';

/** Everything needed to start the services. */
export interface Provisioned {
  readonly deployment: Deployment;
  /** The effective configuration, for the admin view. */
  readonly configuration: readonly ConfigurationRow[];
  /** A server has accepted the password already. */
  readonly isProven: boolean;
  /** How chat signs in, where it isn't with the password itself (IM&P one-time passwords). */
  readonly chatCredentials?: (password: string) => XmppCredentials;
}

export interface Provisioner {
  /** From the servers found to a deployment; fills the steps home-server, sign-in-method and profile. */
  provision(located: Located, context: SignInContext): Promise<Result<Provisioned>>;
  /** A remembered deployment, made ready to start from without asking any server. */
  recall(deployment: Deployment): Provisioned;
}

export function createProvisioner(): Provisioner {
  return {
    provision: async (located, context) => {
      if (located.kind !== 'standards') return fail('app.unavailable');
      for (const id of ['home-server', 'profile'] as const) context.checklist.skipped(id, 'not-offered');
      return ok({ deployment: located.deployment, configuration: [], isProven: false });
    },
    recall: (deployment) => ({ deployment, configuration: [], isProven: false }),
  };
}
