import { describe, expect, it } from 'vitest';
import { begunMention, matchingNames, withMention } from './mention.ts';

/** `|` is the caret. */
const typed = (marked: string) => {
  const start = marked.indexOf('|');
  return { text: marked.replace('|', ''), start, end: start };
};

describe('names while they are typed', () => {
  it.each([
    ['@|', ''],
    ['hello @bo| there', 'bo'],
    ['(@Bob B|', 'Bob B'],
    ['@a b c d|', undefined],
    ['mail bob@exa|', undefined],
    ['@bob\nnext|', undefined],
    ['@ |', undefined],
    ['|@bob', undefined],
    ['no name|', undefined],
    [`@${'x'.repeat(41)}|`, undefined],
  ])('M8: %s begins %s', (marked, query) => expect(begunMention(typed(marked))?.query).toBe(query));

  it('M8: a selection begins nothing', () => {
    expect(begunMention({ text: '@bob', start: 1, end: 3 })).toBeUndefined();
  });

  it.each([
    ['b', ['Bob Baker', 'bea', 'Anna Berg']],
    ['han', ['Hana Horáková']],
    ['HORA', ['Hana Horáková']],
    ['bob b', ['Bob Baker']],
    ['ив', ['Иван']],
    ['zz', []],
  ])('M8: “%s” finds %j, beginnings first', (query, expected) => {
    const names = ['Anna Berg', 'Иван', 'Bob Baker', 'bea', 'Hana Horáková'];
    expect([...matchingNames(names, query)].sort()).toEqual([...expected].sort());
    if (query === 'b') expect(matchingNames(names, query).at(-1)).toBe('Anna Berg');
  });

  it('M8: no more than eight are offered', () => {
    expect(
      matchingNames(
        Array.from({ length: 1_000 }, (_, n) => `Person ${n}`),
        'p',
      ),
    ).toHaveLength(8);
  });

  it.each([
    ['@bo|', '@Bob Baker |'],
    ['hi @bo|, look', 'hi @Bob Baker |, look'],
    ['hi @bo| look', 'hi @Bob Baker |look'],
  ])('M8: %s becomes %s', (marked, expected) => {
    const selected = typed(marked);
    const begun = begunMention(selected);
    const { text, start } = withMention(selected, begun ?? { at: 0, query: '' }, 'Bob Baker');
    expect(`${text.slice(0, start)}|${text.slice(start)}`).toBe(expected.replace('|look', '|look'));
  });
});
