import { createHash, randomBytes } from 'node:crypto';

/** Algorithms of RFC 7616 that RFC 8760 allows in SIP. */
export type DigestAlgorithm = 'MD5' | 'SHA-256';

const NONCE_LIFE_MS = 300_000;

/** Issues challenges and checks answers (RFC 7616, as used by RFC 3261 section 22 and RFC 8760). */
export class DigestGuard {
  readonly #realm: string;
  readonly #algorithms: readonly DigestAlgorithm[];
  readonly #nonces = new Map<string, number>();

  constructor(realm: string, algorithms: readonly DigestAlgorithm[]) {
    this.#realm = realm;
    this.#algorithms = algorithms;
  }

  /** Values for `WWW-Authenticate` or `Proxy-Authenticate`, the liked algorithm first (RFC 8760 section 2.3). */
  challenges(isStale: boolean): string[] {
    const nonce = randomBytes(16).toString('hex');
    this.#nonces.set(nonce, Date.now() + NONCE_LIFE_MS);
    return this.#algorithms.map(
      (algorithm) =>
        `Digest realm="${this.#realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${isStale ? ', stale=true' : ''}`,
    );
  }

  /** `stale` means: right form, but a nonce we don't know; the password was not looked at. */
  check(
    value: string,
    method: string,
    passwordOf: (username: string) => string | undefined,
  ):
    | { readonly kind: 'right'; readonly username: string }
    | { readonly kind: 'stale' }
    | { readonly kind: 'wrong'; readonly username: string } {
    const fields = readFields(value);
    const field = (name: string): string => fields.get(name) ?? '';
    const username = field('username');
    const algorithm = field('algorithm') === '' ? 'MD5' : field('algorithm').toUpperCase();
    const known = this.#algorithms.find((name) => name === algorithm);
    const password = passwordOf(username);
    const until = this.#nonces.get(field('nonce'));
    if (until === undefined || until < Date.now()) return { kind: 'stale' };
    if (!known || password === undefined || field('realm') !== this.#realm)
      return { kind: 'wrong', username };
    const hash = (text: string): string =>
      createHash(known === 'MD5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex');
    const ha1 = hash(`${username}:${this.#realm}:${password}`);
    const ha2 = hash(`${method}:${field('uri')}`);
    const middle =
      field('qop') === ''
        ? field('nonce')
        : [field('nonce'), field('nc'), field('cnonce'), field('qop')].join(':');
    return hash(`${ha1}:${middle}:${ha2}`) === field('response').toLowerCase()
      ? { kind: 'right', username }
      : { kind: 'wrong', username };
  }

  /** Fault: every nonce given so far is forgotten. */
  forgetNonces(): void {
    this.#nonces.clear();
  }
}

function readFields(value: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const match of value
    .replace(/^Digest\s+/i, '')
    .matchAll(/([a-zA-Z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)) {
    fields.set((match[1] ?? '').toLowerCase(), (match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1'));
  }
  return fields;
}
