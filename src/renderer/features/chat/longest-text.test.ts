import { describe, expect, it } from 'vitest';
import { asTextFile, isTooLongToSend } from './longest-text.ts';

describe('the longest text', () => {
  it.each([
    ['nothing', '', false],
    ['as many bytes as a server takes', 'x'.repeat(60_000), false],
    ['one byte more', 'x'.repeat(60_001), true],
    ['fewer characters and more bytes', 'ß'.repeat(30_001), true],
    ['spaces around, which are not sent', `${' '.repeat(60_000)}x`, false],
    ['five million characters', 'x'.repeat(5_000_000), true],
  ])('M6: %s', (_, text, isTooLong) => {
    expect(isTooLongToSend(text)).toBe(isTooLong);
  });

  it('M6 M10: what is too long for a message becomes a file, whole', async () => {
    const file = asTextFile('line\n'.repeat(20_000), 'Text.txt');
    expect(file).toMatchObject({ name: 'Text.txt', type: 'text/plain', size: 100_000 });
    expect(await file?.text()).toBe('line\n'.repeat(20_000));
    expect(asTextFile('short', 'Text.txt')).toBeUndefined();
  });
});
