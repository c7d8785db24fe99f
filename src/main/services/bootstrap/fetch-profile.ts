import {
  type ConfiguredValues,
  effectiveConfiguration,
  type EffectiveConfiguration,
} from '../../../shared/deployment/effective-configuration.ts';
import type { DialRule } from '../../../shared/domain/dial-rule.ts';
import { MOST_LINES } from '../../../shared/domain/phone.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type {
  ClientConfiguration,
  ConfigurationFiles,
  DeviceConfiguration,
  ServiceProfile,
} from '../../ports/configuration-files.port.ts';
import type { DeviceChoice } from '../../ports/device-choice.port.ts';
import type { LocalConfiguration } from '../../ports/local-configuration.port.ts';
import type { BasicCredentials, Uds, UdsDevice } from '../../ports/uds.port.ts';
import type { ConfigCache } from '../config-cache/create-config-cache.ts';
import type { Detail } from '../discovery/ask-records.ts';
import { type FileServers, fileServers } from './file-servers.ts';
import type { ProvenUser } from './prove-user.ts';
import type { SignInContext } from './sign-in-context.ts';
import { tryNodes } from './try-nodes.ts';

export interface FetchProfilePorts {
  readonly uds: Uds;
  readonly files: ConfigurationFiles;
  readonly cache: ConfigCache;
  /** Absent: of several softphones the likeliest is taken. */
  readonly devices?: DeviceChoice;
  /** Absent: nothing is configured on this computer. */
  readonly local?: LocalConfiguration;
}

/** What the cluster has configured for the user. */
export interface Profile {
  readonly service: ServiceProfile;
  readonly configuration: EffectiveConfiguration;
  readonly device?: { readonly name: string; readonly file: DeviceConfiguration };
  /** For numbers that are dialled, and for numbers that are looked up. */
  readonly dialRules: { readonly application: readonly DialRule[]; readonly lookup: readonly DialRule[] };
  /** Why there is no softphone, where there is none. */
  readonly noDevice?: 'no-device' | 'needs-certificate';
  /** Something could not be fetched, so that kept files or defaults stand in. */
  readonly isPartial: boolean;
}

