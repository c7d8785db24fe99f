/** How far behind the newest packet an old one is still taken. Well above what a jitter buffer would still use. */
const windowSize = 1_024;

/** Remembers which packet indexes were seen (RFC 3711 section 3.3.2): each is taken once, and very old ones never. */
export class ReplayWindow {
  #highest = -1;
  readonly #seen = new Uint8Array(windowSize);

  /** Whether the index is new and not too old. Ask before the packet is authenticated, `accept` after. */
  isFresh(index: number): boolean {
    if (index > this.#highest) return true;
    return index > this.#highest - windowSize && this.#seen[index % windowSize] === 0;
  }

  accept(index: number): void {
    if (index > this.#highest) {
      const skipped = Math.min(index - this.#highest - 1, windowSize);
      for (let gap = 1; gap <= skipped; gap += 1) this.#seen[(index - gap) % windowSize] = 0;
      this.#highest = index;
    }
    this.#seen[index % windowSize] = 1;
  }
}
