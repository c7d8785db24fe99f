import { fail, ok, type Result } from '../../../../shared/errors/result.ts';
import type { XmppCredentials } from '../../../ports/xmpp.port.ts';
import type { ScramKeyCache } from './scram-key-cache.ts';
import {
  clientFinal,
  clientFirstBare,
  gs2Header,
  isServerProven,
  readServerFirst,
  type ScramBinding,
  type ScramHash,
} from './scram.ts';
import type { SaslChoice } from './mechanism-choice.ts';

/** One run of one mechanism. Messages are the decoded ones. A server that fails its part fails with `auth.server-not-proven`. */
export interface SaslExchange {
  readonly name: string;
  /** Dependent round trips from `<auth/>` to `<success/>`. */
  readonly roundTrips: number;
  initialResponse(): string;
  respond(challenge: string): Promise<Result<string>>;
  /** Checks what came with `<success/>`. */
  finish(data: string | undefined): Result<void>;
}

export interface ExchangeParts {
  readonly choice: SaslChoice;
  readonly credentials: XmppCredentials;
  readonly keys: ScramKeyCache;
  /** Printable, without commas. */
  readonly nonce: string;
  readonly host: string;
}

/** Starts the chosen mechanism. A one-time password is fetched here, anew each time. */
export async function startExchange(parts: ExchangeParts): Promise<Result<SaslExchange>> {
  const { choice, credentials } = parts;
  if (credentials.kind === 'one-time') {
    const token = await credentials.get();
    if (!token.ok) return token;
    // cisco-uc 8.2
    return ok(singleMessage('CISCO-VTG-TOKEN', `userid=${credentials.address}\0token=${token.value}`));
  }
  if (credentials.kind === 'token') {
    const token = await credentials.get();
    return token.ok ? ok(singleMessage('PLAIN', `\0${credentials.username}\0${token.value}`)) : token;
  }
  if (choice.kind === 'scram') return ok(new ScramExchange(choice, credentials, parts));
  // RFC 4616: no authorisation identity. Only ever inside TLS, where mechanisms are chosen.
  return ok(singleMessage('PLAIN', `\0${credentials.username}\0${credentials.password}`));
}

function singleMessage(name: string, message: string): SaslExchange {
  return {
    name,
    roundTrips: 1,
    initialResponse: () => message,
    respond: () => Promise.resolve(fail('auth.server-not-proven', {}, 'challenge not expected')),
    finish: () => ok(),
  };
}

class ScramExchange implements SaslExchange {
  readonly name: string;
  readonly roundTrips = 2;
  private readonly hash: ScramHash;
  private readonly binding: ScramBinding;
  private readonly password: string;
  private readonly firstBare: string;
  private readonly nonce: string;
  private readonly keys: ScramKeyCache;
  private readonly host: string;
  private expected: string | undefined;
  private isProven = false;

  constructor(
    choice: SaslChoice & { kind: 'scram' },
    credentials: XmppCredentials & { kind: 'password' },
    parts: ExchangeParts,
  ) {
    this.name = choice.name;
    this.hash = choice.hash;
    this.binding = choice.binding;
    this.password = credentials.password;
    this.nonce = parts.nonce;
    this.keys = parts.keys;
    this.host = parts.host;
    this.firstBare = clientFirstBare(credentials.username, parts.nonce);
  }

  initialResponse(): string {
    return gs2Header(this.binding) + this.firstBare;
  }

  async respond(challenge: string): Promise<Result<string>> {
    // Some servers send `v=…` as a last challenge and an empty <success/> after it (RFC 6120 section 6.3.10).
    if (this.expected !== undefined) return this.prove(challenge);
    const first = readServerFirst(challenge, this.nonce);
    if (typeof first === 'string') return fail('auth.server-not-proven', { host: this.host }, first);
    const keys = await this.keys.get(this.hash, this.password, first.salt, first.iterations);
    const { message, expected } = clientFinal({
      hash: this.hash,
      keys,
      binding: this.binding,
      firstBare: this.firstBare,
      serverFirst: challenge,
      nonce: first.nonce,
    });
    this.expected = expected;
    return ok(message);
  }

  finish(data: string | undefined): Result<void> {
    if (data !== undefined && data !== '') {
      const proof = this.prove(data);
      if (!proof.ok) return proof;
    }
    return this.isProven ? ok() : fail('auth.server-not-proven', { host: this.host }, 'no server signature');
  }

  private prove(message: string): Result<string> {
    if (this.expected === undefined || !isServerProven(message, this.expected)) {
      return fail('auth.server-not-proven', { host: this.host }, 'wrong server signature');
    }
    this.isProven = true;
    return ok('');
  }
}
