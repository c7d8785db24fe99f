import { randomBytes } from 'node:crypto';
import type { CiscoCounters, CiscoUser } from './model.ts';
import type { LabDestination } from './uds-destinations.ts';

export type PasswordOutcome =
  | { readonly kind: 'right'; readonly user: CiscoUser }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'none' };

export interface ForwardedTo {
  readonly isVoicemail: boolean;
  readonly destination: string;
}

/** The one credential store of the cluster: counts attempts, locks accounts, gives one-time passwords. */
export class CiscoAccounts {
  /** Call forward all, by user name in lower case. */
  readonly forwards = new Map<string, ForwardedTo>();
  readonly #destinations = new Map<string, LabDestination[]>();
  readonly #users = new Map<string, CiscoUser>();
  readonly #passwords = new Map<string, string>();
  readonly #failuresInARow = new Map<string, number>();
  readonly #tokens = new Map<string, string>();
  #userOfToken: (token: string) => string | undefined = () => undefined;
  readonly #counters: CiscoCounters;
  readonly #lockOutAfter: number;

  constructor(users: readonly CiscoUser[], counters: CiscoCounters, lockOutAfter: number) {
    this.#counters = counters;
    this.#lockOutAfter = lockOutAfter;
    for (const user of users) {
      this.#users.set(user.username.toLowerCase(), user);
      if (user.remoteDestinations)
        this.#destinations.set(user.username.toLowerCase(), [...user.remoteDestinations]);
      if (user.password !== undefined) this.#passwords.set(user.username.toLowerCase(), user.password);
    }
  }

  get all(): readonly CiscoUser[] {
    return [...this.#users.values()];
  }

  find(username: string): CiscoUser | undefined {
    return this.#users.get(username.toLowerCase());
  }

  /** To be changed in place; absent: the person has no remote destination profile. */
  destinationsOf({ username }: CiscoUser): LabDestination[] | undefined {
    return this.#destinations.get(username.toLowerCase());
  }

  setPassword(username: string, password: string): void {
    this.#passwords.set(username.toLowerCase(), password);
  }

  isLocked(username: string): boolean {
    return (
      this.#lockOutAfter > 0 && (this.#failuresInARow.get(username.toLowerCase()) ?? 0) >= this.#lockOutAfter
    );
  }

  unlock(username: string): void {
    this.#failuresInARow.delete(username.toLowerCase());
  }

  /** Checks a password; a locked account refuses the right one too (credential policy, cisco-uc.md 2.2 [inferred]). */
  check(username: string, password: string): PasswordOutcome {
    const key = username.toLowerCase();
    bump(this.#counters.authAttempts, key);
    const user = this.#users.get(key);
    const isRight = user !== undefined && this.#passwords.get(key) === password && !this.isLocked(key);
    if (isRight) {
      this.#failuresInARow.delete(key);
      return { kind: 'right', user };
    }
    bump(this.#counters.authFailures, key);
    this.#failuresInARow.set(key, (this.#failuresInARow.get(key) ?? 0) + 1);
    return { kind: 'wrong' };
  }

  /** `Authorization: Basic …`, user name and password as UTF-8 (RFC 7617). */
  checkBasic(header: string | undefined): PasswordOutcome {
    if (header === undefined || !/^Basic /i.test(header)) return { kind: 'none' };
    const text = Buffer.from(header.slice(6), 'base64').toString('utf8');
    const colon = text.indexOf(':');
    return this.check(text.slice(0, colon), text.slice(colon + 1));
  }

  /** Who says whose an access token is. */
  acceptTokens(userOf: (token: string) => string | undefined): void {
    this.#userOfToken = userOf;
  }

  /** `Authorization: Bearer …` as received (cisco-uc.md 2.2), or Basic. */
  checkAuthorization(header: string | undefined): PasswordOutcome {
    const token = /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
    return token === undefined ? this.checkBasic(header) : this.checkToken(token);
  }

  /** A refused token is no wrong password: nobody is locked out for it. */
  checkToken(token: string): PasswordOutcome {
    const user = this.find(this.#userOfToken(token) ?? '');
    return user ? { kind: 'right', user } : { kind: 'wrong' };
  }

  /** A one-time password for XMPP (cisco-uc.md 8.1). */
  issueToken(username: string): string {
    const token = randomBytes(20).toString('hex');
    this.#tokens.set(token, username.toLowerCase());
    return token;
  }

  /** Uses a one-time password up; false when it isn't this user's. */
  redeemToken(username: string, token: string): boolean {
    return this.#tokens.get(token) === username.toLowerCase() && this.#tokens.delete(token);
  }
}

function bump(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
