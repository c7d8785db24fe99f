import { describe, expect, it } from 'vitest';
import { isLetThrough, mayDisturb } from './interruption.ts';

describe('who gets through do not disturb', () => {
  it.each<[string, readonly string[], string, boolean]>([
    ['nobody, where nobody is named', [], 'boss@example.test', false],
    ['somebody named', ['boss@example.test'], 'Boss@Example.test/phone', true],
    ['as a caller too', ['boss@example.test'], 'sip:boss@example.test;transport=tcp', true],
    ['nobody else', ['boss@example.test'], 'bigboss@example.test', false],
    ['everybody of a domain', ['@rescue.test'], 'desk7@rescue.test', true],
    ['not of a longer one', ['@rescue.test'], 'eve@rescue.test.evil.test', false],
    ['a number in another form', ['+49 30 555 0112'], 'sip:0305550112@ucm.example.test', true],
    ['an extension to the digit', ['112'], 'sip:1112@ucm.example.test', false],
    ['an empty entry', ['', '  '], 'boss@example.test', false],
  ])('M3: %s', (_name, exceptions, from, expected) => {
    expect(isLetThrough(exceptions, from)).toBe(expected);
  });

  it('M3: whatever set it, do not disturb is silent; a call or a meeting is not', () => {
    const self = { presence: { show: 'do-not-disturb' as const }, interruptedBy: ['boss@example.test'] };
    expect(mayDisturb(self, 'bob@example.test')).toBe(false);
    expect(mayDisturb(self, 'boss@example.test')).toBe(true);
    expect(mayDisturb({ presence: { show: 'in-a-meeting' } }, 'bob@example.test')).toBe(true);
    expect(mayDisturb(undefined, 'bob@example.test')).toBe(true);
  });
});
