import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Account, ScramKeys } from './accounts.ts';
import { count, type XmppCore } from './core.ts';

export type SaslMechanism = 'SCRAM-SHA-1' | 'SCRAM-SHA-256' | 'PLAIN' | 'CISCO-VTG-TOKEN';

export type SaslStep =
  | { readonly kind: 'challenge'; readonly data: string }
  | { readonly kind: 'success'; readonly account: Account; readonly data?: string }
  | { readonly kind: 'failure'; readonly condition: string };

/** Says whether a one-time password of the SOAP service is good for the user (and uses it up). */
export type TokenCheck = (username: string, token: string) => boolean;

const ITERATIONS = 4096;

/** One SASL attempt, from `<auth/>` to its outcome (RFC 4422; SCRAM is RFC 5802 and 7677). Counts every attempt. */
export class SaslExchange {
  readonly #core: XmppCore;
  readonly #checkToken: TokenCheck | undefined;
  #scram:
    | {
        readonly hash: string;
        readonly account: Account | undefined;
        readonly keys: ScramKeys;
        readonly bare: string;
        readonly first: string;
        readonly nonce: string;
        readonly header: string;
      }
    | undefined;
  #username = '';

  constructor(core: XmppCore, checkToken?: TokenCheck) {
    this.#core = core;
    this.#checkToken = checkToken;
  }

  start(mechanism: SaslMechanism, initial: Buffer): SaslStep {
    switch (mechanism) {
      case 'PLAIN':
        return this.#plain(initial.toString('utf8'));
      case 'CISCO-VTG-TOKEN':
        return this.#vtgToken(initial.toString('utf8'));
      case 'SCRAM-SHA-1':
        return this.#scramFirst('sha1', initial.toString('utf8'));
      case 'SCRAM-SHA-256':
        return this.#scramFirst('sha256', initial.toString('utf8'));
    }
  }

  respond(data: Buffer): SaslStep {
    return this.#scram
      ? this.#scramFinal(data.toString('utf8'))
      : { kind: 'failure', condition: 'malformed-request' };
  }

  #plain(text: string): SaslStep {
    const [, username, password, ...rest] = text.split('\0');
    if (username === undefined || password === undefined || rest.length > 0)
      return { kind: 'failure', condition: 'malformed-request' };
    const account = this.#begin(username);
    // cisco-uc.md 8.1 and 8.2: the one-time password of the SOAP service is also taken as a PLAIN password.
    const isRight =
      account !== undefined &&
      (safeEqual(Buffer.from(account.password), Buffer.from(password)) ||
        this.#checkToken?.(account.username, password) === true);
    return this.#outcome(isRight ? account : undefined);
  }

  /** cisco-uc.md 8.2 [public P16]: `userid=alice@example.com` NUL `token=<one-time password>`. */
  #vtgToken(text: string): SaslStep {
    const fields = new Map(
      text.split('\0').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
    );
    const [userId, token] = [fields.get('userid'), fields.get('token')];
    if (userId === undefined || token === undefined)
      return { kind: 'failure', condition: 'malformed-request' };
    const account = this.#begin(userId);
    return this.#outcome(account && this.#checkToken?.(account.username, token) ? account : undefined);
  }

  #scramFirst(hash: string, text: string): SaslStep {
    const match = /^(([ny]|p=[^,]*),(?:a=[^,]*)?,)(n=([^,]*),r=([^,]+).*)$/s.exec(text);
    if (!match) return { kind: 'failure', condition: 'malformed-request' };
    // No channel binding is offered, so a client must not ask for it (RFC 5802 section 6).
    if (match[2]?.startsWith('p')) return { kind: 'failure', condition: 'malformed-request' };
    const account = this.#begin((match[4] ?? '').replaceAll('=2C', ',').replaceAll('=3D', '='));
    const keys = account ? keysOf(account, hash) : deriveKeys(randomBytes(12).toString('hex'), hash);
    const nonce = (match[5] ?? '') + randomBytes(18).toString('base64');
    const first = `r=${nonce},s=${keys.salt.toString('base64')},i=${keys.iterations}`;
    this.#scram = { hash, account, keys, bare: match[3] ?? '', first, nonce, header: match[1] ?? '' };
    return { kind: 'challenge', data: first };
  }

  #scramFinal(text: string): SaslStep {
    const state = this.#scram;
    this.#scram = undefined;
    const match = /^(c=([^,]+),r=([^,]+)(?:,(?!p=)[^,]*)*),p=(.+)$/s.exec(text);
    if (!state || !match) return { kind: 'failure', condition: 'malformed-request' };
    const isBound =
      Buffer.from(match[2] ?? '', 'base64').toString('utf8') === state.header && match[3] === state.nonce;
    const message = `${state.bare},${state.first},${match[1]}`;
    const signature = hmac(state.hash, state.keys.storedKey, message);
    const proof = Buffer.from(match[4] ?? '', 'base64');
    const clientKey = Buffer.from(signature.map((byte, index) => byte ^ (proof[index] ?? 0)));
    const isRight =
      proof.length === signature.length && safeEqual(digest(state.hash, clientKey), state.keys.storedKey);
    const step = this.#outcome(isBound && isRight ? state.account : undefined);
    return step.kind === 'success'
      ? { ...step, data: `v=${hmac(state.hash, state.keys.serverKey, message).toString('base64')}` }
      : step;
  }

  /** Clients send the user part only; a whole address is taken too. */
  #begin(name: string): Account | undefined {
    this.#username = (name.includes('@') ? name.slice(0, name.indexOf('@')) : name).toLowerCase();
    count(this.#core.counters.authAttempts, this.#username);
    return this.#core.account(`${this.#username}@${this.#core.domain}`);
  }

  #outcome(account: Account | undefined): SaslStep {
    const { refuseAuth } = this.#core.faults;
    if (account && !refuseAuth.has(account.username) && !refuseAuth.has('*'))
      return { kind: 'success', account };
    count(this.#core.counters.authFailures, this.#username);
    return { kind: 'failure', condition: 'not-authorized' };
  }
}

function keysOf(account: Account, hash: string): ScramKeys {
  const known = account.scram.get(hash);
  if (known) return known;
  const keys = deriveKeys(account.password, hash);
  account.scram.set(hash, keys);
  return keys;
}

function deriveKeys(password: string, hash: string): ScramKeys {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, hash === 'sha1' ? 20 : 32, hash);
  return {
    salt,
    iterations: ITERATIONS,
    storedKey: digest(hash, hmac(hash, salted, 'Client Key')),
    serverKey: hmac(hash, salted, 'Server Key'),
  };
}

function hmac(hash: string, key: Buffer, text: string): Buffer {
  return createHmac(hash, key).update(text).digest();
}

function digest(hash: string, data: Buffer): Buffer {
  return createHash(hash).update(data).digest();
}

function safeEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
