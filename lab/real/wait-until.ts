export interface WaitOptions {
  /** Completes the sentence "waited … for". */
  readonly what: string;
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

/** Asks `isTrue` until it is; throws a sentence that says what was waited for when the time (10 s) is up. */
export async function waitUntil(
  isTrue: () => boolean | Promise<boolean>,
  options: WaitOptions,
): Promise<void> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const end = performance.now() + timeoutMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms for ${options.what}`);
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 20));
  }
}
