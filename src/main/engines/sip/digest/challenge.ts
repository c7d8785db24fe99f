/**
 * A digest challenge (RFC 7616 section 3.3). Realm, nonce and opaque value are what stands between the quotes, escapes and all:
 * that is what is hashed (`unq`, section 3.4), and what goes back.
 */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string;
  readonly algorithm: DigestAlgorithm;
  /** The protection to answer with: `auth` where it is offered; undefined when the server offered none (RFC 2069 style). */
  readonly qop?: 'auth' | 'auth-int';
  readonly isStale: boolean;
  /** The server wants the user’s name hashed (section 3.4.4). */
  readonly hashesUser?: boolean;
}

export type DigestAlgorithm =
  | 'MD5'
  | 'MD5-sess'
  | 'SHA-256'
  | 'SHA-256-sess'
  | 'SHA-512-256'
  | 'SHA-512-256-sess';

/** Strongest last. */
const ALGORITHMS: readonly DigestAlgorithm[] = [
  'MD5',
  'MD5-sess',
  'SHA-256',
  'SHA-256-sess',
  'SHA-512-256',
  'SHA-512-256-sess',
];

/** Reads one header value; undefined for other schemes, unknown algorithms and a protection that we don't speak. */
export function parseChallenge(value: string): DigestChallenge | undefined {
  const rest = /^\s*Digest\s+(.*)$/is.exec(value)?.[1];
  if (rest === undefined || rest.length > 4096) return undefined;
  const parameters = new Map<string, string>();
  for (const match of rest.matchAll(/([\w!%*+.`'~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/g))
    parameters.set((match[1] ?? '').toLowerCase(), match[2] ?? (match[3] ?? '').replaceAll('\\', '\\\\'));
  const realm = parameters.get('realm');
  const nonce = parameters.get('nonce');
  const algorithm = algorithmNamed(parameters.get('algorithm'));
  if (realm === undefined || !nonce || algorithm === undefined) return undefined;
  const qop = parameters
    .get('qop')
    ?.split(',')
    .map((option) => option.trim().toLowerCase());
  const chosen = (['auth', 'auth-int'] as const).find((option) => qop?.includes(option));
  if (qop && !chosen) return undefined;
  const opaque = parameters.get('opaque');
  return {
    realm,
    nonce,
    algorithm,
    isStale: parameters.get('stale')?.toLowerCase() === 'true',
    ...(parameters.get('userhash')?.toLowerCase() === 'true' && { hashesUser: true }),
    ...(chosen && { qop: chosen }),
    ...(opaque !== undefined && { opaque }),
  };
}

function algorithmNamed(name: string | undefined): DigestAlgorithm | undefined {
  if (name === undefined) return 'MD5';
  return ALGORITHMS.find((algorithm) => algorithm.toLowerCase() === name.toLowerCase());
}

/** The challenge to answer: the strongest one understood. RFC 8760 lets servers send several and asks for the first; we don't trust order against a downgrade. */
export function bestChallenge(
  values: readonly string[],
): { value: string; challenge: DigestChallenge } | undefined {
  let best: { value: string; challenge: DigestChallenge } | undefined;
  for (const value of values) {
    const challenge = parseChallenge(value);
    if (
      challenge &&
      (!best || ALGORITHMS.indexOf(challenge.algorithm) > ALGORITHMS.indexOf(best.challenge.algorithm))
    )
      best = { value, challenge };
  }
  return best;
}
