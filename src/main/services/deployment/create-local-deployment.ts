import {
  type ConfigurationSource,
  configurationSources,
  type ConfiguredValue,
  type ConfiguredValues,
  effectiveConfiguration,
  type EffectiveConfiguration,
} from '../../../shared/deployment/effective-configuration.ts';
import { findParameter } from '../../../shared/deployment/parameters.ts';
import type { DeploymentSources } from '../../ports/deployment-sources.port.ts';
import type { LocalConfiguration } from '../../ports/local-configuration.port.ts';
import type { Log } from '../../ports/log.port.ts';
import { parseWorkAddress, type WorkAddress } from '../bootstrap/work-address.ts';
import type { ConfigCache, GivenValue } from '../config-cache/create-config-cache.ts';
import { configuredDomain, type LaunchSettings, readLaunchSettings, recordsKey } from './launch-settings.ts';
import { manualValues } from './manual-values.ts';
import { type BootstrapEntry, parseBootstrap } from './parse-bootstrap.ts';
import { chooseServicesDomain } from './services-domain.ts';
import type { Suggestion } from './suggestion.ts';

/** What is known of the deployment on this computer, before and beside what servers say (D2, D8, D13, A4). */
export interface LocalDeployment extends LocalConfiguration {
  /** What holds before anything is fetched: `values`, and between them the files of this address' last sign-in. */
  configuration(address?: string): Promise<EffectiveConfiguration>;
  launchSettings(address: WorkAddress): Promise<LaunchSettings>;
  /** What can stand in for the typed address on a new installation (D2). */
  suggestion(): Promise<Suggestion | undefined>;
  /** The person types an address of their own; what link, installer and computer suggest counts no more. */
  turnDown(): Promise<void>;
  /** Takes over a link that the person has confirmed. */
  adoptLink(keys: readonly GivenValue[]): Promise<void>;
  /** Calls when there may be another suggestion. Returns the unsubscribe function. */
  onChange(listener: () => void): () => void;
}

export interface LocalDeploymentPorts {
  readonly sources: DeploymentSources;
  readonly cache: Pick<
    ConfigCache,
    'bootstrap' | 'deployment' | 'last' | 'link' | 'manual' | 'ownDomain' | 'records'
  >;
  readonly log: Log;
}

export function createLocalDeployment(ports: LocalDeploymentPorts): LocalDeployment {
  return new LocalSources(ports);
}

/** Sources that only a server can fill; between sign-ins what they said last holds. */
const served: readonly ConfigurationSource[] = ['profile', 'group-file', 'global-file'];

class LocalSources implements LocalDeployment {
  private readonly ports: LocalDeploymentPorts;
  private readonly listeners = new Set<() => void>();
  /** Read once: what changes in the system's policies counts from the next start on. */
  private policies: Promise<readonly ConfiguredValue[]> | undefined;
  private installed: Promise<readonly ConfiguredValue[]> | undefined;

  constructor(ports: LocalDeploymentPorts) {
    this.ports = ports;
  }

  async values(): Promise<ConfiguredValues> {
    const { cache } = this.ports;
    this.policies ??= this.readPolicies();
    const [manual, policy, link, bootstrap] = await Promise.all([
      cache.manual.get(),
      this.policies,
      cache.link.get(),
      this.bootstrap(),
    ]);
    return {
      manual: manualValues(manual),
      policy,
      link: (link?.keys ?? []).map((key) => ({ ...key, section: sectionOf(key.name) })),
      bootstrap,
    };
  }

  async configuration(address?: string): Promise<EffectiveConfiguration> {
    const [local, remembered] = await Promise.all([
      this.values(),
      address === undefined ? undefined : this.ports.cache.deployment(address).get(),
    ]);
    // Secrets were kept as dots: not as what they are, so not at all.
    const rows = (remembered?.configuration ?? []).filter(({ value }) => !/^•+$/.test(value));
    const fromServers = served.map(
      (source) => [source, rows.filter((row) => row.source === source)] as const,
    );
    return effectiveConfiguration({ ...local, ...Object.fromEntries(fromServers) });
  }

  async launchSettings(address: WorkAddress): Promise<LaunchSettings> {
    const { cache, log } = this.ports;
    const configuration = await this.configuration(address.full);
    // After it: an installer that was run again takes back what was turned down.
    const [last, own] = await Promise.all([cache.last.get(), cache.ownDomain.get()]);
    const configured = configuredDomain(configuration);
    const services = chooseServicesDomain({
      ofAddress: address.domain,
      isTurnedDown: own !== undefined,
      ...(configured && { configured }),
      ...(last && { ofLastAddress: last.address.slice(last.address.lastIndexOf('@') + 1) }),
    });
    const settings = readLaunchSettings(configuration, services);
    for (const problem of settings.problems) log.warn('deployment value not usable', { problem });
    return settings;
  }

