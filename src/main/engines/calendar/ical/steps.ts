/** Work that can be put down for a while at each `yield`. */
export type Steps<T> = Generator<undefined, T>;

/** Longer than this nothing else waits. */
const SLICE_MS = 8;

/** Without putting it down. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** In slices, between which everything else has its turn. */
export async function inSlices<T>(steps: Steps<T>, now: () => number): Promise<T> {
  let since = now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (now() - since < SLICE_MS) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    since = now();
  }
}
