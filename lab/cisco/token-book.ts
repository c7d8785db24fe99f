import { randomBytes, randomUUID } from 'node:crypto';

/** What an administrator of the cluster can set about tokens (cisco-uc.md 7.5). */
export interface TokenPolicy {
  /** Seconds; 3,600 in the field. */
  accessLifeS: number;
  /** Seconds; 60 days in the field. */
  refreshLifeS: number;
  /** Each renewal gives a new refresh token, and the old one is dead; one that is used again ends the whole family. */
  rotates: boolean;
  /** The server's clock minus ours, in milliseconds. */
  skewMs: number;
}

interface Grant {
  readonly username: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge?: string;
}

interface Held {
  readonly username: string;
  readonly clientId: string;
  readonly family: string;
  readonly until: number;
}

/** Every code and token that the emulated cluster has given, and to whom. Tokens look like the product's, and are opaque. */
export class TokenBook {
  readonly policy: TokenPolicy;
  /** How often each kind was given: `code`, `access`, `renewed`; how often something was refused: `refused`. */
  readonly counts = { code: 0, access: 0, renewed: 0, refused: 0 };
  readonly #codes = new Map<string, Grant>();
  readonly #access = new Map<string, Held>();
  readonly #refresh = new Map<string, Held>();
  readonly #used = new Map<string, string>();

  constructor(policy: Partial<TokenPolicy> = {}) {
    this.policy = { accessLifeS: 3_600, refreshLifeS: 60 * 86_400, rotates: false, skewMs: 0, ...policy };
  }

  /** The server's clock. */
  now(): number {
    return Date.now() + this.policy.skewMs;
  }

  issueCode(grant: Grant): string {
    const code = randomBytes(24).toString('base64url');
    this.#codes.set(code, grant);
    this.counts.code += 1;
    return code;
  }

  /** Uses a code up; it is good once, for the client and address that asked for it. */
  redeemCode(code: string, clientId: string, redirectUri: string): Grant | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    const isGood = grant?.clientId === clientId && grant.redirectUri === redirectUri;
    if (!isGood) this.counts.refused += 1;
    return isGood ? grant : undefined;
  }

  /** The simple token of the implicit flow: base64 of `2:<uuid>` (cisco-uc.md 7.5). */
  issueSimple(username: string, clientId: string): string {
    const token = Buffer.from(`2:${randomUUID()}`).toString('base64');
    this.#hold(this.#access, token, { username, clientId, family: '' }, this.policy.accessLifeS);
    return token;
  }

  issue(
    username: string,
    clientId: string,
    family: string = randomUUID(),
  ): { access: string; refresh: string } {
    const access = jwt();
    const refresh = jwt();
    this.#hold(this.#access, access, { username, clientId, family }, this.policy.accessLifeS);
    this.#hold(this.#refresh, refresh, { username, clientId, family }, this.policy.refreshLifeS);
    this.counts.access += 1;
    return { access, refresh };
  }

  /** New tokens for a refresh token; undefined: not (any more) good. */
  renew(refresh: string, clientId: string): { access: string; refresh?: string } | undefined {
    const held = this.#refresh.get(refresh);
    if (!held || held.clientId !== clientId || held.until <= this.now()) {
      const family = this.#used.get(refresh);
      if (family !== undefined) this.#forget((one) => one.family === family);
      this.counts.refused += 1;
      return undefined;
    }
    this.counts.renewed += 1;
    if (this.policy.rotates) {
      this.#refresh.delete(refresh);
      this.#used.set(refresh, held.family);
      return this.issue(held.username, clientId, held.family);
    }
    const access = jwt();
    this.#hold(this.#access, access, held, this.policy.accessLifeS);
    return { access };
  }

  /** Whose access token this is, while it is good. */
  userOf(access: string): string | undefined {
    const held = this.#access.get(access);
    return held && held.until > this.now() ? held.username : undefined;
  }

  /** `/ssosp/token/revoke` (cisco-uc.md 7.6): everything of one person. */
  revoke(username: string): void {
    this.#forget((one) => one.username.toLowerCase() === username.toLowerCase());
  }

  /** Access tokens end at once, refresh tokens stay. */
  expireAccess(): void {
    this.#access.clear();
  }

  #hold(map: Map<string, Held>, token: string, of: Omit<Held, 'until'>, lifeS: number): void {
    const { username, clientId, family } = of;
    map.set(token, { username, clientId, family, until: this.now() + lifeS * 1_000 });
  }

  #forget(isMeant: (one: Held) => boolean): void {
    for (const map of [this.#access, this.#refresh])
      for (const [token, held] of map) if (isMeant(held)) map.delete(token);
  }
}

/** Shaped like a signed token; nobody but the book can tell anything from it. */
function jwt(): string {
  const header = Buffer.from('{"alg":"RS256","typ":"JWT","kid":"lab"}').toString('base64url');
  return `${header}.${randomBytes(48).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
}
