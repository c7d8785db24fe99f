import { fail, type Result } from '../../../shared/errors/result.ts';
import type { AuthorizationServer } from '../../ports/authorization.port.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';
import type { SignInContext } from './sign-in-context.ts';

/**
 * Shows a server the person's tokens (A2). Remembered ones may turn out to be over or withdrawn; the person is there, so
 * they are asked, and the new ones are shown once more. `host` is named where nobody can be asked.
 */
export async function proveByTokens<T>(
  { signOn, ...context }: SignInContext,
  server: AuthorizationServer,
  host: string,
  show: (tokens: TokenSource) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!signOn) return fail('auth.sso-not-supported', { host });
  const tokens = await signOn.take(server, context);
  if (!tokens.ok) return tokens;
  const proven = await show(tokens.value);
  if (proven.ok || proven.error.code !== 'auth.session-ended') return proven;
  const again = await signOn.take(server, context);
  if (!again.ok) return again;
  context.checklist.running('sign-in-method');
  return show(again.value);
}
