/** The value below or at which `part` (0…1) of the samples lie, nearest rank. NaN for no samples. */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.ceil(Math.min(Math.max(part, 0), 1) * sorted.length);
  return sorted[Math.max(rank, 1) - 1] ?? Number.NaN;
}

/** The middle value; of an even number of samples the mean of the two in the middle. NaN for no samples. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** `3 runs, 410–455 ms`: how many and how far apart, for a row's note. */
export function spread(samples: readonly number[], unit: string, digits = 0): string {
  const runs = `${samples.length} ${samples.length === 1 ? 'run' : 'runs'}`;
  if (samples.length < 2) return runs;
  return `${runs}, ${Math.min(...samples).toFixed(digits)}–${Math.max(...samples).toFixed(digits)} ${unit}`;
}
