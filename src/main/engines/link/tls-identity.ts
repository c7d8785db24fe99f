import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** The names in a certificate's subjectAltName extension that can prove a server. */
export interface CertificateNames {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
  /** SRVName (RFC 4985): `_service.domain`. */
  readonly srv: readonly string[];
  /** id-on-xmppAddr (RFC 6120 section 13.7.1.4): a bare domain. */
  readonly xmpp: readonly string[];
}

/** Reads the text form that Node gives the extension, e.g. `DNS:a.example, othername:XmppAddr:example`. */
export function certificateNames(subjectAltName: string | undefined): CertificateNames {
  const names = { dns: [] as string[], ip: [] as string[], srv: [] as string[], xmpp: [] as string[] };
  for (const entry of splitEntries(subjectAltName ?? '')) {
    const [, kind = '', value = ''] =
      /^(DNS|IP Address|othername:SRVName|othername:XmppAddr):\s*(.*)$/s.exec(entry) ?? [];
    if (value === '') continue;
    if (kind === 'DNS') names.dns.push(value);
    else if (kind === 'IP Address') names.ip.push(value);
    else if (kind === 'othername:SRVName') names.srv.push(value);
    else names.xmpp.push(value);
  }
  return names;
}

/**
 * Whether the certificate speaks for `name` (RFC 6125, RFC 9525): an IP literal only by an IP entry, a domain by a DNS entry
 * (a wildcard stands for exactly the whole left-most label), by SRVName or by xmppAddr. The common name never counts.
 */
export function isNamedBy(name: string, names: CertificateNames): boolean {
  if (isIP(name) !== 0) return names.ip.some((entry) => sameAddress(entry, name));
  const domain = normalise(name);
  if (domain === '') return false;
  return (
    names.dns.some((pattern) => matchesDns(domain, pattern)) ||
    names.srv.some((entry) => normalise(entry.replace(/^_[^.]+\./, '')) === domain) ||
    names.xmpp.some((entry) => normalise(entry) === domain)
  );
}

/** Entries are separated by `, `; one that holds a comma or another strange letter comes as a JSON string after its kind. */
function splitEntries(text: string): string[] {
  const entries: string[] = [];
  for (const match of text.matchAll(/\s*((?:[^:",]+:)+)("(?:[^"\\]|\\.)*"|[^,"]*)(?:,|$)/g)) {
    const [, kind = '', raw = ''] = match;
    entries.push(kind + (raw.startsWith('"') ? unquote(raw) : raw));
  }
  return entries;
}

function unquote(raw: string): string {
  try {
    return String(JSON.parse(raw));
  } catch {
    return '';
  }
}

function matchesDns(domain: string, pattern: string): boolean {
  const wanted = pattern.startsWith('*.') ? pattern.slice(2) : undefined;
  if (wanted === undefined) return !pattern.includes('*') && normalise(pattern) === domain;
  const dot = domain.indexOf('.');
  // `*.test` would speak for a whole top-level domain.
  return dot > 0 && wanted.includes('.') && normalise(wanted) === domain.slice(dot + 1);
}

function normalise(name: string): string {
  return domainToASCII(name.replace(/\.$/, '')).toLowerCase();
}

function sameAddress(left: string, right: string): boolean {
  return canonicalAddress(left) === canonicalAddress(right);
}

function canonicalAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  return URL.parse(`http://[${address}]/`)?.hostname ?? address;
}
