import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Format, formatted, inserted, type Selected } from './format-text.ts';

/** `[` and `]` stand for the selection. */
function at(pattern: string): Selected {
  const start = pattern.indexOf('[');
  const end = pattern.indexOf(']') - 1;
  return { text: pattern.replace('[', '').replace(']', ''), start, end };
}
const show = ({ text, start, end }: Selected) =>
  `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;

describe('formatting what is written', () => {
  it.each<[Format, string, string]>([
    ['strong', 'say [hello] now', 'say *[hello]* now'],
    ['strong', 'say *[hello]* now', 'say [hello] now'],
    ['emphasis', 'say [hello ]now', 'say _[hello]_ now'],
    ['strike', '[]', '~[]~'],
    ['code', 'run [ls]', 'run `[ls]`'],
    ['code', 'run [a\nb] now', 'run \n```\n[a\nb]\n```\n now'],
    ['code', '[a\nb]', '```\n[a\nb]\n```'],
    ['quote', 'one\ntw[]o\nthree', 'one\n> two[]\nthree'],
    ['quote', '> one\n> t[]wo', '> one\ntwo[]'],
    ['quote', '[> one\n> two]', 'one\ntwo[]'],
  ])('M6: %s: «%s» becomes «%s»', (format, before, after) => {
    expect(show(formatted(at(before), format))).toBe(after);
  });

  it('M6: an emoji stands where the caret was', () => {
    expect(show(inserted(at('so [bad]!'), '🙂'))).toBe('so 🙂[]!');
  });

  it('M6: nothing that was written is lost, and the selection stays inside', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '\n', '>', '*', '`') }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom<Format>('strong', 'emphasis', 'strike', 'code', 'quote'),
        (text, a, b, format) => {
          const [start = 0, end = 0] = [a, b].map((n) => n % (text.length + 1)).sort((x, y) => x - y);
          const after = formatted({ text, start, end }, format);
          expect(after.text.replace(/[^a]/g, '')).toBe(text.replace(/[^a]/g, ''));
          expect(after.start).toBeGreaterThanOrEqual(0);
          expect(after.end).toBeLessThanOrEqual(after.text.length);
          expect(after.start).toBeLessThanOrEqual(after.end);
        },
      ),
    );
  });
});