  async suggestion(): Promise<Suggestion | undefined> {
    const { cache, sources } = this.ports;
    const configuration = await this.configuration();
    const [last, own] = await Promise.all([cache.last.get(), cache.ownDomain.get()]);
    const configured = configuredDomain(configuration);
    if (last || (own && configured?.source !== 'policy')) return undefined;
    const upn = configuration.isOn('UPN_DISCOVERY_ENABLED') ? await sources.userPrincipalName() : undefined;
    const person = upn === undefined ? undefined : parseWorkAddress(upn);
    if (!configured) return person?.ok ? { kind: 'person', address: person.value.full } : undefined;
    const asks = configuration.text('ServicesDomainSsoEmailPrompt') === 'ON' ? 'email' : 'user-name';
    const initial = person?.ok ? (asks === 'email' ? person.value.full : person.value.user) : undefined;
    return { kind: 'domain', ...configured, asks, ...(initial !== undefined && { initial }) };
  }

  async turnDown(): Promise<void> {
    const { cache } = this.ports;
    await Promise.all([cache.link.forget(), cache.ownDomain.set({ isTyped: true })]);
    this.tell();
  }

  async adoptLink(keys: readonly GivenValue[]): Promise<void> {
    const { cache } = this.ports;
    const last = await cache.last.get();
    // Files of the old settings have no say in the new ones; the accounts stay, for a start without the network.
    const remembered = last && (await cache.deployment(last.address).get());
    if (last && remembered) await cache.deployment(last.address).set({ ...remembered, configuration: [] });
    await Promise.all([cache.link.set({ keys }), cache.ownDomain.forget()]);
    const configuration = await this.configuration();
    const services = configuredDomain(configuration);
    if (services) await cache.records(recordsKey(readLaunchSettings(configuration, services))).forget();
    this.tell();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  /** What was taken over from the installer's file; after a reset it is taken over again (D13, A11). */
  private async bootstrap(): Promise<readonly ConfiguredValue[]> {
    const { cache } = this.ports;
    this.installed ??= this.takeOverInstallerFile();
    const first = await this.installed;
    if (await cache.bootstrap.get()) return first;
    this.installed = this.takeOverInstallerFile();
    return this.installed;
  }

  /**
   * Read on the first launch, then remembered: a file that is gone or edited later changes nothing. One that says `CLEAR=1`
   * beside other values is an installer's that was run again to change them (cisco-uc 5.1): a new first launch.
   */
  private async takeOverInstallerFile(): Promise<readonly ConfiguredValue[]> {
    const { cache, sources, log } = this.ports;
    const [file, remembered] = await Promise.all([sources.installerFile(), cache.bootstrap.get()]);
    const read = file && parseBootstrap(file.bytes);
    for (const each of read?.problems ?? []) log.warn('line of the bootstrap file skipped', { ...each });
    const isTaken = read !== undefined && (!remembered || isNewFirstLaunch(read.entries, remembered.entries));
    const entries = (isTaken ? read.entries : remembered?.entries) ?? [];
    if (file && isTaken) {
      if (remembered) await cache.ownDomain.forget();
      await cache.bootstrap.set({ entries });
      log.info('bootstrap file taken over', { path: file.path, entries: entries.length });
    }
    this.reportUnknown('bootstrap', entries);
    return entries.map((entry: BootstrapEntry) => ({ ...entry, section: sectionOf(entry.name) }));
  }

  private async readPolicies(): Promise<readonly ConfiguredValue[]> {
    const given = await this.ports.sources.policies();
    this.reportUnknown('policy', given);
    return given.map(({ name, value }) => ({ name, value, section: sectionOf(name) }));
  }

  private reportUnknown(source: (typeof configurationSources)[number], given: readonly GivenValue[]): void {
    const names = given.map(({ name }) => name).filter((name) => !findParameter(name));
    if (names.length > 0)
      this.ports.log.warn('unknown keys', { source, names: names.join(', ').slice(0, 500) });
  }
}

/** The installer's switch `CLEAR` asks for it, once: the same file at the next launch says nothing new. */
function isNewFirstLaunch(now: readonly BootstrapEntry[], before: readonly BootstrapEntry[]): boolean {
  const isCleared = now.some(
    ({ name, value }) => name.toUpperCase() === 'CLEAR' && /^(1|true)$/i.test(value),
  );
  return isCleared && JSON.stringify(now) !== JSON.stringify(before);
}

/** These sources have no sections: a value stands where the table has its parameter. */
function sectionOf(name: string): string {
  return findParameter(name)?.section ?? 'Installer';
}
