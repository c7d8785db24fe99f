/** What the system knows of the person's absence. */
export interface IdleReport {
  /** Since the keyboard or the mouse was last used, in whichever program. */
  readonly idleMs: number;
  readonly isLocked: boolean;
}

/** Watches the whole computer, not only our window (M4). */
export interface IdleWatch {
  /** Calls while somebody is absent, again and again, and within two seconds of the return. Returns the unsubscribe function. */
  onChange(listener: (report: IdleReport) => void): () => void;
}
