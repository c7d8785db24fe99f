import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ConfigurationFiles } from '../../ports/configuration-files.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { DeviceChoice } from '../../ports/device-choice.port.ts';
import type { Edge } from '../../ports/edge.port.ts';
import type { ImPresence } from '../../ports/im-presence.port.ts';
import type { LocalConfiguration } from '../../ports/local-configuration.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { Span, Trace } from '../../ports/trace.port.ts';
import type { Uds } from '../../ports/uds.port.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { XmppCredentials } from '../../ports/xmpp.port.ts';
import type { ConfigCache, ConfigurationRow } from '../config-cache/create-config-cache.ts';
import { chatCredentials } from './chat-credentials.ts';
import type { Located } from './locate-services.ts';
import { provisionEdge } from './provision-edge.ts';
import { provisionCluster, rowsOf } from './provision-cluster.ts';
import { provisionImPresence } from './provision-im-presence.ts';
import type { SignInContext } from './sign-in-context.ts';

/** Everything needed to start the services. */
export interface Provisioned {
  readonly deployment: Deployment;
  /** The effective configuration, for the admin view. */
  readonly configuration: readonly ConfigurationRow[];
  /** Something could not be fetched, so that what is kept of it, or nothing, stands in; a later look may find more. */
  readonly isPartial?: boolean;
  /** A server has accepted the password already. */
  readonly isProven: boolean;
  /** How chat signs in, where it isn't with the password itself (IM&P one-time passwords). */
  readonly chatCredentials?: (secret: Secret, span: Span) => XmppCredentials;
}

export interface Provisioner {
  /** From the servers found to a deployment; fills the steps home-server, sign-in-method and profile. */
  provision(located: Located, context: SignInContext): Promise<Result<Provisioned>>;
  /** A remembered deployment, made ready to start from without asking any server. */
  recall(deployment: Deployment): Provisioned;
}

export interface ProvisionerPorts {
  readonly uds: Uds;
  readonly files: ConfigurationFiles;
  readonly imp: ImPresence;
  /** Absent: nobody gets in from outside. */
  readonly edge?: Edge;
  readonly cache: ConfigCache;
  readonly random: Random;
  readonly clock: Clock;
  readonly trace: Trace;
  /** Absent: of several softphones the likeliest is taken. */
  readonly devices?: DeviceChoice;
  /** Absent: nothing is configured on this computer. */
  readonly local?: LocalConfiguration;
}

export function createProvisioner(ports: ProvisionerPorts): Provisioner {
  return {
    provision: (located, context) => {
      switch (located.kind) {
        case 'standards':
          for (const id of ['home-server', 'profile'] as const) context.checklist.skipped(id, 'not-offered');
          return localRows(ports).then((configuration) =>
            ok({ deployment: located.deployment, configuration, isProven: false }),
          );
        case 'cucm':
          return provisionCluster(
            ports,
            { servers: located.uds, tftp: [], hasChat: true, ...cloudOf(located) },
            context,
          );
        case 'edge':
          return provisionEdge(ports, located, context);
        case 'cucm-manual':
          return provisionByHand(ports, located, context);
        case 'imp':
          return withLocalRows(ports, provisionImPresence(ports, located.servers, context));
        default:
          return assertNever(located);
      }
    },
    recall: (deployment) => ({
      deployment,
      configuration: [],
      isProven: false,
      ...(deployment.xmpp?.soap && {
        chatCredentials: (secret, span) => chatCredentials(ports, deployment, secret, span),
      }),
    }),
  };
}

function cloudOf({ cloud }: Located): Pick<Located, 'cloud'> {
  return cloud ? { cloud } : {};
}

/** No file is fetched here: what is configured on this computer is all there is. */
async function localRows({ local }: ProvisionerPorts): Promise<readonly ConfigurationRow[]> {
  return rowsOf(effectiveConfiguration((await local?.values()) ?? {}));
}

async function withLocalRows(
  ports: ProvisionerPorts,
  work: Promise<Result<Provisioned>>,
): Promise<Result<Provisioned>> {
  const [result, configuration] = await Promise.all([work, localRows(ports)]);
  return result.ok ? ok({ ...result.value, configuration }) : result;
}

/** By hand, or by the installer's switches (D12, T1): the CCMCIP host is the node to ask, the TFTP hosts have the files. */
function provisionByHand(
  ports: ProvisionerPorts,
  located: Extract<Located, { kind: 'cucm-manual' }>,
  context: SignInContext,
): Promise<Result<Provisioned>> {
  const servers = located.nodes;
  if (servers.length === 0) return Promise.resolve(fail('discovery.off', { domain: context.address.domain }));
  const { tftp, hasChat = false } = located;
  return provisionCluster(ports, { servers, tftp, hasChat, ...cloudOf(located) }, context);
}
