import { failure, type Result } from '../../../shared/errors/result.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';

/**
 * Asks with an access token. One that is refused (`auth.wrong-password`) is renewed once and shown once more (cisco-uc 2.3);
 * a fresh one that is refused too fails with auth.token-refused: the keys of the servers differ (cisco-uc 7.6), and asking
 * again would not help.
 */
export async function withToken<T>(
  tokens: TokenSource,
  ask: (token: string) => Promise<Result<T>>,
): Promise<Result<T>> {
  const token = await tokens.get();
  if (!token.ok) return token;
  const first = await ask(token.value);
  if (first.ok || first.error.code !== 'auth.wrong-password') return first;
  const renewed = await tokens.renew(token.value);
  if (!renewed.ok) return renewed;
  const second = await ask(renewed.value);
  if (second.ok || second.error.code !== 'auth.wrong-password') return second;
  const { params, detail } = second.error;
  return { ok: false, error: failure('auth.token-refused', params, detail) };
}
