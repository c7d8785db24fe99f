import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { AuthorizationServer } from '../../ports/authorization.port.ts';
import type { EdgeConfig, EdgeHost } from '../../ports/edge.port.ts';
import type { SignInMethod } from '../../ports/uds.port.ts';
import {
  child,
  childText,
  descendants,
  find,
  isNamed,
  parseXml,
  textOf,
  type XmlElement,
} from '../link/xml-document.ts';

/** More than anybody has; the rest is not read. */
const MAX_SERVERS = 20;
const MAX_ROUTES = 5;
const PORTS = { https: 8443, xmpp: 5222, sip: 5061 } as const;
const HOST = /^(?=.{1,253}$)[\p{L}\p{N}_]([\p{L}\p{N}._-]*[\p{L}\p{N}])?$|^[0-9a-f:.]{2,45}$/iu;
/** Goes into a header as it is: one address in angle brackets and nothing that could begin another header. */
const ROUTE = /^<sips?:[^<>\s"\p{Cc}]{1,400}>$/u;

/**
 * Reads a `getEdgeConfigResponse` (cisco-uc 9.3) whatever the order of its parts: each `…EdgeServer` is an ordered list,
 * services carry their records, an `error` in place of records means none. Failure: http.bad-content.
 */
export function readEdgeConfig(body: Uint8Array, edge: EdgeHost): Result<EdgeConfig> {
  const host = edge.host;
  const parsed = parseXml(body);
  if (!parsed.ok) return fail('http.bad-content', { host }, parsed.error.detail);
  const root = parsed.value;
  const isIt =
    isNamed(root, 'getEdgeConfigResponse') || find(root, 'edgeConfig') || find(root, 'serviceConfig');
  if (!isIt) return fail('http.bad-content', { host }, 'not an edge configuration');
  const services = descendants(root, 'service');
  const named = (name: string): readonly XmlElement[] =>
    services.filter((each) => childText(each, 'name')?.toLowerCase() === name.toLowerCase());
  return ok({
    edge,
    uds: unique([
      ...serversOf(find(root, 'userUdsServer'), PORTS.https),
      ...recordsOf(named('_cisco-uds'), PORTS.https),
    ]),
    presence: unique(recordsOf(named('_cuplogin'), PORTS.https)),
    tftp: unique(namesOf(named('tftpServer')).map((name) => ({ host: name, port: 0 }))).map(
      (each) => each.host,
    ),
    xmpp: unique(serversOf(find(root, 'xmppEdgeServer'), PORTS.xmpp)),
    sip: unique(serversOf(find(root, 'sipEdgeServer'), PORTS.sip)),
    sipRoute: routesOf(find(root, 'sipRequest')),
  });
}

/**
 * `get_edge_sso`: the schema is not known; the document of cisco-uc 7.1 and JSON are read, and only a clear yes counts.
 * Addresses for tokens are taken where they are HTTPS ones at the same host as `usual`; otherwise `usual` are used.
 */
export function readEdgeSso(body: Uint8Array, usual: AuthorizationServer): SignInMethod {
  const text = new TextDecoder().decode(body.subarray(0, 100_000));
  if (/^\s*\{/.test(text)) {
    const isOn = /"enabled"\s*:\s*"?true\b/i.test(text);
    return isOn ? { kind: 'tokens', server: usual } : { kind: 'password' };
  }
  const parsed = parseXml(body);
  const status = parsed.ok ? find(parsed.value, 'Status') : undefined;
  if (!parsed.ok || status?.attributes.get('enabled')?.toLowerCase() !== 'true') return { kind: 'password' };
  const told = (name: string, fallback: string): string => {
    const url = URL.parse(textOf(parsed.value, name) ?? '');
    const isThere = url?.protocol === 'https:' && url.hostname === URL.parse(fallback)?.hostname;
    return isThere ? url.href : fallback;
  };
  return {
    kind: 'tokens',
    server: { authorize: told('Authorize', usual.authorize), token: told('Token', usual.token) },
  };
}

/** `<server><address/><tlsPort/></server>`, in the order given. */
function serversOf(list: XmlElement | undefined, usualPort: number): readonly EdgeHost[] {
  const servers = list ? descendants(list, 'server') : [];
  return servers.flatMap((server) => hostOf(server, childText(server, 'tlsPort'), usualPort));
}

/** Records of a service, by priority. */
function recordsOf(services: readonly XmlElement[], usualPort: number): readonly EdgeHost[] {
  const servers = services.flatMap((service) => descendants(service, 'server'));
  const ordered = servers
    .map((server) => ({ server, priority: Number(childText(server, 'priority') ?? 0) || 0 }))
    .toSorted((a, b) => a.priority - b.priority);
  return ordered.flatMap(({ server }) => hostOf(server, childText(server, 'port'), usualPort));
}

/** `tftpServer` has an address of its own; several, and ones wrapped in `server`, are taken too. */
function namesOf(services: readonly XmlElement[]): readonly string[] {
  const addresses = services.flatMap((service) => descendants(service, 'address'));
  return addresses.map(({ text }) => text).filter((text) => isHost(text));
}

function routesOf(request: XmlElement | undefined): readonly string[] {
  const routes = request ? descendants(request, 'route') : [];
  return routes
    .map(({ text }) => (text.startsWith('<') ? text : `<${text}>`))
    .filter((text) => ROUTE.test(text))
    .slice(0, MAX_ROUTES);
}

function hostOf(server: XmlElement, portText: string | undefined, usualPort: number): readonly EdgeHost[] {
  const host = (child(server, 'address')?.text ?? textOf(server, 'address') ?? '').replace(/\.$/, '');
  const port = portText === undefined ? usualPort : Number(portText);
  const isPort = Number.isInteger(port) && port > 0 && port <= 65_535;
  return isHost(host) && isPort ? [{ host, port }] : [];
}

/** A name or an address that a connection can be made to. */
function isHost(text: string): boolean {
  return HOST.test(text) && URL.canParse(`http://${text.includes(':') ? `[${text}]` : text}/`);
}

function unique(hosts: readonly EdgeHost[]): readonly EdgeHost[] {
  const seen = new Set<string>();
  const first = hosts.filter(({ host, port }) => {
    const key = `${host.toLowerCase()}:${port}`;
    return !seen.has(key) && seen.add(key);
  });
  return first.slice(0, MAX_SERVERS);
}
