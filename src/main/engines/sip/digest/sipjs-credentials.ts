import {
  DigestAuthentication,
  type LoggerFactory,
  type OutgoingRequestMessage,
} from 'sip.js/lib/core/index.js';
import type { Random } from '../../../ports/random.port.ts';
import { bearerAuthorization, readSpelledBearer } from './bearer.ts';
import { parseChallenge } from './challenge.ts';
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

/** sip.js parses challenges itself and keeps this much of them. */
interface ParsedChallenge {
  readonly realm?: string;
  readonly nonce?: string;
  readonly opaque?: string;
  readonly algorithm?: string;
  readonly stale?: boolean;
  readonly qop?: readonly string[];
}

/** Stands in for sip.js' MD5-only class: the user agent asks for one of these for each request that was challenged. */
class Sha2DigestAuthentication extends DigestAuthentication {
  #value = '';
  #count = 0;
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
    const understood = parseChallenge(asHeader(challenge));
    if (!understood) return false;
    this.#count += 1;
    this.#value = digestAuthorization(understood, {
      method: request.method,
      // What the request line says, not URI.toString(), which leaves out what a raw user part had.
      uri: request.ruri.toRaw(),
      username: this.#credentials.authUser,
      password: this.#credentials.password,
      cnonce: Buffer.from(this.#random.bytes(12)).toString('hex'),
      count: this.#count,
    });
    return true;
  }

  override toString(): string {
    return this.#value;
  }
}

function asHeader(challenge: ParsedChallenge): string {
  const quoted = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${name}="${value.replace(/["\\]/g, '\\$&')}"`];
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
