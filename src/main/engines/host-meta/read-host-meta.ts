import { descendants, parseXml } from '../link/xml-document.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';

/** XEP-0156 section 4; the better one first. */
const WAYS = [
  { rel: 'urn:xmpp:alt-connections:websocket', protocol: 'wss:' },
  { rel: 'urn:xmpp:alt-connections:xbosh', protocol: 'https:' },
] as const;
/** More ways than anybody would try. */
const MAX_TARGETS = 5;

/** The WebSockets, then the BOSH addresses, of an XRD document (RFC 6415 section 3), in its order. Nothing where it cannot be read. */
export function readXrd(document: Uint8Array): readonly XmppTarget[] {
  const root = parseXml(document);
  if (!root.ok) return [];
  return targetsOf(
    descendants(root.value, 'Link').map(({ attributes }) => ({
      rel: attributes.get('rel')?.trim(),
      href: attributes.get('href'),
    })),
  );
}

/** The same of a JRD document (RFC 6415 appendix A). */
export function readJrd(document: Uint8Array): readonly XmppTarget[] {
  const links = listOf(parseJson(new TextDecoder().decode(document)), 'links');
  return targetsOf(links.map((link) => ({ rel: field(link, 'rel'), href: field(link, 'href') })));
}

interface Link {
  readonly rel: unknown;
  readonly href: unknown;
}

function targetsOf(links: readonly Link[]): readonly XmppTarget[] {
  return WAYS.flatMap(({ rel, protocol }) =>
    links
      .filter((link) => link.rel === rel)
      .flatMap(({ href }) => (typeof href === 'string' ? targetOf(href.trim(), protocol) : []))
      .slice(0, MAX_TARGETS),
  );
}

/** Nothing but TLS will do (XEP-0156 section 6). */
function targetOf(address: string, protocol: (typeof WAYS)[number]['protocol']): readonly XmppTarget[] {
  const url = URL.parse(address);
  if (url?.protocol !== protocol || url.hostname === '' || url.username !== '' || url.password !== '')
    return [];
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? 443 : Number(url.port);
  const path = url.pathname + url.search;
  return port === 0
    ? []
    : [{ host, port, tls: 'direct', path, ...(protocol === 'https:' && { isBosh: true }) }];
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
