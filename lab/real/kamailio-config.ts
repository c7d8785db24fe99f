import { join } from 'node:path';
import type { ServerIdentity } from './server-identity.ts';

/** `ws` and `wss` speak SIP over WebSocket (RFC 7118). */
export type SipTransport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

/** One listening socket. */
export interface SipListener {
  readonly transport: SipTransport;
  readonly address: string;
  readonly port: number;
  /** What Via and Record-Route say instead of `address` and `port`: a relay in front, so that dialogs stay behind it. */
  readonly advertise?: { readonly address: string; readonly port: number };
}

/** Everything the configuration file says. */
export interface KamailioSetup {
  readonly domain: string;
  readonly folder: string;
  readonly listeners: readonly SipListener[];
  /** Where JSON-RPC is answered over HTTP, for the lab itself. */
  readonly rpc: { readonly address: string; readonly port: number };
  readonly identity: ServerIdentity;
  /** More host names that are us, beside the domain and the addresses listened on. */
  readonly aliases: readonly string[];
  /** Passwords by user name. Names only are used with `digest: 'off'`. */
  readonly users: Readonly<Record<string, string>>;
  /** User names by the numbers (or other names) that reach them. */
  readonly numbers: Readonly<Record<string, string>>;
  /** `off`: everybody is believed, as CUCM does with a non-secure phone whose profile has digest off. */
  readonly digest: 'MD5' | 'SHA-256' | 'off';
  /** Instead of passwords: access tokens, and whose they are. `form`: a challenge by RFC 8898 and its answer, or Unified CM's (cisco-uc 12.2). */
  readonly bearer?: { readonly form: 'rfc8898' | 'cucm'; readonly tokens: Readonly<Record<string, string>> };
  /** A wrong password is challenged again (RFC 3261 section 22.1), or refused with 403 as some servers do. */
  readonly wrongPassword: 'challenge' | 'forbid';
  /** Seconds a registration lives at most. */
  readonly maxExpires: number;
  /** A relay in front of each side's sound: ports that stand in the audio line of requests, and of answers, in place of the phones' own. */
  readonly soundThrough?: { readonly requests: number; readonly answers: number };
}

const MODULES = [
  'jsonrpcs',
  'kex',
  'corex',
  'tm',
  'tmx',
  'sl',
  'rr',
  'pv',
  'maxfwd',
  'usrloc',
  'registrar',
  'textops',
  'siputils',
  'sanity',
  'xlog',
  'auth',
  'htable',
  'nathelper',
  'xhttp',
  'websocket',
  'tls',
] as const;

/** Kamailio 5.6's configuration: registrar and proxy for one domain, everything in memory. */
export function kamailioConfig(setup: KamailioSetup): string {
  const modules = MODULES.map((name) => `loadmodule "${name}.so"`).join('\n');
  return [
    globals(setup),
    modules,
    parameters(setup),
    // Its check of credentials knows digests only.
    setup.bearer ? REQUESTS.replace('sanity_check()', 'sanity_check("999")') : REQUESTS,
    authentication(setup),
    delivery(setup),
    HTTP,
    tables(setup),
  ].join('\n');
}

function globals(setup: KamailioSetup): string {
  const protocol = { udp: 'udp', tcp: 'tcp', tls: 'tls', ws: 'tcp', wss: 'tls' } as const;
  const listeners = [...setup.listeners, { transport: 'tcp' as const, ...setup.rpc }].map(
    (listener: SipListener) => {
      const advertise =
        listener.advertise === undefined
          ? ''
          : ` advertise ${listener.advertise.address}:${listener.advertise.port}`;
      return `listen=${protocol[listener.transport]}:${listener.address}:${listener.port}${advertise}`;
    },
  );
  const advertised = setup.listeners.flatMap(({ advertise }) =>
    advertise === undefined ? [] : [`${advertise.address}:${advertise.port}`],
  );
  const aliases = [...new Set([setup.domain, ...setup.aliases, ...advertised])].map(
    (name) => `alias=${quote(name)}`,
  );
  return `#!KAMAILIO
debug=2
log_stderror=yes
children=2
tcp_children=2
auto_aliases=no
enable_tls=yes
tcp_accept_no_cl=yes
tcp_connection_lifetime=3604
tcp_rd_buf_size=65536
tcp_crlf_ping=yes
server_signature=no
${listeners.join('\n')}
${aliases.join('\n')}`;
}

