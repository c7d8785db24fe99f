import { describe, expect, it } from 'vitest';
import { callShortcut, type KeyPress } from './call-shortcuts.ts';

const press = (
  key: string,
  code: string,
  ...held: ('ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey')[]
): KeyPress => ({
  key,
  code,
  ctrlKey: held.includes('ctrlKey'),
  shiftKey: held.includes('shiftKey'),
  altKey: held.includes('altKey'),
  metaKey: held.includes('metaKey'),
});

describe('call shortcuts', () => {
  it('X5: answer, end and mute by keys', () => {
    expect(callShortcut(press('F9', 'F9', 'ctrlKey', 'shiftKey'))).toBe('answer');
    expect(callShortcut(press('F10', 'F10', 'ctrlKey', 'shiftKey'))).toBe('end');
    expect(callShortcut(press('F11', 'F11', 'ctrlKey', 'shiftKey'))).toBe('mute');
    expect(callShortcut(press('å', 'KeyA', 'ctrlKey', 'altKey', 'metaKey'))).toBe('answer');
  });

  it('X5: nothing else answers a call by accident', () => {
    expect(callShortcut(press('F9', 'F9'))).toBeUndefined();
    expect(callShortcut(press('F9', 'F9', 'ctrlKey'))).toBeUndefined();
    expect(callShortcut(press('a', 'KeyA', 'ctrlKey', 'altKey'))).toBeUndefined();
  });
});
