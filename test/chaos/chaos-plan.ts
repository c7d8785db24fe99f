import type { Random } from '../../src/main/ports/random.port.ts';

/** How much is said and how much goes wrong meanwhile. */
export interface ChaosSize {
  readonly messages: number;
  readonly cuts: number;
  readonly kills: number;
  readonly restarts: number;
}

export type Side = 'left' | 'right';

/**
 * How a connection goes away. `reset`: both ends hear of it. `refused`: for a while nobody gets through.
 * `stalled`: nothing arrives for a while, then all of it. `lost`: nothing arrives for a while, and what was under way never does.
 */
export type CutKind = 'reset' | 'refused' | 'stalled' | 'lost';

/** One thing that goes wrong, when so many messages have been asked for. */
export type Blow = { readonly at: number } & (
  | { readonly what: 'cut'; readonly kind: CutKind; readonly sides: readonly Side[]; readonly ms: number }
  | { readonly what: 'kill'; readonly side: Side }
  | { readonly what: 'restart' }
);

const KINDS: readonly CutKind[] = ['lost', 'refused', 'lost', 'reset', 'stalled'];
const SIDES: readonly (readonly Side[])[] = [['left'], ['right'], ['left', 'right']];
/** A cut lasts up to so long; every fourth one longer than the server waits for a stream to be resumed. */
const SHORT_MS = 400;
const LONG_MS = 1_500;

/** Everything that goes wrong, in order, spread over the messages: the same for the same seed. */
export function planChaos(size: ChaosSize, random: Random): readonly Blow[] {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random.fraction() * all.length)] as T;
  const cuts = Array.from(
    { length: size.cuts },
    (_, n): Omit<Blow & { what: 'cut' }, 'at'> => ({
      what: 'cut',
      kind: KINDS[n % KINDS.length] as CutKind,
      sides: pick(SIDES),
      ms: Math.round(n % 4 === 0 ? LONG_MS : 30 + random.fraction() * SHORT_MS),
    }),
  );
  const kills = Array.from({ length: size.kills }, () => ({
    what: 'kill' as const,
    side: pick(['left', 'right'] as const),
  }));
  const restarts = Array.from({ length: size.restarts }, () => ({ what: 'restart' as const }));
  const all = [...cuts, ...kills, ...restarts].map((blow) => ({ blow, key: random.fraction() }));
  const stretch = size.messages / all.length;
  return all
    .toSorted((a, b) => a.key - b.key)
    .map(({ blow }, n) => ({ ...blow, at: Math.floor(stretch * (n + random.fraction())) }));
}
