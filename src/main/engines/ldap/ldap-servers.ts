import { type Failure, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { LdapSettings } from '../../ports/ldap-settings.port.ts';
import type { LdapServer } from './ldap-connection.ts';

/**
 * Records of an Active Directory, the global catalogue first: it knows the whole forest. The names that Jabber’s older guides
 * give (cisco-uc 1.3), then those that Active Directory registers by itself, which newer releases ask for.
 */
const RECORDS = ['_gc._msdcs._tcp', '_ldap._msdcs._tcp', '_gc._tcp', '_ldap._tcp'] as const;
const MAX_SERVERS = 4;

/** Where encryption begins with the connection: LDAPS, and the global catalogue's. */
const TLS_PORTS: ReadonlySet<number> = new Set([636, 3_269]);

type PlaceSettings = Pick<LdapSettings, 'servers' | 'domains' | 'isEncrypted' | 'credentials'>;

/**
 * The servers to ask, best first: those that are named, else those that the domain's records name (C2). None of either is
 * directory.unavailable.
 */
export async function ldapServers(
  settings: PlaceSettings,
  dns: Dns,
  signal: AbortSignal,
): Promise<Result<readonly LdapServer[]>> {
  const secured = (host: string, port: number | undefined): LdapServer => placed(settings, host, port);
  if (settings.servers.length > 0) return ok(settings.servers.map(({ host, port }) => secured(host, port)));
  let problem: Failure = failure(
    'directory.unavailable',
    {},
    'no LDAP server is named, and no record names one',
  );
  for (const domain of settings.domains) {
    for (const record of RECORDS) {
      const answer = await dns.srv(`${record}.${domain}`, signal);
      if (!answer.ok) {
        problem = answer.error;
        continue;
      }
      const offered = answer.value.records.filter(({ target }) => target !== '');
      const ordered = offered.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight);
      if (ordered.length > 0)
        return ok(ordered.slice(0, MAX_SERVERS).map(({ target, port }) => secured(target, port)));
    }
  }
  return { ok: false, error: problem };
}

/** A password is worth encryption even where the configuration wants none. */
function placed(settings: PlaceSettings, host: string, port: number | undefined): LdapServer {
  const isEncrypted = settings.isEncrypted || settings.credentials.kind !== 'anonymous';
  const at = port ?? (isEncrypted ? 636 : 389);
  return { host, port: at, security: TLS_PORTS.has(at) ? 'tls' : isEncrypted ? 'starttls' : 'plain' };
}
