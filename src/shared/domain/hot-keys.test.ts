import { describe, expect, it } from 'vitest';
import { hotKeyOf, readHotKey } from './hot-keys.ts';

const press = (key: string, code: string, held: string) => ({
  key,
  code,
  ctrlKey: held.includes('c'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
  metaKey: held.includes('m'),
});

describe('global keys', () => {
  it.each([
    ['CTRL+SHIFT+J', 'Control+Shift+J'],
    ['shift + ctrl + j', 'Control+Shift+J'],
    ['Strg+Umschalt+J', undefined],
    ['cmd+option+ctrl+a', 'Control+Alt+Super+A'],
    ['F13', 'F13'],
    ['F9', undefined],
    ['Shift+J', undefined],
    ['Ctrl+Alt+Q', undefined],
    ['Ctrl+Alt+F9', 'Control+Alt+F9'],
    ['Ctrl+', undefined],
    ['Ctrl+F25', undefined],
    ['Ctrl+constructor', undefined],
    ['constructor+J', undefined],
    ['', undefined],
    ['true', undefined],
  ])('X5: %s is %s', (written, read) => expect(readHotKey(written)).toBe(read));

  it('X5: a key that is pressed is read by its letter, or by its place where Shift or Option change it', () => {
    expect(hotKeyOf(press('J', 'KeyJ', 'cs'))).toBe('Control+Shift+J');
    expect(hotKeyOf(press('z', 'KeyY', 'c'))).toBe('Control+Z');
    expect(hotKeyOf(press('!', 'Digit1', 'cs'))).toBe('Control+Shift+1');
    expect(hotKeyOf(press('å', 'KeyA', 'cam'))).toBe('Control+Alt+Super+A');
    expect(hotKeyOf(press('ArrowUp', 'ArrowUp', 'ca'))).toBe('Control+Alt+Up');
    expect(hotKeyOf(press(' ', 'Space', 'cs'))).toBe('Control+Shift+Space');
    expect(hotKeyOf(press('Control', 'ControlLeft', 'c'))).toBeUndefined();
    expect(hotKeyOf(press('j', 'KeyJ', ''))).toBeUndefined();
  });
});
