import { describe, expect, it } from 'vitest';
import { plainText } from './styled-text.ts';

describe('plainText', () => {
  it.each([
    ['Is it *only* Leeds, or _all_ of the north?', 'Is it only Leeds, or all of the north?'],
    ['> only Leeds\nYes, and ~not~ `all`', 'only Leeds Yes, and not all'],
    ['It says:\n```\nsip: 408\nretry\n```', 'It says: sip: 408 retry'],
    ['```hello', 'hello'],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    ['  one\n\n two  ', 'one two'],
  ])('%j', (body, words) => {
    expect(plainText(body)).toBe(words);
  });
});