function parameters(setup: KamailioSetup): string {
  return `
modparam("jsonrpcs", "transport", 1)
modparam("tm", "failure_reply_mode", 3)
modparam("tm", "fr_timer", 10000)
modparam("tm", "fr_inv_timer", 120000)
modparam("rr", "enable_full_lr", 1)
modparam("usrloc", "db_mode", 0)
modparam("usrloc", "use_domain", 0)
modparam("usrloc", "handle_lost_tcp", 1)
modparam("registrar", "max_expires", ${setup.maxExpires})
modparam("registrar", "min_expires", 10)
modparam("registrar", "append_branches", 1)
modparam("registrar", "gruu_enabled", 0)
modparam("nathelper|registrar", "received_avp", "$avp(RECEIVED)")
modparam("htable", "htable", "users=>size=8;")
modparam("htable", "htable", "numbers=>size=8;")
modparam("htable", "htable", "faults=>size=4;")
modparam("htable", "htable", "tokens=>size=4;")
modparam("auth", "algorithm", "${setup.digest === 'SHA-256' ? 'SHA-256' : 'MD5'}")
modparam("tls", "private_key", ${quote(setup.identity.keyFile)})
modparam("tls", "certificate", ${quote(setup.identity.certificateFile)})
modparam("tls", "ca_list", ${quote(setup.identity.caFile)})
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "verify_certificate", 0)
modparam("tls", "require_certificate", 0)
`;
}

// Aliases and "received" for every transport: TCP, TLS and WebSocket clients can only be reached over the connection
// they opened, and a UDP client may sit behind the lab's relay.
const REQUESTS = `
request_route {
  if ($sht(faults=>$rm) != $null) {
    if ($sht(faults=>$rm) == 0) exit;
    sl_send_reply("$sht(faults=>$rm)", "Lab Fault");
    exit;
  }
  if (!mf_process_maxfwd_header("10")) {
    sl_send_reply("483", "Too Many Hops");
    exit;
  }
  if (!sanity_check()) exit;
  force_rport();
  if (is_method("REGISTER")) fix_nated_register();
  else if (is_method("INVITE|SUBSCRIBE|UPDATE|REFER|NOTIFY")) add_contact_alias();

  if (is_method("CANCEL")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  if (has_totag()) {
    route(IN_DIALOG);
    exit;
  }
  if (is_method("ACK")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  t_check_trans();
  if (is_method("OPTIONS") && uri == myself && $rU == $null) {
    sl_send_reply("200", "OK");
    exit;
  }
  remove_hf("Route");
  route(AUTHENTICATE);
  if (is_method("REGISTER")) {
    route(REGISTER);
    exit;
  }
  if (is_method("INVITE|SUBSCRIBE|REFER")) record_route();
  route(DELIVER);
}

route[IN_DIALOG] {
  if (loose_route()) {
    if (!isdsturiset()) handle_ruri_alias();
    if (is_method("NOTIFY|REFER")) record_route();
    route(RELAY);
    exit;
  }
  if (is_method("ACK")) {
    if (t_check_trans()) route(RELAY);
    exit;
  }
  sl_send_reply("404", "Not Here");
}
`;

/** Everybody proves who they are, for REGISTER with 401, for all else with 407. The realm is the domain. */
function authentication(setup: KamailioSetup): string {
  if (setup.bearer) return tokens(setup.domain, setup.bearer.form);
  if (setup.digest === 'off') return 'route[AUTHENTICATE] {\n  $var(user) = $fU;\n}\n';
  const realm = quote(setup.domain);
  const wrong =
    setup.wrongPassword === 'forbid'
      ? '\n  if ($rc == -2) {\n    sl_send_reply("403", "Forbidden");\n    exit;\n  }'
      : '';
  const check = (kind: 'www' | 'proxy', header: string): string => `
  if (!is_present_hf("${header}")) {
    ${kind}_challenge(${realm}, "0");
    exit;
  }
  if (pv_${kind}_authenticate(${realm}, "$sht(users=>$au)", "0")) {
    $var(user) = $au;
    consume_credentials();
    return;
  }${wrong}
  ${kind}_challenge(${realm}, "0");
  exit;`;
  return `
route[AUTHENTICATE] {
  if (is_method("REGISTER")) {
    route(AUTHENTICATE_PHONE);
    return;
  }${check('proxy', 'Proxy-Authorization')}
}

route[AUTHENTICATE_PHONE] {${check('www', 'Authorization')}
}
`;
}

