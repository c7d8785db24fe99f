/** What sip.js does not tell the class that answers a challenge. */
export interface ChallengeMark {
  /** A 407, by a proxy; else a 401. */
  readonly isProxy: boolean;
  /** Only the nonce is too old: the password was right. */
  readonly isStale: boolean;
  /** The user’s name is to be hashed. */
  readonly hashesUser: boolean;
}

/** The mark, in front of the opaque value that the server wants back. */
export function markOpaque(
  { isProxy, isStale, hashesUser }: ChallengeMark,
  opaque: string | undefined,
): string {
  return `${isProxy ? 'P' : 'W'}${isStale ? 's' : 'f'}${hashesUser ? 'h' : 'n'}${opaque === undefined ? '-' : `=${opaque}`}`;
}

/** Undoes `markOpaque`. */
export function readMark(marked: string): ChallengeMark & { readonly opaque?: string } {
  const opaque = marked[3] === '=' ? marked.slice(4) : undefined;
  return {
    isProxy: marked.startsWith('P'),
    isStale: marked[1] === 's',
    hashesUser: marked[2] === 'h',
    ...(opaque !== undefined && { opaque }),
  };
}
