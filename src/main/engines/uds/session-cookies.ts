import type { BasicCredentials } from '../../ports/uds.port.ts';
import type { HttpAnswer } from '../link/http-client.ts';

/** The server's session, and with single sign-on the one that SAML made (cisco-uc 2.1, 2.2). */
const PAIR = /^\s*(JSESSIONID(?:SSO)?)=([^;,\s\p{Cc}]{1,1000})\s*(?:;|$)/u;

interface Kept {
  readonly credentials: BasicCredentials;
  readonly pairs: Map<string, string>;
}

/**
 * What each server gave whom for a session, shown to it again beside the password or token: it spares the server from proving
 * the person anew (cisco-uc 2.1). Only in memory, only for the same credentials, and gone with the first refusal.
 */
export class SessionCookies {
  private readonly kept = new Map<string, Kept>();

  header(url: string, credentials: BasicCredentials): string | undefined {
    const kept = this.kept.get(originOf(url));
    if (!kept || !isSame(kept.credentials, credentials) || kept.pairs.size === 0) return undefined;
    return [...kept.pairs].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  read(url: string, credentials: BasicCredentials, { status, cookies = [] }: HttpAnswer): void {
    const origin = originOf(url);
    if (status === 401 || status === 403) return void this.kept.delete(origin);
    const given = cookies.flatMap((line) => {
      const [, name, value] = PAIR.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    });
    if (given.length === 0) return;
    const before = this.kept.get(origin);
    const own = before && isSame(before.credentials, credentials) ? before.pairs : [];
    this.kept.set(origin, { credentials, pairs: new Map([...own, ...given]) });
  }
}

/** Tokens are renewed within one source; the person stays the same. */
function isSame(left: BasicCredentials, right: BasicCredentials): boolean {
  return left.username === right.username && left.password === right.password && left.tokens === right.tokens;
}

function originOf(url: string): string {
  return URL.parse(url)?.origin ?? '';
}
