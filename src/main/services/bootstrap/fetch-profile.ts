import {
  type ConfiguredValues,
  effectiveConfiguration,
  type EffectiveConfiguration,
} from '../../../shared/deployment/effective-configuration.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type {
  ClientConfiguration,
  ConfigurationFiles,
  DeviceConfiguration,
  ServiceProfile,
} from '../../ports/configuration-files.port.ts';
import type { Uds, UdsDevice } from '../../ports/uds.port.ts';
import type { ConfigCache } from '../config-cache/create-config-cache.ts';
import type { Detail } from '../discovery/ask-records.ts';
import type { ProvenUser } from './prove-user.ts';
import type { SignInContext } from './sign-in-context.ts';
import { tryNodes } from './try-nodes.ts';

export interface FetchProfilePorts {
  readonly uds: Uds;
  readonly files: ConfigurationFiles;
  readonly cache: ConfigCache;
}

/** What the cluster has configured for the user. */
export interface Profile {
  readonly service: ServiceProfile;
  readonly configuration: EffectiveConfiguration;
  readonly device?: { readonly name: string; readonly file: DeviceConfiguration };
  /** Why there is no softphone, where there is none. */
  readonly noDevice?: 'no-device' | 'needs-certificate';
}

const EMPTY_PROFILE: ServiceProfile = { servers: {}, imProduct: 'on-premises', values: [] };
const TFTP_HTTP_PORT = 6970;
const DEFAULT_PROFILE = 'SPDefault.cnf.xml';
const GLOBAL_FILE = 'jabber-config.xml';

/**
 * The step profile (A3): service profile, client configuration and devices at once, then the device's file and the group
 * file that it names. A file that is damaged or out of reach never stops the sign-in: the last good one is used, and the
 * step says what was wrong.
 */
export async function fetchProfile(
  ports: FetchProfilePorts,
  proven: ProvenUser,
  context: SignInContext,
  tftp: readonly string[] = [],
): Promise<Result<Profile>> {
  const span = context.span.child('profile');
  context.checklist.running('profile');
  const fetch = new ProfileFetch(ports, proven, { ...context, span }, tftp);
  const result = await fetch.run();
  span.end(result.ok ? 'ok' : 'failed');
  if (!result.ok) context.checklist.failed('profile', result.error, fetch.details);
  else if (fetch.problem) context.checklist.failed('profile', fetch.problem, fetch.details);
  else
    context.checklist.done(
      'profile',
      { key: 'step.done.found', params: { what: fetch.sourceHost() } },
      fetch.details,
    );
  return result;
}

class ProfileFetch {
  readonly details: Detail[] = [];
  /** The first thing that was wrong with a file. */
  problem: Failure | undefined;
  private readonly ports: FetchProfilePorts;
  private readonly proven: ProvenUser;
  private readonly context: SignInContext;
  /** `http://host:6970` of the TFTP service, primary first. */
  private readonly bases: readonly string[];

  constructor(ports: FetchProfilePorts, proven: ProvenUser, context: SignInContext, tftp: readonly string[]) {
    this.ports = ports;
    this.proven = proven;
    this.context = context;
    this.bases = tftp.length > 0 ? tftp.map(tftpBase) : basesOf(proven);
  }

  sourceHost(): string {
    return URL.parse(this.bases[0] ?? '')?.hostname ?? '';
  }

  async run(): Promise<Result<Profile>> {
    const { user } = this.proven;
    const profileAddresses = user.serviceProfile.length > 0 ? user.serviceProfile : this.at(DEFAULT_PROFILE);
    const [service, own, global, device] = await Promise.all([
      this.file(DEFAULT_PROFILE, profileAddresses, (addresses) =>
        this.ports.files.serviceProfile(addresses, this.context),
      ),
      user.jabberProfile.length === 0 ? undefined : this.client('JAB.cnf.xml', user.jabberProfile),
      this.client(GLOBAL_FILE, this.at(GLOBAL_FILE)),
      this.findDevice(),
    ]);
    if (!device.ok) return device;
    if (this.context.signal.aborted) return fail('app.cancelled');
    const { groupFile } = device.value.device?.file ?? {};
    const group = groupFile === undefined ? undefined : await this.client(groupFile, this.at(groupFile));
    const values: ConfiguredValues = {
      profile: [...(service?.values ?? []), ...(own?.values ?? [])],
      ...(group && { 'group-file': group.values }),
      ...(global && { 'global-file': global.values }),
    };
    return ok({
      service: service ?? EMPTY_PROFILE,
      configuration: effectiveConfiguration(values),
      ...device.value,
    });
  }

