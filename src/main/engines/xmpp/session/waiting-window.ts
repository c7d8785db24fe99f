/** So long what waited for us may take to come, on a slow line. */
const COMES_MS = 5 * 60_000;
/** How far the server's clock may be behind ours. */
const DOUBT_MS = 5 * 60_000;

/**
 * Which stamps of the own server can be true. What waited while we were away comes when a session begins, of whatever age;
 * later only what the server held back in this session, or while it was taken up again.
 */
export class WaitingWindow {
  private readonly now: () => number;
  private begunAt: number | undefined;

  constructor(now: () => number) {
    this.now = now;
  }

  /** A session begins that takes up none. */
  begin(): void {
    this.begunAt = this.now();
  }

  /** Nothing that was said earlier can still have waited, ms since 1970; `undefined`: anything can. */
  oldest(): number | undefined {
    const { begunAt } = this;
    return begunAt === undefined || this.now() - begunAt < COMES_MS ? undefined : begunAt - DOUBT_MS;
  }
}
