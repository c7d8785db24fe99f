import { assertNever } from '../../../shared/errors/assert-never.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ServiceTestRequest } from '../../../shared/domain/service-test.ts';
import type { ManualSettings } from '../../../shared/domain/session.ts';
import type { GreetTarget } from '../../ports/greeter.port.ts';
import { parseServer } from '../bootstrap/parse-server.ts';
import { readManualAccounts } from '../bootstrap/standards-deployment.ts';
import type { Discovery, DiscoveryCall } from '../discovery/create-discovery.ts';

/** A server to greet and how it is called on the screen. */
export interface TestTarget {
  readonly server: string;
  readonly target: GreetTarget;
}

/** CTIManager (cisco-uc 1.5). */
const CTI_PORT = 2748;
/** Every server of a long SRV answer would keep a person waiting. */
const MAX_TARGETS = 4;

/**
 * The servers that a service of the form means, those of DNS where the form names none. Failures: discovery.bad-address,
 * discovery.no-records (also where the form has nothing of this service), and what DNS says.
 */
export async function testTargets(
  { service, settings }: ServiceTestRequest,
  discovery: Discovery,
  call: DiscoveryCall,
): Promise<Result<readonly TestTarget[]>> {
  switch (service) {
    case 'presence':
      return several(settings.kind === 'cucm-imp' ? [settings.server] : [], presence);
    case 'tftp':
      return several(settings.kind === 'cucm' ? settings.tftp : [], (server) => ({
        server,
        target: { kind: 'files', server },
      }));
    case 'ccmcip':
      return several(settings.kind === 'cucm' ? settings.ccmcip : [], (server) =>
        at(server, { kind: 'uds', ...parseServer(server) }),
      );
    case 'cti':
      return several(settings.kind === 'cucm' ? settings.cti : [], (server) =>
        at(server, { kind: 'connection', ...parseServer(server, CTI_PORT) }),
      );
    case 'webex':
      return several(settings.kind === 'webex' ? [settings.casUrl] : [], cas);
    case 'xmpp':
    case 'sip':
      return settings.kind === 'standards'
        ? standards(settings, service, discovery, call)
        : fail('discovery.bad-address');
    default:
      return assertNever(service);
  }
}

function several(
  servers: readonly string[],
  targetOf: (server: string) => TestTarget,
): Result<readonly TestTarget[]> {
  const named = servers.filter((server) => server.trim() !== '');
  return named.length === 0 ? fail('discovery.bad-address') : ok(named.map(targetOf));
}

function at(server: string, target: Extract<GreetTarget, { kind: 'uds' | 'connection' }>): TestTarget {
  return { server: shown(parseServer(server, target.port)), target };
}

/** The SOAP sign-in service (cisco-uc 8.1). */
function presence(server: string): TestTarget {
  const node = shown(parseServer(server));
  return { server: node, target: { kind: 'page', url: `https://${node}/EPASSoap/service/v80` } };
}

function cas(address: string): TestTarget {
  const host = casHost(address);
  return { server: host, target: { kind: 'page', url: `https://${host}/cas/FederatedSSO` } };
}

/** The CAS is asked at its host, whatever else of its web address a person copied (cisco-uc 10). */
function casHost(address: string): string {
  return URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`)?.host ?? address.trim();
}

async function standards(
  settings: Extract<ManualSettings, { kind: 'standards' }>,
  service: 'xmpp' | 'sip',
  discovery: Discovery,
  call: DiscoveryCall,
): Promise<Result<readonly TestTarget[]>> {
  const accounts = readManualAccounts(settings);
  if (!accounts.ok) return accounts;
  const account = accounts.value[service];
  if (!account) return fail('discovery.bad-address');
  const { domain, full } = account.address;
  const named = 'authUser' in account ? account.registrars : account.targets;
  const found = named ? undefined : await discovery.findStandards(domain, call);
  if (found?.error) return { ok: false, error: found.error };
  const xmpp = found?.finding && 'xmpp' in found.finding ? found.finding.xmpp : accounts.value.xmpp?.targets;
  const sip = found?.finding?.kind === 'standards' ? found.finding.sip : accounts.value.sip?.registrars;
  const targets: readonly TestTarget[] =
    service === 'xmpp'
      ? (xmpp ?? []).map((target) => ({ server: shown(target), target: { kind: 'xmpp', domain, target } }))
      : (sip ?? []).map((registrar) => ({
          server: `${shown(registrar)}, ${registrar.transport.toUpperCase()}`,
          target: { kind: 'sip', aor: full, registrar },
        }));
  return targets.length === 0 ? fail('discovery.no-records', { domain }) : ok(targets.slice(0, MAX_TARGETS));
}

const shown = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
