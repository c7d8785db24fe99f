import { describe, expect, it } from 'vitest';
import { callDeed, callShortcut, type KeyPress } from './call-shortcuts.ts';

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

  it('V4 Q6: Alt and a letter is for the call that is going on, by the letter or its place', () => {
    expect(callDeed(press('t', 'KeyT', 'altKey'), true)).toBe('transfer');
    expect(callDeed(press('a', 'KeyQ', 'altKey'), true)).toBe('add');
    expect(callDeed(press('р', 'KeyH', 'altKey'), false)).toBe('hold');
    expect(callDeed(press('ß', 'KeyS', 'altKey'), true)).toBeUndefined();
    expect(callDeed(press('v', 'KeyV', 'altKey', 'ctrlKey'), false)).toBeUndefined();
    expect(callDeed(press('v', 'KeyV'), false)).toBeUndefined();
    expect(callDeed(press('F4', 'F4', 'altKey'), false)).toBeUndefined();
  });
});
