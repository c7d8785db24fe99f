/** One rung: pictures of so many lines are good from this rate on (T11, less the voice's 80 kb/s). */
interface Rung {
  readonly lines: number;
  readonly columns: number;
  /** Bit/s. */
  readonly from: number;
}

const LADDER: readonly Rung[] = [
  { lines: 144, columns: 256, from: 0 },
  { lines: 288, columns: 512, from: 240_000 },
  { lines: 448, columns: 768, from: 490_000 },
  { lines: 576, columns: 1024, from: 810_000 },
  { lines: 720, columns: 1280, from: 1_220_000 },
];

/** A rung is left downwards only well below its rate, so that a rate at its edge doesn't make the picture jump. */
const HYSTERESIS = 0.85;

/**
 * The lines (height) that a picture of ours should have at this rate, bit/s. `before`: what it has now. `largest`: the most
 * macroblocks (16 × 16) that the other side takes.
 */
export function linesFor(
  rate: number,
  before: number | undefined,
  largest = Number.POSITIVE_INFINITY,
): number {
  const possible = LADDER.filter(({ lines, columns }) => Math.ceil(lines / 16) * (columns / 16) <= largest);
  const stays = (rung: Rung): boolean => rung.lines <= (before ?? 0) && rate >= rung.from * HYSTERESIS;
  return possible.findLast((rung) => rate >= rung.from || stays(rung))?.lines ?? 144;
}
