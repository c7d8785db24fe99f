// size: the configuration is one text, read best in one piece.
import { join } from 'node:path';
import type { ServerIdentity } from './server-identity.ts';
import { luaString, type PasswordHash } from './prosody-data.ts';

/** Where the message archive is kept. `internal` survives a restart but stalls past some 10,000 messages a user; `memory` is fast and forgets. */
export type ArchiveStorage = 'internal' | 'memory';

/** What the SASL list looks like: a standards server, or IM and Presence (PLAIN and CISCO-VTG-TOKEN only). */
export type SaslFlavour = 'standard' | 'cisco';

export interface ProsodyPorts {
  readonly c2s: number;
  readonly c2sDirectTls: number;
  readonly https: number;
  /** A SOCKS5 proxy for files, where there is to be one. */
  readonly proxy65?: number;
}

/** Everything the configuration file says. */
export interface ProsodySetup {
  readonly domain: string;
  readonly folder: string;
  readonly address: string;
  readonly ports: ProsodyPorts;
  readonly identity: ServerIdentity;
  readonly passwordHash: PasswordHash;
  readonly sasl: SaslFlavour;
  readonly archive: ArchiveStorage;
  /** Asked with `?userid=…&token=…` for CISCO-VTG-TOKEN; 200 means good. */
  readonly tokenUrl?: string;
  /** Names offered as `<hostname/>` in `<mechanisms/>`: home node, backup node. */
  readonly homeNodes?: readonly string[];
  /** Modules to leave out, to see how a client does without them (`smacks`, `mam`, `carbons` …). */
  readonly withoutModules?: readonly string[];
  /** Seconds a lost session waits to be resumed (600). */
  readonly resumptionSeconds?: number;
  readonly component?: OutsideComponent;
  readonly federation?: Federation;
  /** Lines of Lua after ours, for settings of all and of the rooms: the last one counts. */
  readonly settings?: { readonly all?: string; readonly rooms?: string };
}

/** Servers of other domains that are spoken with (RFC 6120 server to server), by certificates of the lab's root only. */
export interface Federation {
  readonly port: number;
  readonly peers: Readonly<Record<string, { readonly address: string; readonly port: number }>>;
}

/** A service of the domain that somebody else runs: it connects to `port` (XEP-0114). */
export interface OutsideComponent {
  readonly name: string;
  readonly port: number;
  readonly secret: string;
}

const MODULES = [
  'roster',
  'saslauth',
  'tls',
  'disco',
  'carbons',
  'smacks',
  'csi_simple',
  'mam',
  'pep',
  'vcard_legacy',
  'vcard4',
  'private',
  'blocklist',
  'ping',
  'offline',
  'time',
  'version',
  'uptime',
  'lastactivity',
  'bookmarks',
  // RFC 7395, at /xmpp-websocket of the HTTPS port.
  'websocket',
  // XEP-0206, at /http-bind of the HTTPS port.
  'bosh',
  // A policy that refuses one word.
  'lab_policy',
] as const;

/** Refused by `mod_lab_policy`, with these words. */
export const REFUSED_WORD = 'insider-secret';
export const REFUSAL = 'Research and Trading do not talk about this.';

/** The modules of ours, beside this file. */
const OUR_MODULES = join(import.meta.dirname, 'prosody-modules');

