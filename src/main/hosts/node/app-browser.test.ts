import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { createAppBrowser } from './app-browser.ts';
import type { BrowserWindow } from './browser.ts';

/** A browser that a test lets die, and its pages crash. */
class FakeBrowser {
  readonly process = Object.assign(new EventEmitter(), {
    exitCode: null as number | null,
    kill: (signal: string) => this.calls.push(signal) > 0,
  });
  readonly calls: string[] = [];
  readonly listeners = new Map<string, (params: Readonly<Record<string, unknown>>) => void>();
  refusesReload = false;

  get window(): BrowserWindow {
    const devtools = {
      isGone: false,
      on: (method: string, listener: (params: object) => void) => void this.listeners.set(method, listener),
      call: async (method: string, params: { targetId?: string; permission?: { name: string } }) => {
        this.calls.push(`${method} ${params.targetId ?? params.permission?.name ?? ''}`.trim());
        if (method === 'Page.reload' && this.refusesReload) throw new Error('no');
        if (method === 'Target.createTarget') return { targetId: 'media' };
        return method === 'Target.getTargetInfo' ? { targetInfo: { type: 'other' } } : { sessionId: 's' };
      },
    };
    return { process: this.process, devtools, close: async () => this.exit(0) } as unknown as BrowserWindow;
  }
  exit(code: number | null): void {
    this.process.exitCode = code;
    this.process.emit('exit', code);
  }
  crash(targetId: string): void {
    this.listeners.get('Target.targetCrashed')?.({ targetId });
  }
}

function rig() {
  const browsers: FakeBrowser[] = [];
  const closed: string[] = [];
  const app = createAppBrowser({
    start() {
      const browser = new FakeBrowser();
      browsers.push(browser);
      return browser.window;
    },
    origin: 'http://x',
    mediaPageUrl: () => 'http://x/media.html',
    clock: manualClock(),
    log: silentLog,
  });
  app.open(() => void closed.push('closed'));
  return { app, browsers, closed };
}

describe('the browser with our window', () => {
  it('V2: our pages may see and choose every device, and are denied nothing else by that', () => {
    const { browsers } = rig();
    const given = browsers[0]?.calls.filter((call) => /ermission/.test(call));
    expect(given).toEqual(
      ['microphone', 'camera', 'speaker-selection'].map((name) => `Browser.setPermission ${name}`),
    );
  });

  it('A9: loads a page anew that has crashed, so that the sound beside it goes on', async () => {
    const { browsers } = rig();
    const [browser] = browsers as [FakeBrowser];
    browser.crash('window');
    await vi.waitFor(() => expect(browser.calls).toContain('Page.reload'));
    expect(browser.calls).not.toContain('SIGKILL');
  });

  it('A9: is ended, and so started again, where that cannot be done; a page that crashes again and again is left', async () => {
    const { browsers } = rig();
    const [browser] = browsers as [FakeBrowser];
    browser.refusesReload = true;
    browser.crash('window');
    await vi.waitFor(() => expect(browser.calls).toContain('SIGKILL'));
    browser.refusesReload = false;
    for (let count = 0; count < 10; count += 1) browser.crash('window');
    await vi.waitFor(() => expect(browser.calls.filter((call) => call === 'Page.reload')).toHaveLength(5));
  });

  it('A9: leaves the media page to the keeper of the sound, late word of its death too', async () => {
    const { app, browsers } = rig();
    const [browser] = browsers as [FakeBrowser];
    expect(await app.mediaPage.open()).toBe(true);
    // Its word may come when the keeper has asked for another already.
    app.mediaPage.close();
    browser.crash('media');
    browser.crash('window');
    await vi.waitFor(() => expect(browser.calls).toContain('Page.reload'));
    expect(browser.calls.filter((call) => call.startsWith('Target.attachToTarget'))).toEqual([
      'Target.attachToTarget window',
    ]);
  });

  it('A9: who asks for the window just when it is to be opened again gets that one, not two that end each other', async () => {
    vi.useFakeTimers();
    const { app, browsers } = rig();
    browsers[0]?.exit(1);
    app.show();
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    expect(browsers).toHaveLength(2);
  });

  it('A9: is started again when it has died, with a media page when that is asked for, and ends when a person closes it', async () => {
    const { app, browsers, closed } = rig();
    browsers[0]?.exit(null);
    await vi.waitFor(() => expect(browsers).toHaveLength(2));
    expect(await app.mediaPage.open()).toBe(true);
    expect(browsers[1]?.calls).toContain('Target.createTarget');
    browsers[1]?.exit(0);
    expect(closed).toEqual(['closed']);
  });
});
