import { createHash } from 'node:crypto';
import type { DigestAlgorithm, DigestChallenge } from './challenge.ts';

export interface DigestRequest {
  readonly method: string;
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  readonly cnonce: string;
  /** How often this nonce was used, this time included. */
  readonly count: number;
  /** What `auth-int` protects besides. */
  readonly body?: string;
}

/**
 * The value of an Authorization header (RFC 7616 section 3.4; MD5 as RFC 8760 still allows). Name and password are UTF-8 in
 * normalization form C (section 4), whatever they were typed on.
 */
export function digestAuthorization(challenge: DigestChallenge, given: DigestRequest): string {
  const request = {
    ...given,
    username: given.username.normalize('NFC'),
    password: given.password.normalize('NFC'),
  };
  const { realm, nonce, algorithm, opaque } = challenge;
  const count = request.count.toString(16).padStart(8, '0');
  const parts = [
    `username="${challenge.hashesUser ? hasher(algorithm)(`${request.username}:${realm}`) : escape(request.username)}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${escape(request.uri)}"`,
    `response="${digestResponse(challenge, request, count)}"`,
    `algorithm=${algorithm}`,
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
    ...(challenge.hashesUser ? ['userhash=true'] : []),
    ...(challenge.qop ? [`qop=${challenge.qop}`, `nc=${count}`] : []),
    ...(challenge.qop || isSession(algorithm) ? [`cnonce="${request.cnonce}"`] : []),
  ];
  return `Digest ${parts.join(', ')}`;
}

function digestResponse(challenge: DigestChallenge, request: DigestRequest, count: string): string {
  const hash = hasher(challenge.algorithm);
  const secret = hash(`${request.username}:${challenge.realm}:${request.password}`);
  const first = isSession(challenge.algorithm)
    ? hash(`${secret}:${challenge.nonce}:${request.cnonce}`)
    : secret;
  const { qop } = challenge;
  const what = qop === 'auth-int' ? `:${hash(request.body ?? '')}` : '';
  const second = hash(`${request.method}:${request.uri}${what}`);
  return qop
    ? hash(`${first}:${challenge.nonce}:${count}:${request.cnonce}:${qop}:${second}`)
    : hash(`${first}:${challenge.nonce}:${second}`);
}

function hasher(algorithm: DigestAlgorithm): (text: string) => string {
  const name = algorithm.startsWith('MD5')
    ? 'md5'
    : algorithm.startsWith('SHA-256')
      ? 'sha256'
      : 'sha512-256';
  return (text) => createHash(name).update(text, 'utf8').digest('hex');
}

const isSession = (algorithm: DigestAlgorithm): boolean => algorithm.endsWith('-sess');
const escape = (text: string): string => text.replace(/["\\]/g, '\\$&');
