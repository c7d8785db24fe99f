/** What a run of all subjects found; a reader that throws ends the run instead. */
export interface FuzzReport {
  readonly seed: number;
  readonly subjects: readonly string[];
  /** How many inputs were read. */
  readonly inputs: number;
  /** The input that took longest. */
  readonly slowest: { readonly name: string; readonly ms: number };
  /** Bytes of heap, after collection, more than before. */
  readonly heapGrowth: number;
}
