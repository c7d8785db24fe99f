import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { ArchivePlace } from '../../ports/chat-store.port.ts';
import { searchQuery } from './search-query.ts';

const bob = 'bob@example.test' as ConversationId;
const eve = 'eve@example.test' as ConversationId;

function filled(...texts: readonly string[]) {
  const { chat } = temporaryStore().sync;
  chat.saveMessages(
    texts.map((body, n) => ({
      message: {
        conversationId: n % 2 === 0 ? bob : eve,
        direction: 'in',
        from: bob,
        body,
        at: 1000 * (n + 1),
        isRead: true,
      },
      wire: {},
    })),
  );
  return (text: string, conversationId?: ConversationId): string[] =>
    chat
      .search({ text, limit: 50, ...(conversationId && { conversationId }) })
      .map((message) => message.body);
}

describe('search', () => {
  it('M13: newest first by when it was said, also when the older came later', () => {
    const { chat } = temporaryStore().sync;
    const save = (body: string, at: number, page?: ArchivePlace) =>
      chat.saveMessages(
        [{ message: { conversationId: bob, direction: 'in', from: bob, body, at, isRead: true }, wire: {} }],
        page,
      );
    save('plan b', 9000, undefined);
    save('plan a', 5000, {});
    save('plan c', 12_000, undefined);
    expect(chat.search({ text: 'plan', limit: 2 }).map((message) => message.body)).toEqual([
      'plan c',
      'plan b',
    ]);
  });

  it('M13: words in any order, the last one unfinished, marks and case don’t count', () => {
    const find = filled('Der Zürich-Bericht ist fertig', 'crème brûlée', 'nothing here');
    expect(find('ZURICH')).toHaveLength(1);
    expect(find('fertig ber')).toHaveLength(1);
    expect(find('fert ist')).toHaveLength(0);
    expect(find('fert ')).toHaveLength(0);
    expect(find('fertig ')).toHaveLength(1);
    expect(find('creme brul')).toHaveLength(1);
    expect(find('Zürich-Ber')).toHaveLength(1);
  });

  it('M13: keeps to one conversation when asked', () => {
    const find = filled('report one', 'report two');
    expect(find('report', bob)).toEqual(['report one']);
    expect(find('report', 'nobody@example.test' as ConversationId)).toEqual([]);
    expect(find('c1')).toEqual([]);
  });

  it.each(['', ' ', '***', '"', '" OR "', '-', '()', '\u0000', '😀'])(
    'Q2: %j finds nothing and breaks nothing',
    (text) => {
      expect(filled('a b c')(text)).toEqual([]);
    },
  );

  it.each([
    'NEAR(a b)',
    'a AND',
    'NOT a',
    'body:a',
    '^a',
    'a*',
    '"a',
    'a"b',
    'scope : c1',
    '{body} : a',
    'a + b',
  ])('Q2: %j is taken as words', (text) => {
    expect(() => filled('a b c')(text)).not.toThrow();
    expect(searchQuery(text)).toMatch(/^body : \(("[^"]+"\*?)( AND "[^"]+"\*?)*\)$/);
  });

  it('Q2: no text a person can type is refused by the engine', () => {
    const find = filled('some text', 'другой текст', '文字');
    const operators = fc.constantFrom(
      '"',
      '*',
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      'NEAR',
      ':',
      '-',
      '^',
      '+',
      '\u0000',
      ' ',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.oneof(operators, fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 40 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        expect(Array.isArray(find(typed))).toBe(true);
        expect(Array.isArray(find(typed, bob))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('M13: a word that was stored is found again by any beginning of at least two letters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,12}$/), fc.nat(), (word, seed) => {
        const beginning = word.slice(0, 2 + (seed % (word.length - 1)));
        expect(filled(`before ${word} after`)(beginning)).toHaveLength(1);
      }),
      { numRuns: 20 },
    );
  });
});