/** Prosody 0.12's configuration: loopback only, federation with whom it is told only, TLS required, Nagle's delay off (it costs each login 40 ms). */
export function prosodyConfig(setup: ProsodySetup): string {
  const modules = MODULES.filter((name) => !setup.withoutModules?.includes(name));
  const list = (values: readonly (string | number)[]): string =>
    `{ ${values.map((value) => (typeof value === 'string' ? luaString(value) : value)).join(', ')} }`;
  const address = list([setup.address]);
  return `
run_as_root = true
pidfile = ${luaString(join(setup.folder, 'prosody.pid'))}
data_path = ${luaString(join(setup.folder, 'data'))}
plugin_paths = ${list([OUR_MODULES])}
installer_plugin_path = ${luaString(join(setup.folder, 'plugins'))}
log = { { levels = { min = "info" }, to = "console", timestamps = true } }

network_backend = "epoll"
network_settings = { nagle = false }
interfaces = ${address}
local_interfaces = ${address}
c2s_ports = ${list([setup.ports.c2s])}
c2s_direct_tls_ports = ${list([setup.ports.c2sDirectTls])}
https_ports = ${list([setup.ports.https])}
https_interfaces = ${address}
http_ports = {}
-- Files are asked for by the address: that is no host of ours.
http_default_host = ${luaString(`files.${setup.domain}`)}
component_ports = { ${setup.component?.port ?? ''} }
component_interfaces = ${address}
s2s_ports = { ${setup.federation?.port ?? ''} }
s2s_direct_tls_ports = {}
${federation(setup)}
modules_enabled = ${list(setup.federation ? [...modules, 'lab_federation'] : modules)}

c2s_require_encryption = true
certificates = ${luaString(join(setup.folder, 'tls'))}
ssl = { certificate = ${luaString(setup.identity.certificateFile)}; key = ${luaString(setup.identity.keyFile)}; cafile = ${luaString(setup.identity.caFile)} }
authentication = "cisco_lab"
password_hash = ${luaString(setup.passwordHash)}
${setup.sasl === 'cisco' ? 'disable_sasl_mechanisms = { "DIGEST-MD5", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS" }' : ''}
${setup.tokenUrl === undefined ? '' : `cisco_token_url = ${luaString(setup.tokenUrl)}`}
lab_policy_word = ${luaString(REFUSED_WORD)}
lab_policy_text = ${luaString(REFUSAL)}
cisco_home_nodes = ${list(setup.homeNodes ?? [])}

storage = { archive = ${luaString(setup.archive)}; muc_log = ${luaString(setup.archive)} }
storage_archive_item_limit = 1000000
archive_expires_after = "never"
default_archive_policy = true
max_archive_query_results = 250
smacks_hibernation_time = ${setup.resumptionSeconds ?? 600}
smacks_max_queue_size = 10000
smacks_max_old_sessions = 100
${setup.settings?.all ?? ''}

VirtualHost ${luaString(setup.domain)}

Component ${luaString(`conference.${setup.domain}`)} "muc"
modules_enabled = { "muc_mam" }
name = "Rooms"
restrict_room_creation = false
${setup.settings?.rooms ?? ''}

${outsideComponent(setup)}
${fileComponents(setup)}`;
}

function federation({ federation: wanted }: ProsodySetup): string {
  if (!wanted) return 'modules_disabled = { "s2s", "s2s_bidi", "dialback" }';
  const peers = Object.entries(wanted.peers).map(
    ([domain, { address, port }]) => `[${luaString(domain)}] = { ${luaString(address)}, ${port} }`,
  );
  return `modules_disabled = { "dialback" }
s2s_require_encryption = true
s2s_secure_auth = true
lab_federation_peers = { ${peers.join(', ')} }`;
}

function outsideComponent({ component }: ProsodySetup): string {
  return component === undefined
    ? ''
    : `Component ${luaString(component.name)}
component_secret = ${luaString(component.secret)}
`;
}

/** Where files are kept (XEP-0363), and a proxy for those who can't reach each other (XEP-0065). */
function fileComponents(setup: ProsodySetup): string {
  const { domain, address, ports } = setup;
  const proxy =
    ports.proxy65 === undefined
      ? ''
      : `
Component ${luaString(`proxy.${domain}`)} "proxy65"
proxy65_address = ${luaString(address)}
proxy65_acl = { ${luaString(domain)} }
proxy65_ports = { ${ports.proxy65} }
proxy65_interfaces = { ${luaString(address)} }
`;
  return `
Component ${luaString(`files.${domain}`)} "http_file_share"
http_external_url = ${luaString(`https://${address}:${ports.https}/`)}
http_file_share_size_limit = 104857600
http_file_share_daily_quota = 1073741824
http_file_share_access = { ${luaString(domain)} }
${proxy}`;
}
