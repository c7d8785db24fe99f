import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { saslprep } from './saslprep.ts';

export type ScramHash = 'sha1' | 'sha256' | 'sha512';

/** Bytes of each hash, and so of its keys. */
const HASH_BYTES: Readonly<Record<ScramHash, number>> = { sha1: 20, sha256: 32, sha512: 64 };

/** RFC 5802 section 5.1 and RFC 7677 section 4: fewer make guessing cheap for whoever watches. */
const MIN_ITERATIONS = 4096;
/** A server that asks for more would keep us computing for seconds. */
const MAX_ITERATIONS = 2_000_000;

/** What proves us and the server, derived once from the password (RFC 5802 section 3). Keep it like a password. */
export interface ScramKeys {
  readonly clientKey: Buffer;
  readonly serverKey: Buffer;
}

export interface ScramServerFirst {
  readonly nonce: string;
  readonly salt: Buffer;
  readonly iterations: number;
}

export type ScramProblem = 'malformed' | 'wrong-nonce' | 'too-few-iterations' | 'too-many-iterations';

/** How the exchange binds to the channel (RFC 5802 section 7): none known to us, the server offers none, or this one. */
export type ScramBinding =
  | { readonly flag: 'n' | 'y' }
  | { readonly flag: 'p'; readonly type: string; readonly data: Uint8Array };

/** `client-first-message-bare`. */
export function clientFirstBare(username: string, nonce: string): string {
  return `n=${saslprep(username).replace(/=/g, '=3D').replace(/,/g, '=2C')},r=${nonce}`;
}

export function gs2Header(binding: ScramBinding): string {
  return binding.flag === 'p' ? `p=${binding.type},,` : `${binding.flag},,`;
}

/** Reads `server-first-message`; the nonce must go on from ours. */
export function readServerFirst(message: string, clientNonce: string): ScramServerFirst | ScramProblem {
  const [, nonce, salt, count] =
    /^r=([\u0021-\u002b\u002d-\u007e]+),s=([A-Za-z0-9+/]+={0,2}),i=([1-9]\d{0,9})(?:,.*)?$/.exec(message) ??
    [];
  if (nonce === undefined || salt === undefined || count === undefined) return 'malformed';
  if (!nonce.startsWith(clientNonce) || nonce.length === clientNonce.length) return 'wrong-nonce';
  const iterations = Number(count);
  if (iterations < MIN_ITERATIONS) return 'too-few-iterations';
  if (iterations > MAX_ITERATIONS) return 'too-many-iterations';
  return { nonce, salt: Buffer.from(salt, 'base64'), iterations };
}

export async function deriveKeys(
  hash: ScramHash,
  password: string,
  salt: Uint8Array,
  iterations: number,
): Promise<ScramKeys> {
  const salted = await promisify(pbkdf2)(saslprep(password), salt, iterations, HASH_BYTES[hash], hash);
  return { clientKey: hmac(hash, salted, 'Client Key'), serverKey: hmac(hash, salted, 'Server Key') };
}

/** `client-final-message`, and the server's answer that alone proves the server (`v=…`). */
export function clientFinal(request: {
  readonly hash: ScramHash;
  readonly keys: ScramKeys;
  readonly binding: ScramBinding;
  readonly firstBare: string;
  readonly serverFirst: string;
  readonly nonce: string;
}): { readonly message: string; readonly expected: string } {
  const { hash, keys, binding } = request;
  const header = Buffer.from(gs2Header(binding));
  const channel = binding.flag === 'p' ? Buffer.concat([header, binding.data]) : header;
  const withoutProof = `c=${channel.toString('base64')},r=${request.nonce}`;
  const authMessage = `${request.firstBare},${request.serverFirst},${withoutProof}`;
  const storedKey = createHash(hash).update(keys.clientKey).digest();
  const signature = hmac(hash, storedKey, authMessage);
  const proof = keys.clientKey.map((byte, index) => byte ^ (signature[index] ?? 0));
  return {
    message: `${withoutProof},p=${Buffer.from(proof).toString('base64')}`,
    expected: `v=${hmac(hash, keys.serverKey, authMessage).toString('base64')}`,
  };
}

/** Whether `server-final-message` is the one that only a server with our password could make. */
export function isServerProven(message: string, expected: string): boolean {
  const [given, wanted] = [Buffer.from(message.split(',')[0] ?? ''), Buffer.from(expected)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function hmac(hash: ScramHash, key: Uint8Array, text: string): Buffer {
  return createHmac(hash, key).update(text).digest();
}
