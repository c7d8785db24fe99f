import type { Clock } from '../../ports/clock.port.ts';
import type { Edge } from '../../ports/edge.port.ts';
import type { HostMeta } from '../../ports/host-meta.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { NetworkWatch } from '../../ports/network.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Reach } from '../../ports/reach.port.ts';
import type { Storage } from '../../ports/storage.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import type { SignOnGate, SignOnReports } from '../authentication/sign-on-gate.ts';
import type { Provisioner } from '../bootstrap/provision.ts';
import type { ConfigCache } from '../config-cache/create-config-cache.ts';
import type { LocalDeployment } from '../deployment/create-local-deployment.ts';
import type { PoliciesInForce } from '../deployment/create-policies.ts';
import type { Discovery } from '../discovery/create-discovery.ts';
import type { Certificates } from './certificates.ts';
import type { CredentialStore } from './credential-store.ts';
import type { SessionServices } from './session-services.ts';

/** Everything that the session works with; compose.ts puts it together. */
export interface SessionPorts {
  readonly storage: Storage;
  /** Deletes what an identity keeps outside its database. */
  readonly forgetFiles?: (address: string) => Promise<void>;
  readonly cache: ConfigCache;
  readonly credentials: CredentialStore;
  /** One gate to the identity provider for each sign-in; absent: nobody can be shown a page. */
  readonly signOn?: (reports: SignOnReports, address: () => string) => SignOnGate;
  readonly certificates: Certificates;
  /** What is known on this computer before any server is asked. */
  readonly deployment: LocalDeployment;
  /** Told what holds, for the services. Absent: nobody asks. */
  readonly policies?: Pick<PoliciesInForce, 'obey'>;
  readonly discovery: Discovery;
  readonly provisioner: Provisioner;
  readonly reach: Reach;
  /** Absent: there is no way in from outside. */
  readonly edge?: Edge;
  readonly hostMeta: HostMeta;
  readonly services: SessionServices;
  readonly publisher: Publisher;
  readonly prompter: Prompter;
  /** A call is being set up, rings or stands. Absent: there are no calls. */
  readonly isOnCall?: () => boolean;
  readonly network: NetworkWatch;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly log: Log;
}
