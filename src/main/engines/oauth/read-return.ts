import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { AuthorizationRequest, AuthorizationReturn } from '../../ports/authorization.port.ts';
import { tidy } from './read-oauth-error.ts';
import { readTokensOf } from './read-tokens.ts';

/**
 * Reads the address that the browser came back with (RFC 6749 sections 4.1.2, 4.2.2; placement in cisco-uc 7.4). `state`
 * must be the one we sent: anything else was not asked for by us. The source does not say that servers send it back
 * (cisco-uc 7.3), so where only our own window can come back it may be missing (`isWatched`).
 */
export function readReturn(
  request: AuthorizationRequest,
  url: string,
  isWatched = false,
): Result<AuthorizationReturn> {
  const host = URL.parse(request.server.authorize)?.hostname ?? '';
  const bad = (detail: string) => fail('auth.sign-on-bad-answer', { host }, detail);
  const address = URL.parse(url);
  if (!address || url.length > 65_536) return bad('not an address');
  const query = address.searchParams;
  const fragment = new URLSearchParams(address.hash.slice(1));
  const get = (name: string): string | null => query.get(name) ?? fragment.get(name);
  const state = get('state');
  if (state !== request.state && !(isWatched && state === null)) return bad('state does not match');
  const error = get('error');
  if (error !== null)
    return fail(
      error.toLowerCase() === 'access_denied' ? 'auth.sign-on-denied' : 'auth.sign-on-refused',
      { host },
      tidy(error),
    );
  if (request.flow === 'code') {
    const code = query.get('code') ?? '';
    return /^[\x21-\x7e]{1,4096}$/.test(code) ? ok({ kind: 'code', code }) : bad('no code');
  }
  const tokens = readTokensOf(fragment);
  return tokens ? ok({ kind: 'tokens', tokens }) : bad('no token');
}
