import type { HttpAnswer } from '../link/http-client.ts';

const MAX_COOKIES = 20;
const MAX_LENGTH = 4_096;
/** RFC 6265 section 4.1.1; quotes and blanks inside are taken, controls and separators are not. */
const PAIR = /^([!#$%&'*+.^_`|~\w-]{1,200})=([^;,\p{Cc}]*)$/u;

/**
 * What one edge gave to be shown with every request (`X-Auth`, `JSESSIONIDSSO`; cisco-uc 9.1). Cookies of servers inside
 * are theirs and are not kept: through an edge all of them seem to come from one host.
 */
export class EdgeCookies {
  private readonly pairs = new Map<string, string>();

  get isEmpty(): boolean {
    return this.pairs.size === 0;
  }

  /** The answer to `get_edge_config`: replaces whatever was there. */
  replace(answer: HttpAnswer): void {
    this.pairs.clear();
    for (const [name, value] of pairsOf(answer))
      if (this.pairs.size < MAX_COOKIES) this.pairs.set(name, value);
  }

  /** A later answer: the edge may give one of its own anew. */
  renew(answer: HttpAnswer): void {
    for (const [name, value] of pairsOf(answer)) if (this.pairs.has(name)) this.pairs.set(name, value);
  }

  header(): string {
    return [...this.pairs].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

function pairsOf({ cookies = [] }: HttpAnswer): readonly (readonly [string, string])[] {
  return cookies.flatMap((line) => {
    const [first = ''] = line.split(';', 1);
    const [, name, value] = first.length > MAX_LENGTH ? [] : (PAIR.exec(first.trim()) ?? []);
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
}
