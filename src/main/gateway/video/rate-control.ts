/** How fast our picture may be sent, and the last rate that arrived whole. Bit/s. */
export interface VideoRate {
  readonly rate: number;
  readonly good?: number;
}

/** Below this a picture of 144 lines isn't one. */
export const lowestRate = 64_000;
/** What a call begins with when no better is remembered: the picture of the default window (T11) less a step. */
const firstRate = 200_000;
const steps = { factor: 1.2, least: 40_000 };
const loss = { little: 0.02, much: 0.1 };

/** Begins low, or where the last call's picture came through whole. */
export function startRate(max: number, remembered: number | undefined): VideoRate {
  return { rate: limited(remembered ?? firstRate, max) };
}

/** After a report of the far end: little loss and it grows, much and it shrinks by half of the loss. */
export function afterReport(state: VideoRate, fractionLost: number, max: number): VideoRate {
  if (fractionLost > loss.much) return { ...state, rate: limited(state.rate * (1 - fractionLost / 2), max) };
  if (fractionLost > loss.little) return { ...state, rate: limited(state.rate, max) };
  const next = limited(Math.max(state.rate * steps.factor, state.rate + steps.least), max);
  return { rate: next, good: Math.min(state.rate, max) };
}

function limited(rate: number, max: number): number {
  return Math.round(Math.max(Math.min(rate, max), Math.min(lowestRate, max)));
}
