import { describe, expect, it, vi } from 'vitest';
import { type Devtools, HiddenPage } from './hidden-page.ts';

/** A browser at the other end of the pipe; `type` is what it makes of a hidden page. */
function browser(type = 'other') {
  const calls: string[] = [];
  let made = 0;
  let isGone = false;
  let hold = Promise.resolve();
  const devtools: Devtools = {
    get isGone() {
      return isGone;
    },
    async call(method, params) {
      if (isGone) throw new Error('the browser is gone');
      const { url, targetId } = params as { url?: string; targetId?: string };
      calls.push(`${method.replace('Target.', '')} ${url ?? targetId}`);
      await hold;
      if (method === 'Target.createTarget') return { targetId: `page${(made += 1)}` };
      return method === 'Target.getTargetInfo' ? { targetInfo: { type } } : {};
    },
  };
  return {
    devtools,
    calls,
    die: () => (isGone = true),
    wait() {
      const { promise, resolve } = Promise.withResolvers<void>();
      hold = promise;
      return resolve;
    },
  };
}

function page() {
  let ticket = 0;
  return new HiddenPage(() => `http://x/media.html#${(ticket += 1)}`);
}

describe('the page that no window shows', () => {
  it('A9: is opened with an address of its own, and the one before goes first', async () => {
    const { devtools, calls } = browser();
    const hidden = page();
    hidden.use(devtools);
    expect(await hidden.open()).toBe(true);
    expect({ one: hidden.is('page1'), other: hidden.is('page2') }).toEqual({ one: true, other: false });
    expect(await hidden.open()).toBe(true);
    hidden.close();
    hidden.close();
    expect(hidden.is('page1')).toBe(true);
    expect(calls).toEqual([
      'createTarget http://x/media.html#1',
      'getTargetInfo page1',
      'closeTarget page1',
      'createTarget http://x/media.html#2',
      'getTargetInfo page2',
      'closeTarget page2',
    ]);
  });

  it('A9: waits for the browser that is started, and for another when that has died with it', async () => {
    const hidden = page();
    const opening = hidden.open();
    const first = browser();
    hidden.use(first.devtools);
    expect(await opening).toBe(true);
    first.die();
    let isOpened: boolean | undefined;
    void hidden.open().then((opened) => (isOpened = opened));
    const second = browser();
    await vi.waitFor(() => expect(first.devtools.isGone).toBe(true));
    expect(isOpened).toBeUndefined();
    hidden.use(second.devtools);
    await vi.waitFor(() => expect(isOpened).toBe(true));
    expect(second.calls[0]).toBe('createTarget http://x/media.html#2');
  });

  it('A9: is closed at once when it came after it was given up', async () => {
    const { devtools, calls, wait } = browser();
    const hidden = page();
    hidden.use(devtools);
    const answer = wait();
    const opening = hidden.open();
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    hidden.close();
    answer();
    expect(await opening).toBe(true);
    expect(calls.at(-1)).toBe('closeTarget page1');
  });

  it('A9: is refused by a browser that shows it in a window, or makes none', async () => {
    const old = browser('page');
    const hidden = page();
    hidden.use(old.devtools);
    expect(await hidden.open()).toBe(false);
    expect(old.calls.at(-1)).toBe('closeTarget page1');
    const other = page();
    other.use({ isGone: false, call: async () => Promise.reject(new Error('no such method')) });
    expect(await other.open()).toBe(false);
  });
});