/** Over TLS only, and only a token of the table: whose it is, is who speaks. */
function tokens(domain: string, form: 'rfc8898' | 'cucm'): string {
  const isCucm = form === 'cucm';
  const [status, name, reads] = isCucm
    ? ['407', 'Proxy-Auth', '/^Bearer token=.([^"]+).$/\\1/']
    : ['401', 'WWW-Auth', '/^Bearer ([A-Za-z0-9._~+\\/=-]+)$/\\1/'];
  const header = isCucm ? 'Proxy-Authorization' : 'Authorization';
  const challenge = isCucm
    ? 'Bearer realm=\\"ccmsipline\\"'
    : `Bearer realm=\\"${domain}\\", scope=\\"sip\\", authz_server=\\"https://tokens.${domain}/\\"`;
  return `
route[AUTHENTICATE] {
  if (proto != TLS && proto != WSS) {
    sl_send_reply("403", "Not Encrypted");
    exit;
  }
  if (is_present_hf("${header}")) {
    $var(token) = $(hdr(${header}){re.subst,${reads}});
    if ($sht(tokens=>$var(token)) != $null) {
      $var(user) = $sht(tokens=>$var(token));
      remove_hf("${header}");
      return;
    }
  }
  append_to_reply("${name}enticate: ${challenge}\\r\\n");
  sl_send_reply("${status}", "Token Wanted");
  exit;
}
`;
}

// A number and its user share one address of record, so that a phone line ("1001") and a SIP account ("alice") both ring.
/** Where the sound goes instead. */
const audioAt = (port: number | undefined): string =>
  port === undefined
    ? ''
    : `  if (has_body("application/sdp")) subst_body('/^m=audio [0-9]+/m=audio ${port}/');`;

const delivery = (setup: KamailioSetup): string => `
route[REGISTER] {
  $var(aor) = $tU;
  if ($sht(numbers=>$tU) != $null) $var(aor) = $sht(numbers=>$tU);
  if ($sht(users=>$var(aor)) == $null) {
    sl_send_reply("404", "Not Found");
    exit;
  }
  if ($var(user) != $var(aor) && $var(user) != $tU) {
    sl_send_reply("403", "Forbidden");
    exit;
  }
  if (!save("location", "0", "sip:$var(aor)@$td")) sl_reply_error();
}

route[DELIVER] {
  if (uri != myself) {
    sl_send_reply("404", "Not Served Here");
    exit;
  }
  if ($rU == $null) {
    sl_send_reply("484", "Address Incomplete");
    exit;
  }
  if ($sht(numbers=>$rU) != $null) $rU = $sht(numbers=>$rU);
  if ($sht(users=>$rU) == $null) {
    sl_send_reply("404", "Not Found");
    exit;
  }
  if (!lookup("location")) {
    sl_send_reply("480", "Temporarily Unavailable");
    exit;
  }
  route(RELAY);
}

route[RELAY] {
${audioAt(setup.soundThrough?.requests)}
  t_on_reply("REPLIES");
  if (!t_relay()) sl_reply_error();
  exit;
}

onreply_route[REPLIES] {
${audioAt(setup.soundThrough?.answers)}
  add_contact_alias();
}
`;

const HTTP = `
event_route[xhttp:request] {
  set_reply_close();
  set_reply_no_connect();
  if ($hu =~ "^/rpc") {
    jsonrpc_dispatch();
    exit;
  }
  if ($hdr(Upgrade) =~ "websocket" && $hdr(Connection) =~ "Upgrade" && $rm =~ "GET") {
    ws_handle_handshake();
    exit;
  }
  xhttp_reply("404", "Not Found", "", "");
}
`;

function tables(setup: KamailioSetup): string {
  const rows = (table: string, values: Readonly<Record<string, string>>): string[] =>
    Object.entries(values).map(([key, value]) => `  $sht(${table}=>${tableKey(key)}) = ${quote(value)};`);
  return `
event_route[htable:mod-init] {
${[
  ...rows('users', setup.users),
  ...rows('numbers', setup.numbers),
  ...rows('tokens', setup.bearer?.tokens ?? {}),
].join('\n')}
}
`;
}

function tableKey(key: string): string {
  if (!/^[\w.+@-]+$/.test(key))
    throw new Error(`not a user name or number that Kamailio's tables take: ${key}`);
  return key;
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Where the configuration is written in a Kamailio's folder. */
export function kamailioConfigFile(folder: string): string {
  return join(folder, 'kamailio.cfg');
}
