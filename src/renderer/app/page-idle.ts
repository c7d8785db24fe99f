/** As `self/report-idle` takes it. */
export interface PageIdleReport {
  readonly idleMs: number;
  readonly isLocked: boolean;
}

/** Less than this is somebody reading. */
export const ABSENT_MS = 60_000;

/**
 * What a page can know of absence by itself: nothing while it is hidden or behind other windows, where the person may be
 * busy (a minimised window is nobody's absence); with the keyboard in it, since when nobody has used it. Times in ms since 1970.
 */
export class PageIdle {
  private lastUse: number;
  private isAbsent = false;

  constructor(now: number) {
    this.lastUse = now;
  }

  /** A key, the pointer, the wheel. Something to report when it ends an absence. */
  used(at: number): PageIdleReport | undefined {
    this.lastUse = at;
    if (!this.isAbsent) return undefined;
    this.isAbsent = false;
    return { idleMs: 0, isLocked: false };
  }

  /** Now and then. */
  look(at: number, hasFocus: boolean): PageIdleReport | undefined {
    if (!hasFocus) return this.used(at);
    const idleMs = at - this.lastUse;
    if (idleMs < ABSENT_MS) return undefined;
    this.isAbsent = true;
    return { idleMs, isLocked: false };
  }
}
