import { percentile } from './statistics.ts';

const PACKET_MS = 20;

/** How far from 20 ms after the one before a packet came, ms: 99 of 100 were nearer. */
export function spacingDeviation(arrivals: readonly number[]): number {
  const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? at));
  return percentile(
    gaps.map((gap) => Math.abs(gap - PACKET_MS)),
    0.99,
  );
}
