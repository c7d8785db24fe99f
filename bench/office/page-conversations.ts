import type { PageRemote } from './page-remote.ts';

/** In the made-up history those of the first seventeen people have ten thousand messages and more, each half as often as the one before. */
const LONG = /^row-person-(1[0-6]|\d)@/;

/** Opens long conversations of the chat list in turn, at most so many; gives how long each took until it was painted, ms. */
export async function openConversations(page: PageRemote, most: number): Promise<readonly number[]> {
  await page.until('the chats to be listed', `document.querySelector('[id^="row-person-"]') !== null`);
  const times = (await page.evaluate(
    `(${inPage.toString()})(${JSON.stringify(LONG.source)}, ${most})`,
  )) as readonly number[];
  if (times.length === 0) throw new Error('no long conversation in view');
  return times;
}

/** Runs in the page. */
async function inPage(long: string, most: number): Promise<readonly number[]> {
  const ids = [...document.querySelectorAll('[id^="row-person-"]')].map(({ id }) => id);
  const times: number[] = [];
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (const id of ids.filter((each) => new RegExp(long).test(each)).slice(0, most)) {
    const before = document.querySelector('[role=log]');
    const at = performance.now();
    document.getElementById(id)?.click();
    let log = before;
    while (log === before || !log?.querySelector('article')) {
      if (performance.now() - at > 10_000) throw new Error(`${id} was not opened`);
      await frame();
      log = document.querySelector('[role=log]');
    }
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(0);
    });
    times.push(performance.now() - at);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return times;
}