  private at(file: string): readonly string[] {
    return this.bases.map((base) => `${base}/${encodeURIComponent(file)}`);
  }

  private client(name: string, addresses: readonly string[]): Promise<ClientConfiguration | undefined> {
    return this.file(name, addresses, (each) => this.ports.files.clientConfiguration(each, this.context));
  }

  /** Fetches one file; keeps a good one for the day it cannot be had, and takes the kept one on such a day (A3). */
  private async file<T>(
    name: string,
    addresses: readonly string[],
    fetch: (addresses: readonly string[]) => Promise<Result<T | undefined>>,
  ): Promise<T | undefined> {
    const kept = this.ports.cache.file(this.context.address.full, name);
    const result = await this.context.trusted(() => fetch(addresses));
    const shown = addresses.join(', ');
    if (result.ok) {
      this.details.push({ name, value: result.value === undefined ? `${shown}: none` : shown });
      await (result.value === undefined ? kept.forget() : kept.set(result.value));
      return result.value;
    }
    const { code, detail } = result.error;
    const last = code === 'app.cancelled' ? undefined : ((await kept.get()) as T | undefined);
    if (code !== 'app.cancelled') this.report(result.error);
    this.details.push({
      name,
      value: `${shown}: ${code}${detail === undefined ? '' : `, ${detail}`}${last ? ' (the last good one is used)' : ''}`,
    });
    return last;
  }

  /** One sentence is enough when several files fail for one reason; Details have them all. */
  private report(error: Failure): void {
    if (this.problem) return;
    this.problem = error;
    this.context.warn(error);
  }

  /** The user's softphone and its file. Having none is no failure. */
  private async findDevice(): Promise<Result<Pick<Profile, 'device' | 'noDevice'>>> {
    const { user, password, nodes } = this.proven;
    const credentials = { username: user.username, password };
    const listed = await tryNodes(nodes, (node) => this.ports.uds.devices(node, credentials, this.context));
    if (!listed.ok) {
      if (/^(auth\.|app\.cancelled)/.test(listed.error.code)) return listed;
      this.report(listed.error);
      return ok({ noDevice: 'no-device' });
    }
    const device = chooseDevice(listed.value.value, user.username);
    this.details.push({
      name: 'devices',
      value: listed.value.value.map(({ name, model }) => `${name} (${model})`).join(', ') || 'none',
    });
    if (!device) return ok({ noDevice: 'no-device' });
    const file = await this.file(`${device.name}.cnf.xml`, this.at(`${device.name}.cnf.xml`), (direct) =>
      this.deviceFile(device, credentials, direct),
    );
    if (!file || file.lines.length === 0) return ok({ noDevice: 'no-device' });
    // A certificate from CAPF is needed then, and that needs a real cluster (REQUIREMENTS, not in 1.0).
    if (file.securityMode !== 'none') return ok({ noDevice: 'needs-certificate' });
    return ok({ device: { name: device.name, file } });
  }

  /** The file under its own name at the TFTP service, and what UDS says about where it is, at once. */
  private async deviceFile(
    device: UdsDevice,
    credentials: { username: string; password: string },
    direct: readonly string[],
  ): Promise<Result<DeviceConfiguration | undefined>> {
    const [file, told] = await Promise.all([
      this.ports.files.device(direct, this.context),
      this.ports.uds.deviceFiles(device, credentials, this.context),
    ]);
    if (file.ok && file.value) return file;
    const others = told.ok ? told.value.filter((address) => !direct.includes(address)) : [];
    return others.length === 0 ? file : this.ports.files.device(others, this.context);
  }
}

/** cisco-uc 2.8: the softphone is the CSF device; of several the one with the user's own name. */
export function chooseDevice(devices: readonly UdsDevice[], username: string): UdsDevice | undefined {
  const soft = devices.filter(
    ({ name, model }) => /client services framework/i.test(model) || (model === '' && /^CSF/i.test(name)),
  );
  return soft.find(({ name }) => name.toLowerCase() === `csf${username}`.toLowerCase()) ?? soft[0];
}

/** The TFTP service is where the profile is; without one, the node that signed the user in. */
function basesOf({ user, nodes }: ProvenUser): readonly string[] {
  const origins = user.serviceProfile.flatMap((uri) => URL.parse(uri)?.origin ?? []);
  const [node] = nodes;
  return origins.length > 0 ? [...new Set(origins)] : node ? [tftpBase(node.host)] : [];
}

/** `host`, `host:port` or a web address. */
function tftpBase(server: string): string {
  if (/^https?:\/\//i.test(server)) return server.replace(/\/+$/, '');
  return /:\d+$/.test(server) ? `http://${server}` : `http://${server}:${TFTP_HTTP_PORT}`;
}
