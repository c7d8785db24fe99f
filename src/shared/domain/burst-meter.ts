/** Tells whether things come so fast that it pays to take them together. Times are milliseconds that never go backwards. */
export class BurstMeter {
  private readonly many: number;
  private readonly withinMs: number;
  private recent = 0;
  private countedAt = 0;

  /** A burst is more than `many` within so many ms, for as long as they keep coming about half as fast. */
  constructor({ many, withinMs }: { readonly many: number; readonly withinMs: number }) {
    this.many = many;
    this.withinMs = withinMs;
  }

  /** So many came. Gives whether this is a burst. */
  note(count: number, now: number): boolean {
    const forgotten = ((now - this.countedAt) * this.many) / (2 * this.withinMs);
    this.countedAt = now;
    this.recent = Math.min(2 * this.many, Math.max(0, this.recent - forgotten) + count);
    return this.recent >= this.many;
  }
}
