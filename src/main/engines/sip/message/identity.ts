import { telephoneNumber } from './telephone-number.ts';

/** The other side as signalling names it. */
export interface Identity {
  readonly name: string;
  /** `sip:…` URI without parameters, or `tel:` URI, or `''` for somebody who wants to stay unknown. */
  readonly address: string;
}

interface WithHeaders {
  getHeader(name: string): string | undefined;
  getHeaders(name: string): string[];
}

/**
 * Who the server says is at the other end: Remote-Party-ID first (CUCM's source, cisco-uc 12.1), then P-Asserted-Identity
 * (RFC 3325), then `fallback` (From or To). The caller must have made sure that the message came from the registered server.
 */
export function assertedIdentity(message: WithHeaders, fallback?: 'from' | 'to'): Identity | undefined {
  if (wantsPrivacy(message)) return UNKNOWN;
  // In a request it is the caller who is named, in an answer the called (cisco-uc 12.1).
  for (const value of [
    ...message.getHeaders('remote-party-id').filter((each) => fallback !== 'from' || !isOfCalled(each)),
    // Of two, a number and an address (RFC 3325 section 9.1), the one with a name says more.
    ...message.getHeaders('p-asserted-identity').toSorted((one, other) => named(other) - named(one)),
  ]) {
    const identity = readNameAddress(value);
    const hidden = /;\s*privacy\s*=\s*"?(full|uri|name)/i.exec(value)?.[1]?.toLowerCase();
    if (identity)
      return hidden === undefined ? identity : hidden === 'name' ? { ...identity, name: '' } : UNKNOWN;
  }
  const value = fallback && message.getHeader(fallback);
  return value ? readNameAddress(value) : undefined;
}

const named = (value: string): number => ((readNameAddress(value)?.name ?? '') === '' ? 0 : 1);

const UNKNOWN: Identity = { name: '', address: '' };

const isOfCalled = (value: string): boolean => /;\s*party\s*=\s*"?called/i.test(value);

/** A server that trusts us says who it is, and that nobody is to be shown it (RFC 3323, RFC 3325 section 9.3). */
const wantsPrivacy = (message: WithHeaders): boolean =>
  message
    .getHeaders('privacy')
    .join(';')
    .split(/[;,]/)
    .some((word) => ['id', 'user', 'header'].includes(word.trim().toLowerCase()));

/** Reads `"Name" <sip:user@host;params>;params`, also without name or brackets (RFC 3261 section 20.10). */
export function readNameAddress(value: string): Identity | undefined {
  if (value.length > 2048) return undefined;
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^"<]*?))\s*<([^>]+)>/.exec(value);
  const uri = (bracketed?.[3] ?? value.trim().split(/[;,\s]/, 1)[0] ?? '').trim();
  const address = plainUri(uri);
  if (address === undefined) return undefined;
  const name = (bracketed?.[1]?.replace(/\\(.)/g, '$1') ?? bracketed?.[2] ?? '').trim();
  return isAnonymous(address) ? { name: '', address: '' } : { name: readableName(name), address };
}

/**
 * Scheme, user and host; parameters gone, the scheme in lower case. Telephone numbers (`tel:`, and `user=phone`, RFC 3261
 * section 19.1.6) are digits.
 */
function plainUri(uri: string): string | undefined {
  const tel = /^tel:(.+)$/i.exec(uri)?.[1];
  if (tel !== undefined) {
    const number = telephoneNumber(tel);
    return number === undefined ? undefined : `tel:${number}`;
  }
  const [, scheme = '', user = '', host = ''] =
    /^(sips?):([^@>\s]+)(@[^;?>\s]+)[^?]*;user=phone\b/i.exec(uri) ?? [];
  const number = telephoneNumber(user);
  if (number !== undefined && /^[\d+*#().-]+(?:;|$)/.test(user))
    return `${scheme.toLowerCase()}:${number}${host}`;
  // Networks put parameters into the user part too (RFC 4694): `sip:+1555;cpc=ordinary@host`.
  const parts = /^(sips?):([^;?>@\s]+)(?:;[^?>@\s]*(?=@))?(@[^;?>\s]+)?/i.exec(uri);
  return parts ? `${(parts[1] ?? '').toLowerCase()}:${parts[2] ?? ''}${parts[3] ?? ''}` : undefined;
}

/** RFC 3323 section 4.1. */
const isAnonymous = (address: string): boolean =>
  /^sips?:(anonymous@|[^@]*@anonymous\.invalid)/i.test(address);

/** CUCM's phone dictionary codes: byte 0x80 and a digit (cisco-uc 12.4). Control characters never reach a screen. */
function readableName(name: string): string {
  const translated = name.replace(
    /^[\u0080\uFFFD](.)/,
    (_, code: string) => ({ 4: 'Conference', 5: 'Park' })[code] ?? '',
  );
  return translated
    .replace(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .slice(0, 200);
}
