/** Generous: a busy machine is slow, and slowness is not what is tested. */
const LIMIT_MS = 120_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks again and again until it is so; the error says what was waited for. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
}
