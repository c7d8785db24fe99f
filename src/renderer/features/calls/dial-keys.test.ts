import { describe, expect, it } from 'vitest';
import { dialKeys, toneOfKey } from './dial-keys.ts';

describe('keypad', () => {
  it('V4: has the twelve keys in their order', () => {
    expect(dialKeys.map((key) => key.digit).join('')).toBe('123456789*0#');
  });

  it('V4: typed digits, star and hash are tones; other keys are not', () => {
    expect(['0', '7', '*', '#'].map(toneOfKey)).toEqual(['0', '7', '*', '#']);
    expect(['a', 'Enter', ' ', '+', 'F9', 'ArrowUp', '12'].map(toneOfKey)).toEqual(Array(7).fill(undefined));
  });
});
