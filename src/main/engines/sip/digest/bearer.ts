/**
 * Servers that take access tokens challenge by `Bearer` (RFC 8898; CUCM: `Proxy-Authenticate: Bearer realm="ccmsipline"`,
 * cisco-uc 12.2). The grammar of sip.js knows digests only, so such a challenge is spelled as one, with a nonce that says what it was.
 */
const NONCE = 'an access token is asked for';

/** A Bearer challenge. `issuer`: who must have given the token (`authz_server`); CUCM names nobody. */
interface BearerChallenge {
  readonly issuer?: string;
}

/** The spelling of a Bearer challenge; undefined for any other scheme. */
export function spelledBearer(challenge: string): string | undefined {
  const parameters = /^\s*Bearer(?:\s(.*))?$/is.exec(challenge.slice(0, 4_096));
  if (!parameters) return undefined;
  const given = parameters[1] ?? '';
  const realm = /\brealm\s*=\s*"([^"\\]{0,200})"/i.exec(given)?.[1] ?? '';
  const issuer = /\bauthz_server\s*=\s*"([^"\\\s]{1,1000})"/i.exec(given)?.[1];
  const nonce = issuer === undefined ? NONCE : `${NONCE} of ${issuer}`;
  return `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5`;
}

/** What a spelling stands for; undefined: it is a digest. */
export function readSpelledBearer({ nonce }: { readonly nonce?: string }): BearerChallenge | undefined {
  if (nonce === NONCE) return {};
  const start = `${NONCE} of `;
  return nonce?.startsWith(start) ? { issuer: nonce.slice(start.length) } : undefined;
}

/**
 * The answer: the token itself (RFC 8898, RFC 6750 section 2.1), but a parameter for CUCM, which names no issuer. Undefined
 * for what could break the header.
 */
export function bearerAuthorization({ issuer }: BearerChallenge, token: string): string | undefined {
  if (!/^[\w.~+/=-]{1,16384}$/.test(token)) return undefined;
  return issuer === undefined ? `Bearer token="${token}"` : `Bearer ${token}`;
}
