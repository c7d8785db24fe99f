/**
 * CUCM asks phones of SIP OAuth for an access token (`Proxy-Authenticate: Bearer realm="ccmsipline"`, cisco-uc 12.2). The
 * grammar of sip.js knows digests only, so such a challenge is spelled as one, with a nonce that says what it was.
 */
const NONCE = 'an access token is asked for';

/** The spelling of a Bearer challenge; undefined for any other scheme. */
export function spelledBearer(challenge: string): string | undefined {
  const parameters = /^\s*Bearer\b(.*)$/is.exec(challenge)?.[1];
  if (parameters === undefined) return undefined;
  const realm = /\brealm\s*=\s*"([^"\\]{0,200})"/i.exec(parameters)?.[1] ?? '';
  return `Digest realm="${realm}", nonce="${NONCE}", algorithm=MD5`;
}

export const isSpelledBearer = ({ nonce }: { readonly nonce?: string }): boolean => nonce === NONCE;

/** The answer as CUCM reads it: the token is a parameter. Undefined for what could break the header. */
export function bearerAuthorization(token: string): string | undefined {
  return /^[\w.~+/=-]{1,16384}$/.test(token) ? `Bearer token="${token}"` : undefined;
}
