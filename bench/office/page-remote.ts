import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { connectTarget, isMediaPage, type PageSocket } from '../../e2e/fixtures/debugging-socket.ts';

/** Looks into the app's window, and presses buttons and keys in it, over Chromium's own debugging socket: less in the way than a test driver. */
export interface PageRemote extends PageSocket {
  /** Presses the first button in a dialog whose text begins so, once it is there. */
  pressInDialog(text: string): Promise<void>;
  /** Waits until an expression is true there. */
  until(what: string, expression: string): Promise<void>;
  /** Presses and releases the key of a character, as a keyboard does, wherever the keyboard is. */
  key(character: string): Promise<void>;
}

const WAIT_MS = 20_000;
const PAUSE_MS = 100;

/** Connects to the window of a browser that was started with `--remote-debugging-port`. */
export async function connectPage(port: number): Promise<PageRemote> {
  const socket = await connectTarget(port, (target) => target.type === 'page' && !isMediaPage(target));
  const { evaluate, send } = socket;
  return {
    ...socket,
    async until(what, expression) {
      await retry(what, async () => ((await evaluate(expression)) === true ? true : undefined));
    },
    async pressInDialog(text) {
      const button = `[...document.querySelectorAll('[role=dialog] button')].find((one) => one.textContent.startsWith(${JSON.stringify(text)}))`;
      await retry(`the button "${text}"`, async () =>
        (await evaluate(
          `(() => { const found = ${button}; found?.click(); return found !== undefined; })()`,
        )) === true
          ? true
          : undefined,
      );
    },
    async key(character) {
      const key = { key: character, text: character, unmodifiedText: character };
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key: character });
    },
  };
}

/** A port that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function retry<T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> {
  const until = performance.now() + WAIT_MS;
  for (;;) {
    const found = await attempt().catch(() => undefined);
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`waited ${WAIT_MS} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
