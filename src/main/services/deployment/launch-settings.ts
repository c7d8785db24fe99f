import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { asciiDomain } from '../bootstrap/work-address.ts';
import { type Exclusions, parseExclusions } from '../discovery/exclusions.ts';
import { type InstalledServers, installedServers } from './installed-servers.ts';
import type { DomainSource } from './services-domain.ts';

/** How this launch looks for its servers. */
export interface LaunchSettings {
  /** The services domain (D2) and where it comes from. */
  readonly domain: string;
  readonly domainSource: DomainSource;
  /** Domain of the Cisco records where it differs (D4). */
  readonly voiceDomain?: string;
  readonly excluded: Exclusions;
  readonly usesInternalZone: boolean;
  /** `Telephony_Enabled`: off leaves the phone of an account at an ordinary server away too. */
  readonly isTelephonyEnabled: boolean;
  /** `name` or `name:port` of the CAS; absent: the look-up is off (D6). */
  readonly casHost?: string;
  /** How long an SRV result waits for CAS, ms. */
  readonly casWaitMs: number;
  /** Address of the look-up for team messaging; absent: off. */
  readonly teamMessagingUrl?: string;
  /** Servers that the installer or a policy names, used where the domain's records name none (T1). */
  readonly installed?: InstalledServers;
  /** What could not be used, for the log: parameter and reason. */
  readonly problems: readonly string[];
}

/** The public one (cisco-uc 10); asked only where an administrator has chosen a Webex deployment. */
const WEBEX_CAS = 'loginp.webexconnect.com';
const CAS_WAIT_MS = 1_500;

/** Reads what concerns the launch from the values that hold before anything was fetched. */
export function readLaunchSettings(
  configuration: EffectiveConfiguration,
  services: { readonly domain: string; readonly source: DomainSource },
): LaunchSettings {
  const problems: string[] = [];
  const { excluded, unknown } = parseExclusions(configuration.text('ServiceDiscoveryExcludedServices'));
  if (unknown.length > 0) problems.push(`ServiceDiscoveryExcludedServices: unknown ${unknown.join(', ')}`);
  const voiceDomain = readDomain(configuration, 'VoiceServicesDomain', problems);
  const casHost = readCasHost(configuration, problems);
  const teamMessagingUrl = readHttps(configuration, 'TeamMessagingLookupUrl', problems);
  const installed = installedServers(configuration);
  if (installed && 'problem' in installed) problems.push(installed.problem);
  return {
    domain: services.domain,
    domainSource: services.source,
    ...(voiceDomain !== undefined && voiceDomain !== services.domain && { voiceDomain }),
    excluded,
    isTelephonyEnabled: configuration.isOn('Telephony_Enabled'),
    usesInternalZone: configuration.isOn('UseInternalZone'),
    ...(casHost !== undefined && { casHost }),
    casWaitMs: configuration.number('CasWaitMs') ?? CAS_WAIT_MS,
    ...(teamMessagingUrl !== undefined && { teamMessagingUrl }),
    ...(installed && 'kind' in installed && { installed }),
    problems,
  };
}

/** Under which name the records of a launch are remembered: they depend on where they were asked for. */
export function recordsKey({ domain, voiceDomain }: Pick<LaunchSettings, 'domain' | 'voiceDomain'>): string {
  return voiceDomain === undefined ? domain : `${domain} ${voiceDomain}`;
}

/** The services domain that a source other than the address names. */
export function configuredDomain(
  configuration: EffectiveConfiguration,
): { readonly domain: string; readonly source: Exclude<DomainSource, 'address'> } | undefined {
  const row = configuration.values.find(({ name }) => name === 'ServicesDomain');
  const domain = row && asciiDomain(row.value);
  if (!row || domain === undefined) return undefined;
  const isKnown = row.source === 'policy' || row.source === 'link';
  return { domain, source: isKnown ? row.source : 'bootstrap' };
}

function readDomain(
  configuration: EffectiveConfiguration,
  name: string,
  problems: string[],
): string | undefined {
  const value = configuration.text(name);
  if (value === '') return undefined;
  const domain = asciiDomain(value);
  if (domain === undefined) problems.push(`${name}: not a domain`);
  return domain;
}

/** Off unless a host is named, or the administrator has chosen Webex in so many words (D6). */
function readCasHost(configuration: EffectiveConfiguration, problems: string[]): string | undefined {
  const named = configuration.text('CasHost');
  if (named === '') {
    const isWebex =
      configuration.text('AUTHENTICATOR') === 'WEBEX' || configuration.text('SSO_ORG_DOMAIN') !== '';
    return isWebex ? WEBEX_CAS : undefined;
  }
  const host = casHostOf(named);
  if (host === undefined) problems.push('CasHost: not a host');
  return host;
}

/** `name`, `name:port` or a whole address of HTTPS; another scheme is refused. */
export function casHostOf(text: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.host === '') return undefined;
  return url.host;
}

function readHttps(
  configuration: EffectiveConfiguration,
  name: string,
  problems: string[],
): string | undefined {
  const value = configuration.text(name);
  if (value === '') return undefined;
  const url = URL.parse(value);
  if (url?.protocol === 'https:' && url.username === '') return url.href;
  problems.push(`${name}: not an address of HTTPS`);
  return undefined;
}
