import type { Failure, Result } from '../../../shared/errors/result.ts';
import { fail } from '../../../shared/errors/result.ts';
import type { ImPresence, ImPresenceSession, RequestCall } from '../../ports/im-presence.port.ts';
import type { XmppCredentials } from '../../ports/xmpp.port.ts';

export interface OneTimePasswordsRequest {
  readonly imp: ImPresence;
  readonly nodes: readonly string[];
  readonly username: string;
  readonly password: string;
  /** `user@domain` as CISCO-VTG-TOKEN wants it. */
  readonly address: string;
  /** A session that signing in has opened already. */
  readonly session?: ImPresenceSession;
  /** A span for each fetch, and the signal that ends them all. */
  readonly call: () => RequestCall;
}

/**
 * One-time passwords for XMPP: from the session that stands, else from a new one. Once a node has refused the password
 * it is not shown to any again (A2): every later fetch fails with the same refusal.
 */
export function oneTimePasswords(request: OneTimePasswordsRequest): XmppCredentials {
  let { session } = request;
  let refusal: Failure | undefined;
  const get = async (): Promise<Result<string>> => {
    if (refusal) return { ok: false, error: refusal };
    const call = request.call();
    const fromSession = session ? await session.oneTimePassword(call) : undefined;
    if (fromSession?.ok || fromSession?.error.code === 'app.cancelled') return fromSession;
    // The session is gone (node restarted, time-out): a new one.
    session = undefined;
    const signedIn = await request.imp.signIn(request, call);
    if (!signedIn.ok) {
      if (signedIn.error.code.startsWith('auth.')) refusal = signedIn.error;
      return signedIn;
    }
    if (!signedIn.value)
      return fail('http.status', { host: request.nodes[0] ?? '', status: 404 }, 'no sign-in service');
    session = signedIn.value;
    return session.oneTimePassword(call);
  };
  return { kind: 'one-time', address: request.address, get };
}
