import { describe, expect, it } from 'vitest';
import { isStyled, parseStyling, plainText } from './styled-text.ts';

describe('what strangers write to keep us busy', () => {
  // Each of these took minutes when every mark looked for its end anew.
  it.each([
    ['marks that nothing closes', '*a '.repeat(60_000)],
    ['marks that close inside words only', '*a*b '.repeat(40_000)],
    ['all marks at once', '*a _b ~c `d '.repeat(15_000)],
  ])('Q2: %s stay text', (_, body) => {
    expect(plainText(body)).toBe(body.trim());
    expect(isStyled(parseStyling(body))).toBe(false);
  });
});

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
