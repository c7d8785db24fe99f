import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createFakeElectron, displayAt, FakeWindow } from '../../../../test/fakes/fake-electron.ts';
import { temporaryFolder } from '../../../../test/fakes/temporary-folder.ts';
import type { Carrier } from '../../ports/carrier.port.ts';
import type { AppFace, Host } from '../../ports/host.port.ts';
import { startElectron } from './start-electron.ts';

/** The app started under Electron, with nothing behind its face. */
async function desk() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'out', 'renderer'), { recursive: true });
  writeFileSync(join(folder, 'out', 'renderer', 'index.html'), '');
  const electron = createFakeElectron(folder);
  FakeWindow.opened.length = 0;
  const attached: string[] = [];
  const carriers: Carrier[] = [];
  const face = {
    attach: (carrier, role) => {
      attached.push(role);
      carriers.push(carrier);
    },
  } as Partial<AppFace> as AppFace;
  const given: { host?: Host } = {};
  const never = async () => Promise.reject(new Error('not here'));
  await startElectron(electron.api, {
    mainFolder: join(folder, 'out', 'main'),
    argv: [],
    platform: 'linux',
    resources: folder,
    loadUpdater: never,
    compose: async (host) => {
      given.host = host;
      return { face };
    },
    doctor: never,
  });
  return { electron, attached, carriers, host: given.host };
}

describe('beyond the window, under Electron', () => {
  it('X5: a global key is the system’s to give, and what is selected is read where the system tells', async () => {
    const { electron, host } = await desk();
    const keys = host?.globalKeys;
    electron.takenKeys.add('Control+F9');
    const pressed: string[] = [];
    expect(keys?.take('Control+Shift+J', () => void pressed.push('J'))).toBe(true);
    expect(keys?.take('Control+F9', () => undefined)).toBe(false);
    electron.keys.get('Control+Shift+J')?.();
    expect(pressed).toEqual(['J']);
    Object.assign(electron.clipboard, { copied: '1001', selection: '1002' });
    expect(await keys?.selectedText()).toBe('1002');
    electron.clipboard.selection = '';
    expect(await keys?.selectedText()).toBe('1001');
    keys?.release('Control+Shift+J');
    expect(electron.keys.size).toBe(0);
  });

  it('X5: the docked window stands at the edge above all others, takes no keyboard, and goes away when told', async () => {
    const { electron, attached, host } = await desk();
    await vi.waitFor(() => expect(attached).toEqual(['window']));
    expect(FakeWindow.opened).toHaveLength(1);
    host?.setDocked?.('top-right');
    await vi.waitFor(() => expect(attached).toEqual(['window', 'window']));
    const docked = FakeWindow.opened[1] as FakeWindow;
    expect(docked.options).toMatchObject({ alwaysOnTop: true, frame: false, skipTaskbar: true });
    expect(docked.options.webPreferences).toMatchObject({ sandbox: true, nodeIntegration: false });
    expect(docked.loaded).toEqual(['parlance-app://window/?docked']);
    expect(docked.bounds).toEqual({ x: 1580, y: 0, width: 340, height: 400 });
    await vi.waitFor(() => expect(docked.calls).toEqual(['bounds 1580,0', 'showInactive']));
    electron.screen.displays = [displayAt(0, 300)];
    electron.screen.emit('display-removed');
    host?.setDocked?.('top-center');
    expect(docked.bounds).toEqual({ x: 790, y: 300, width: 340, height: 400 });
    let isPrevented = false;
    docked.emit('close', { preventDefault: () => (isPrevented = true) });
    host?.setDocked?.(undefined);
    expect({ isPrevented, last: docked.calls.at(-1) }).toEqual({ isPrevented: true, last: 'hide' });
    host?.setDocked?.('top-left');
    expect(docked.calls.at(-1)).toBe('showInactive');
  });

  it('A9 Q1: the page that holds the sound is a window that is never shown, confined as any other, opened anew when asked again', async () => {
    const { electron, attached, carriers, host } = await desk();
    await vi.waitFor(() => expect(attached).toEqual(['window']));
    expect(await host?.mediaPage?.open()).toBe(true);
    await vi.waitFor(() => expect(attached).toEqual(['window', 'media']));
    const first = FakeWindow.opened[1] as FakeWindow;
    expect(first.options).toMatchObject({ show: false, focusable: false, skipTaskbar: true });
    expect(first.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      backgroundThrottling: false,
    });
    expect(first.loaded).toEqual(['parlance-app://window/media.html']);
    expect(first.webContents.openHandler?.({ url: 'https://x.test' })).toEqual({ action: 'deny' });

    // Its process dies: its client is gone, nobody else loads it, and the keeper of the sound asks for another.
    let isGone = false;
    carriers[1]?.onClose(() => (isGone = true));
    first.webContents.emit('render-process-gone');
    expect({ isGone, loaded: first.loaded.length }).toEqual({ isGone: true, loaded: 1 });
    await host?.mediaPage?.open();
    expect(first.calls).toEqual(['destroy']);
    const second = FakeWindow.opened[2] as FakeWindow;
    host?.mediaPage?.close();
    host?.mediaPage?.close();
    expect([...second.calls, ...first.calls]).toEqual(['destroy', 'destroy']);
    electron.app.emit('second-instance', {}, ['parlance']);
    expect((FakeWindow.opened[0] as FakeWindow).calls).toContain('focus');
  });

  it('A9: a page that is to be closed before it has come is not left behind', async () => {
    const { attached, host } = await desk();
    const opening = host?.mediaPage?.open();
    host?.mediaPage?.close();
    expect(await opening).toBe(true);
    expect({ windows: FakeWindow.opened.length, attached }).toEqual({ windows: 1, attached: ['window'] });
  });
});
