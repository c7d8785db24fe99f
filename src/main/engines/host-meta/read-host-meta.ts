import { descendants, parseXml } from '../link/xml-document.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';

/** XEP-0156 section 4. */
const WEBSOCKET = 'urn:xmpp:alt-connections:websocket';
/** More ways than anybody would try. */
const MAX_TARGETS = 5;

/** The WebSockets of an XRD document (RFC 6415 section 3), in its order. Nothing where it cannot be read. */
export function readXrd(document: Uint8Array): readonly XmppTarget[] {
  const root = parseXml(document);
  if (!root.ok) return [];
  const links = descendants(root.value, 'Link').filter(
    ({ attributes }) => attributes.get('rel')?.trim() === WEBSOCKET,
  );
  return targetsOf(links.map(({ attributes }) => attributes.get('href')));
}

/** The same of a JRD document (RFC 6415 appendix A). */
export function readJrd(document: Uint8Array): readonly XmppTarget[] {
  const links = listOf(parseJson(new TextDecoder().decode(document)), 'links');
  return targetsOf(
    links.filter((link) => field(link, 'rel') === WEBSOCKET).map((link) => field(link, 'href')),
  );
}

function targetsOf(addresses: readonly unknown[]): readonly XmppTarget[] {
  return addresses
    .flatMap((address) => (typeof address === 'string' ? targetOf(address.trim()) : []))
    .slice(0, MAX_TARGETS);
}

/** Nothing but TLS will do (XEP-0156 section 6). */
function targetOf(address: string): readonly XmppTarget[] {
  const url = URL.parse(address);
  if (url?.protocol !== 'wss:' || url.hostname === '' || url.username !== '' || url.password !== '')
    return [];
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? 443 : Number(url.port);
  return port === 0 ? [] : [{ host, port, tls: 'direct', path: url.pathname + url.search }];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = field(value, name);
  return Array.isArray(list) ? list : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