const EMPTY_PROFILE: ServiceProfile = { servers: {}, imProduct: 'on-premises', values: [] };
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
  const local = (await ports.local?.values()) ?? {};
  const fetch = new ProfileFetch(ports, proven, { ...context, span }, { local, tftp });
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
  /** Application rules and look-up rules, for those who have a phone. */
  private dialRules: Promise<[application: readonly DialRule[], lookup: readonly DialRule[]]> =
    Promise.resolve([[], []]);
  private readonly ports: FetchProfilePorts;
  private readonly proven: ProvenUser;
  private readonly context: SignInContext;
  private readonly local: ConfiguredValues;
  private readonly servers: FileServers;
  /** Of the installer; the device's own group file goes before it. */
  private readonly groupFile: string;

  constructor(
    ports: FetchProfilePorts,
    proven: ProvenUser,
    context: SignInContext,
    given: { readonly local: ConfiguredValues; readonly tftp: readonly string[] },
  ) {
    this.ports = ports;
    this.proven = proven;
    this.context = context;
    this.local = given.local;
    const known = effectiveConfiguration(given.local);
    const named = [known.text('TftpServer1'), known.text('TftpServer2')].filter((each) => each !== '');
    this.servers = fileServers(given.tftp.length > 0 ? given.tftp : named, proven);
    this.groupFile = known.text('TFTP_FILE_NAME');
  }

  sourceHost(): string {
    return URL.parse(this.servers.first[0] ?? '')?.hostname ?? '';
  }

  async run(): Promise<Result<Profile>> {
    const { user } = this.proven;
    const [service, own, global, installed, device] = await Promise.all([
      this.file(DEFAULT_PROFILE, this.at(DEFAULT_PROFILE, user.serviceProfile), (addresses) =>
        this.ports.files.serviceProfile(addresses, this.context),
      ),
      user.jabberProfile.length === 0
        ? undefined
        : this.client('JAB.cnf.xml', { first: user.jabberProfile, backup: [] }),
      this.client(GLOBAL_FILE),
      this.groupFile === '' ? undefined : this.client(this.groupFile),
      this.findDevice(),
    ]);
    if (!device.ok) return device;
    if (this.context.signal.aborted) return fail('app.cancelled');
    const { groupFile } = device.value.device?.file ?? {};
    const isOther = groupFile !== undefined && groupFile !== this.groupFile;
    const [fromDevice, [application, lookup]] = await Promise.all([
      isOther ? this.client(groupFile) : undefined,
      this.dialRules,
    ]);
    const group = fromDevice ?? installed;
    const values: ConfiguredValues = {
      ...this.local,
      profile: [...(service?.values ?? []), ...(own?.values ?? [])],
      ...(group && { 'group-file': group.values }),
      ...(global && { 'global-file': global.values }),
    };
    return ok({
      service: service ?? EMPTY_PROFILE,
      configuration: effectiveConfiguration(values),
      dialRules: { application, lookup },
      isPartial: this.problem !== undefined,
      ...device.value,
    });
  }

  /** Where a file is: what was told of it, else under its name at the file servers. */
  private at(file: string, told: readonly string[] = []): FileServers {
    const { first, backup } = this.servers;
    const named = (bases: readonly string[]) => bases.map((base) => `${base}/${encodeURIComponent(file)}`);
    return { first: told.length > 0 ? told : named(first), backup: named(backup) };
  }

  private async client(name: string, addresses = this.at(name)): Promise<ClientConfiguration | undefined> {
    const read = await this.file(name, addresses, (each) =>
      this.ports.files.clientConfiguration(each, this.context),
    );
    // A slip of the hand costs no parameter but its own, and its author can see it here (A5).
    for (const slip of read?.slips ?? []) this.details.push({ name, value: slip });
    return read;
  }

  /** For those who have a phone; most clusters have none. */
  private async rules(name: string): Promise<readonly DialRule[]> {
    const rules = await this.file(name, this.at(name), (each) =>
      this.ports.files.dialRules(each, this.context),
    );
    return rules ?? [];
  }

  /** Fetches one file; keeps a good one for the day it cannot be had, and takes the kept one on such a day (A3). */
  private async file<T>(
    name: string,
    { first, backup }: FileServers,
    fetch: (addresses: readonly string[]) => Promise<Result<T | undefined>>,
  ): Promise<T | undefined> {
    const kept = this.ports.cache.file(this.context.address.full, name);
    const asked = await this.context.trusted(() => fetch(first));
    const isDown = !asked.ok && asked.error.code === 'config.unavailable' && backup.length > 0;
    const other = isDown ? await this.context.trusted(() => fetch(backup)) : undefined;
    const isFound = other?.ok === true && other.value !== undefined;
    const result = isFound ? other : asked;
    const shown = (isFound ? [...first, ...backup] : first).join(', ');
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
    const { user, password, tokens, nodes } = this.proven;
    const credentials = { username: user.username, password, ...(tokens && { tokens }) };
    const listed = await tryNodes(nodes, (node) => this.ports.uds.devices(node, credentials, this.context));
    if (!listed.ok) {
      if (/^(auth\.|app\.cancelled)/.test(listed.error.code)) return listed;
      this.report(listed.error);
      return ok({ noDevice: 'no-device' });
    }
    const device = await this.chosen(softphonesOf(listed.value.value, user.username));
    this.details.push({
      name: 'devices',
      value: listed.value.value.map(({ name, model }) => `${name} (${model})`).join(', ') || 'none',
    });
    if (!device) return ok({ noDevice: 'no-device' });
    const name = `${device.name}.cnf.xml`;
    // Beside the device's file, so that nobody waits for them (Q5).
    this.dialRules = Promise.all([this.rules('AppDialRules.xml'), this.rules('DirLookupDialRules.xml')]);
    const file = await this.file(name, this.at(name), (direct) =>
      this.deviceFile(device, credentials, direct),
    );
    if (!file || file.lines.length === 0) return ok({ noDevice: 'no-device' });
    const lines = file.lines.map(({ number }, at) => (at < MOST_LINES ? number : `${number} (not used)`));
    this.details.push({ name: 'lines', value: lines.join(', ') });
    // A certificate from CAPF is needed then, and that needs a real cluster (REQUIREMENTS, not in 1.0).
    // With SIP OAuth a token stands in its place.
    if (file.securityMode !== 'none' && !file.isOAuth) return ok({ noDevice: 'needs-certificate' });
    return ok({ device: { name: device.name, file } });
  }

  /** Of several softphones the person's own (V1). */
  private async chosen(softphones: readonly UdsDevice[]): Promise<UdsDevice | undefined> {
    const { devices } = this.ports;
    const { address, signal, isQuiet = false } = this.context;
    const [likeliest] = softphones;
    if (!devices || !likeliest) return likeliest;
    const name = await devices.choose(address.full, softphones, { signal, isQuiet });
    return softphones.find((softphone) => softphone.name === name);
  }

  /** The file under its own name at the TFTP service, and what UDS says about where it is, at once. */
  private async deviceFile(
    device: UdsDevice,
    credentials: BasicCredentials,
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

/** cisco-uc 2.8: softphones are the CSF devices; the one with the user's own name is the likeliest, so it comes first. */
function softphonesOf(devices: readonly UdsDevice[], username: string): readonly UdsDevice[] {
  const isOwn = ({ name }: UdsDevice): boolean => name.toLowerCase() === `csf${username}`.toLowerCase();
  const soft = devices.filter(
    ({ name, model }) => /client services framework/i.test(model) || (model === '' && /^CSF/i.test(name)),
  );
  return [...soft.filter(isOwn), ...soft.filter((device) => !isOwn(device))];
}
