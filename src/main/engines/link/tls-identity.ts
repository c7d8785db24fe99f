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

/**
 * Entries are separated by `, `; one that holds a comma or another strange letter comes as a JSON string after its kind.
 * Read letter by letter: whoever we meet may have written it, before anything of it is proved.
 */
function splitEntries(text: string): string[] {
  const entries: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = endOfEntry(text, at);
    const entry = text.slice(at, end).trim();
    const quote = entry.indexOf('"');
    entries.push(quote === -1 ? entry : entry.slice(0, quote) + unquote(entry.slice(quote)));
    at = end + 1;
  }
  return entries;
}

/** The comma after the entry that begins at `from`, or the end; inside quotes a comma is a letter. */
function endOfEntry(text: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at];
    if (isQuoted && letter === '\\') at += 1;
    else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === ',' && !isQuoted) return at;
  }
  return text.length;
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
