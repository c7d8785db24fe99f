import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { confine, pagePreferences } from './app-window.ts';

describe('the window’s page', () => {
  it('Q1: no preference is set but those that are known to be safe', () => {
    expect(Object.keys(pagePreferences('/app/main')).toSorted()).toEqual([
      'autoplayPolicy',
      'backgroundThrottling',
      'contextIsolation',
      'navigateOnDragDrop',
      'nodeIntegration',
      'preload',
      'sandbox',
      'spellcheck',
      'webSecurity',
      'webviewTag',
    ]);
  });

  it.each([
    ['will-navigate', true, true],
    ['will-redirect', true, true],
    ['will-redirect', false, false],
  ])(
    'X6 Q1: %s of the main frame (%s) is prevented: %s; a tab’s page may be sent on',
    (name, isMainFrame, expected) => {
      const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => {} });
      confine(
        { ipcMain: new EventEmitter() } as unknown as Parameters<typeof confine>[0],
        { webContents: contents } as unknown as BrowserWindow,
        { attach: () => {} } as unknown as Parameters<typeof confine>[2],
        'window',
      );
      let isPrevented = false;
      contents.emit(name, { isMainFrame, preventDefault: () => (isPrevented = true) });
      expect(isPrevented).toBe(expected);
    },
  );
});
