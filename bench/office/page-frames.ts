import type { PageRemote } from './page-remote.ts';

/** A way up and down a list, a step a frame, as a wheel or a held key scrolls it. */
export interface Scrolling {
  /** CSS selector; of several the one with the longest content. */
  readonly list: string;
  readonly ms: number;
  readonly stepPx: number;
  /** Turns back after so far, px. */
  readonly reachPx: number;
}

export interface Frames {
  /** From one frame to the next, ms. */
  readonly intervals: readonly number[];
  /** From a frame's beginning until it is painted: scripts, styles, layout and painting of that step, ms. */
  readonly work: readonly number[];
}

/** Scrolls in the app's page and says how its frames came. */
export async function scrollFrames(page: PageRemote, scrolling: Scrolling): Promise<Frames> {
  return (await page.evaluate(`(${inPage.toString()})(${JSON.stringify(scrolling)})`)) as Frames;
}

/** Runs in the page. */
async function inPage({ list, ms, stepPx, reachPx }: Scrolling): Promise<Frames> {
  const found = [...document.querySelectorAll(list)].sort((a, b) => b.scrollHeight - a.scrollHeight)[0];
  if (!found) throw new Error(`no ${list}`);
  const isReversed = getComputedStyle(found).flexDirection === 'column-reverse';
  const end = performance.now() + ms;
  const intervals: number[] = [];
  const work: number[] = [];
  let last: number | undefined;
  let at = 0;
  let direction = 1;
  while (performance.now() < end) {
    at += direction * stepPx;
    if (at >= reachPx || at <= 0) direction = -direction;
    found.scrollTop = isReversed ? -at : at;
    const [began, painted] = await new Promise<readonly [number, number]>((resolve) => {
      requestAnimationFrame((began) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve([began, performance.now()]);
        port2.postMessage(0);
      });
    });
    if (last !== undefined) intervals.push(began - last);
    work.push(painted - began);
    last = began;
  }
  return { intervals, work };
}
