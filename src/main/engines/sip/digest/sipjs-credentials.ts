import {
  DigestAuthentication,
  type LoggerFactory,
  type OutgoingRequestMessage,
} from 'sip.js/lib/core/index.js';
import type { Random } from '../../../ports/random.port.ts';
import { bearerAuthorization, readSpelledBearer } from './bearer.ts';
import { type DigestChallenge, parseChallenge } from './challenge.ts';
import { readMark } from './challenge-mark.ts';
import { digestAuthorization } from './digest-response.ts';

/** The name and password of an account, or the access token in its place. */
export interface Credentials {
  readonly authUser: string;
  readonly password: string;
  /** The newest token; absent where the account has a password, and on connections that aren't encrypted. */
  readonly token?: () => string | undefined;
  /** Whether the token is from this authorisation server (RFC 8898 `authz_server`, a web address). */
  readonly isFrom?: (issuer: string) => boolean;
}

type HeaderName = 'authorization' | 'proxy-authorization';

/** More realms on one way than this are no way. */
const MOST_REALMS = 3;

/** sip.js parses challenges itself and keeps this much of them. */
interface ParsedChallenge {
  readonly realm?: string;
  readonly nonce?: string;
  readonly opaque?: string | undefined;
  readonly algorithm?: string;
  stale?: boolean;
  readonly qop?: readonly string[];
}

/** A nonce that is too old at once, again and again, is no nonce. */
const MOST_STALE = 3;

/** A challenge that was answered, in which header, and how often its nonce was used. */
interface Answered {
  readonly name: HeaderName;
  readonly challenge: DigestChallenge;
  readonly count: number;
  readonly staleTimes: number;
}

/**
 * Stands in for sip.js' MD5-only class: the user agent asks for one of these for each request that was challenged. A proxy
 * and whoever is behind it may both ask, one after the other (RFC 3261 section 22.3); sip.js' own watch over loops is
 * undone by `chooseChallenge`, and kept here for each of them.
 */
class Sha2DigestAuthentication extends DigestAuthentication {
  #value = '';
  /** By header and realm. */
  readonly #answered = new Map<string, Answered>();
  readonly #credentials: Credentials;
  readonly #random: Random;

  constructor(loggers: LoggerFactory, credentials: Credentials, random: Random) {
    super(loggers, undefined, credentials.authUser, undefined);
    this.#credentials = credentials;
    this.#random = random;
  }

  override authenticate(request: OutgoingRequestMessage, challenge: ParsedChallenge): boolean {
    this.stale = challenge.stale;
    const { token, isFrom } = this.#credentials;
    const bearer = readSpelledBearer(challenge);
    if (bearer || token) {
      // Neither a password to whoever asks for a token, nor the other way round; and no token to whom it isn't for.
      const isOurs = bearer?.issuer === undefined || isFrom?.(bearer.issuer) !== false;
      const given = bearer && isOurs ? token?.() : undefined;
      const answer = bearer && given !== undefined ? bearerAuthorization(bearer, given) : undefined;
      this.#value = answer ?? '';
      return answer !== undefined;
    }
    const { isProxy, isStale, hashesUser, opaque } = readMark(challenge.opaque ?? '');
    // What sip.js would remember for good is decided by the mark.
    challenge.stale = false;
    const read = parseChallenge(asHeader({ ...challenge, opaque }));
    const name = isProxy ? 'proxy-authorization' : 'authorization';
    const key = `${name} ${read?.realm ?? ''}`;
    const before = this.#answered.get(key);
    const staleTimes = before && isStale ? before.staleTimes + 1 : 0;
    const isRefused = before
      ? !isStale || staleTimes > MOST_STALE
      : this.#answersIn(name).length >= MOST_REALMS;
    if (!read || isRefused) return false;
    const understood = { ...read, ...(hashesUser && { hashesUser }) };
    this.#answered.set(key, { name, challenge: understood, count: 0, staleTimes });
    // Two proxies on the way ask for one realm each: both are answered, in a header each. sip.js knows one value for a name.
    this.#value = this.#answers(request, name).join(
      `\r\n${isProxy ? 'Proxy-Authorization' : 'Authorization'}: `,
    );
    // A nonce that was used counts on: the other's answer goes out a second time.
    const other = isProxy ? 'authorization' : 'proxy-authorization';
    if (this.#answersIn(other).length > 0) request.setHeader(other, this.#answers(request, other));
    return true;
  }

  override toString(): string {
    return this.#value;
  }

  #answersIn(name: HeaderName): readonly (readonly [string, Answered])[] {
    return [...this.#answered].filter(([, each]) => each.name === name);
  }

  #answers(request: OutgoingRequestMessage, name: HeaderName): string[] {
    return this.#answersIn(name).map(([key, known]) => this.#answer(request, key, known));
  }

  #answer(request: OutgoingRequestMessage, key: string, known: Answered): string {
    const count = known.count + 1;
    this.#answered.set(key, { ...known, count });
    return digestAuthorization(known.challenge, {
      method: request.method,
      // What the request line says, not URI.toString(), which leaves out what a raw user part had.
      uri: request.ruri.toRaw(),
      username: this.#credentials.authUser,
      password: this.#credentials.password,
      cnonce: Buffer.from(this.#random.bytes(12)).toString('hex'),
      count,
      body: typeof request.body === 'string' ? request.body : (request.body?.body ?? ''),
    });
  }
}

function asHeader(challenge: ParsedChallenge): string {
  // The grammar leaves what stood in quotes as it was, escapes and all.
  const quoted = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${name}="${value}"`];
  return `Digest ${[
    ...quoted('realm', challenge.realm),
    ...quoted('nonce', challenge.nonce),
    ...quoted('opaque', challenge.opaque),
    ...quoted('algorithm', challenge.algorithm),
    ...quoted('qop', challenge.qop?.join(',')),
  ].join(', ')}`;
}

export function createCredentials(
  loggers: LoggerFactory,
  credentials: Credentials,
  random: Random,
): DigestAuthentication {
  return new Sha2DigestAuthentication(loggers, credentials, random);
}
