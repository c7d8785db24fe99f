import type { MediaPageDoor } from '../../ports/media-page.port.ts';
import type { DevtoolsPipe } from './devtools-pipe.ts';

/** The browser that shows our window, spoken to. */
export type Devtools = Pick<DevtoolsPipe, 'call' | 'isGone'>;

/** A page of our browser that no window shows (DevTools protocol, `Target.createTarget` with `hidden`). */
export class HiddenPage implements MediaPageDoor {
  readonly #url: () => string;
  /** Of the browser that runs, or of the one that is started next. */
  #browser = Promise.withResolvers<Devtools>();
  #current: { readonly browser: Devtools; readonly targetId: string } | undefined;
  /** All that were ever made: word of a death comes when another has been asked for already. */
  readonly #made = new Set<string>();
  /** Counts what was asked for: only the last counts. */
  #asked = 0;

  constructor(url: () => string) {
    this.#url = url;
  }

  /** A browser has been started. */
  use(browser: Devtools): void {
    this.#browser.resolve(browser);
    this.#browser = Promise.withResolvers();
    this.#browser.resolve(browser);
  }

  /** It is such a page, or was one. */
  is(targetId: string): boolean {
    return this.#made.has(targetId);
  }

  async open(): Promise<boolean> {
    this.close();
    const asked = this.#asked;
    for (;;) {
      const known = this.#browser;
      const browser = await known.promise;
      if (asked !== this.#asked) return true;
      try {
        if (!browser.isGone) return await this.#create(browser, asked);
      } catch {
        if (!browser.isGone) return false;
      }
      // It has died, maybe with the page that is to be opened again: another one is started.
      if (this.#browser === known) this.#browser = Promise.withResolvers();
    }
  }

  close(): void {
    this.#asked += 1;
    const current = this.#current;
    this.#current = undefined;
    if (current) void end(current.browser, current.targetId);
  }

  async #create(browser: Devtools, asked: number): Promise<boolean> {
    const { targetId } = await browser.call('Target.createTarget', { url: this.#url(), hidden: true });
    if (targetId === undefined) return false;
    this.#made.add(targetId);
    const { targetInfo } = await browser.call('Target.getTargetInfo', { targetId });
    if (asked !== this.#asked) {
      await end(browser, targetId);
      return true;
    }
    // A browser that does not know `hidden` has opened a window.
    if (targetInfo?.type === 'page') {
      await end(browser, targetId);
      return false;
    }
    this.#current = { browser, targetId };
    return true;
  }
}

async function end(browser: Devtools, targetId: string): Promise<void> {
  await browser.call('Target.closeTarget', { targetId }).catch(() => undefined);
}
