import type { RingStyle } from '../../../../shared/domain/ring-style.ts';

/** The strongest of several counts; last those that say that nothing is special. */
const ORDER: readonly (RingStyle | 'usual')[] = ['urgent', 'distinct', 'internal', 'usual'];

/** Words of servers that have some (Sylantro, Asterisk, Avaya, Snom), after `alert-` or alone. */
const WORDS: readonly (readonly [RegExp, RingStyle | 'usual'])[] = [
  [/^(?:emergency|priority|urgent)$/, 'urgent'],
  [/^(?:group|acd|queue|community-\d|personal)$/, 'distinct'],
  [/^(?:internal|intercom)$/, 'internal'],
  [/^external$/, 'usual'],
];

/** Alert URNs (RFC 7462 section 5) without `urn:alert:`. */
const URNS: readonly (readonly [RegExp, RingStyle | 'usual'])[] = [
  [/^priority:high$/, 'urgent'],
  [/^service:(?:forward|recall|auto-callback)\b|^source:(?:friend|family)$/, 'distinct'],
  [/^source:internal\b/, 'internal'],
];

/**
 * How a server wants a call to ring, by its Alert-Info headers (RFC 3261 section 20.4): an address of a sound, an alert URN, or one
 * of the words that phones of all makes are configured by. Nothing is fetched, and nobody is answered for. `isCisco`: a Unified
 * CM rings `Bellcore-dr1` for calls inside and `-dr2` for those from outside; others count from the usual ring. Undefined: as usual.
 */
export function ringStyle(headers: readonly string[], isCisco: boolean): RingStyle | undefined {
  const found = headers
    .flatMap((header) => header.slice(0, 2_000).match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+/g) ?? [])
    .slice(0, 20)
    .map((value) => styleOf(value.toLowerCase(), isCisco));
  const strongest = ORDER.find((style) => found.includes(style));
  return strongest === 'usual' ? undefined : strongest;
}

function styleOf(value: string, isCisco: boolean): RingStyle | 'usual' | undefined {
  const urn = /urn:alert:([a-z0-9.:-]+)/.exec(value)?.[1];
  if (urn !== undefined) return URNS.find(([pattern]) => pattern.test(urn))?.[1] ?? 'usual';
  const bellcore = /\bbellcore-(?:dr|r)(\d)\b/.exec(value)?.[1];
  if (bellcore !== undefined) return bellcoreStyle(Number(bellcore), isCisco);
  const said =
    /;\s*(?:info|avaya-cm-alert-type)\s*=\s*"?\s*([\w-]+)/.exec(value)?.[1] ??
    /^\s*([\w-]+)\s*(?:;|$)/.exec(value)?.[1];
  const word = said?.replace(/^alert-/, '');
  return word === undefined ? undefined : WORDS.find(([pattern]) => pattern.test(word))?.[1];
}

function bellcoreStyle(number: number, isCisco: boolean): RingStyle | 'usual' {
  if (isCisco) return number === 1 ? 'internal' : number === 2 ? 'usual' : 'distinct';
  return number <= 1 ? 'usual' : 'distinct';
}
