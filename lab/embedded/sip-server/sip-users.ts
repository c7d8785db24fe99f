import { type DigestAlgorithm, DigestGuard } from './sip-digest.ts';
import { header, headers, makeResponse, parseAddress, parseUri } from './sip-message.ts';
import type { SipCounters, SipFaults, SipUser } from './sip-server-model.ts';
import { newTag, type ServerTransaction } from './sip-transactions.ts';

/** The accounts, their numbers, and who may do what: challenges, checks and counts. */
export class SipUsers {
  readonly #users = new Map<string, SipUser>();
  readonly #aliases = new Map<string, string>();
  readonly #guard: DigestGuard;
  readonly #realm: string;
  readonly #counters: SipCounters;
  readonly #faults: SipFaults;

  constructor(
    realm: string,
    algorithms: readonly DigestAlgorithm[],
    counters: SipCounters,
    faults: SipFaults,
  ) {
    this.#realm = realm;
    this.#guard = new DigestGuard(realm, algorithms);
    this.#counters = counters;
    this.#faults = faults;
  }

  get names(): Iterable<string> {
    return this.#users.keys();
  }

  add(user: SipUser): void {
    this.#users.set(user.username, user);
    for (const alias of user.aliases ?? []) this.#aliases.set(alias, user.username);
  }

  has(username: string): boolean {
    return this.#users.has(username);
  }

  get(username: string): SipUser | undefined {
    return this.#users.get(username);
  }

  /** The user name behind a number or another name; anything else stays as it is. */
  resolve(name: string): string {
    return this.#aliases.get(name) ?? name;
  }

  /** RFC 3261 section 22; false when the request was answered with a challenge or a refusal. */
  authenticate(transaction: ServerTransaction, kind: 'WWW' | 'Proxy'): boolean {
    const { request } = transaction;
    const claimed = parseUri(parseAddress(header(request, 'From') ?? '').uri)?.user ?? '';
    const owner = this.get(this.resolve(claimed));
    if (owner?.authentication === 'none') return true;
    const challenge = (isStale: boolean): false => {
      const name = kind === 'WWW' ? 'WWW-Authenticate' : 'Proxy-Authenticate';
      const values = this.#guard.challenges(isStale).map((value) => ({ name, value }));
      transaction.respond(makeResponse(request, kind === 'WWW' ? 401 : 407, values, { tag: newTag() }));
      return false;
    };
    const given = headers(request, kind === 'WWW' ? 'Authorization' : 'Proxy-Authorization').find((value) =>
      value.includes(`"${this.#realm}"`),
    );
    if (given === undefined) return challenge(false);
    const result = this.#guard.check(
      given,
      request.method,
      (username) => this.get(this.resolve(username))?.password,
    );
    if (result.kind === 'stale') return challenge(true);
    const username = this.resolve(result.username);
    count(this.#counters.authAttempts, username);
    const isRefused = this.#faults.refuseAuth.has(username) || this.#faults.refuseAuth.has('*');
    if (result.kind === 'right' && !isRefused && username === owner?.username) return true;
    count(this.#counters.authFailures, username);
    return challenge(false);
  }
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
