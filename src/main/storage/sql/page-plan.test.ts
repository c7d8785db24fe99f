import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOSE, FIRST, STEP } from './line-order.ts';
import { type LooseMessage, type PageMember, planPage } from './page-plan.ts';

const fresh = (ord: number, at = 0): PageMember => ({ ord, at, isFixed: false });
const held = (ord: number, place: number, at = 0): PageMember => ({ ord, at, place, isFixed: false });
const ours = (ord: number, place: number, at = 0): PageMember => ({ ord, at, place, isFixed: true });
const nothing = { low: undefined, high: undefined };

function movesOf(...args: Parameters<typeof planPage>): Record<number, number> {
  const plan = planPage(...args);
  if (plan.kind === 'no-room') throw new Error('no room');
  return Object.fromEntries(plan.moves);
}

describe('the places of a page', () => {
  it('M13: the first page of all begins where there is room at both sides', () => {
    expect(movesOf([fresh(1), fresh(2)], [], nothing)).toEqual({ 1: FIRST, 2: FIRST + CLOSE });
  });

  it('M13: the newest page stands behind all that is held, with room before it', () => {
    expect(movesOf([fresh(1), fresh(2)], [], { low: 100, high: undefined })).toEqual({
      1: 100 + STEP,
      2: 100 + STEP + CLOSE,
    });
  });

  it('M13: a page of a gap stands close to what follows it', () => {
    const bounds = { low: 100, high: 100 + STEP };
    expect(movesOf([fresh(1)], [], bounds)).toEqual({ 1: 100 + STEP - CLOSE });
  });

  it('M13: what stands in the page’s order stays, what doesn’t is put there', () => {
    const members = [held(1, 1000), held(2, 9000), fresh(3), held(4, 3000), held(5, 50)];
    // 2 stands behind 4, and 5 outside of the page's bounds.
    const moves = movesOf(members, [], { low: 100, high: 100_000 });
    expect(Object.keys(moves)).toEqual(['2', '3', '5']);
    expect([1000, moves[2], moves[3], 3000, moves[5]].map(Number)).toEqual(
      [1000, moves[2], moves[3], 3000, moves[5]].map(Number).toSorted((a, b) => a - b),
    );
  });

  it('M6: M13: ours stay where they were asked for: by the stamp, and before what the archive has behind them', () => {
    const bounds = { low: 100, high: 100_000 };
    const asked: LooseMessage = { place: 5000, at: 60, isBefore: false };
    const moves = movesOf([fresh(1, 50), fresh(2, 70)], [asked], bounds);
    expect(moves[1]).toBeLessThan(5000);
    expect(moves[2]).toBeGreaterThan(5000);
    // A clock ahead: by the stamps both answers would stand before the question.
    expect(movesOf([ours(9, 5000, 900), fresh(1, 50)], [{ ...asked, at: 900 }], bounds)[1]).toBeGreaterThan(
      5000,
    );
    expect(movesOf([fresh(1, 50)], [{ ...asked, at: 900, isBefore: true }], bounds)[1]).toBeGreaterThan(5000);
  });

  it('M13: a page of one conversation begins below all that is held, so that the account’s pages find room', () => {
    expect(movesOf([fresh(1), fresh(2)], [], { low: undefined, high: 700_000, lowest: 500_000_000 })).toEqual(
      {
        1: 500_000_000 - STEP - CLOSE,
        2: 500_000_000 - STEP,
      },
    );
    expect(movesOf([held(7, 600), fresh(1)], [], { low: undefined, high: undefined, lowest: 500 })).toEqual({
      1: 601,
    });
  });

  it('says where there are no numbers left', () => {
    expect(planPage([fresh(1), fresh(2)], [], { low: 10, high: 12 })).toEqual({
      kind: 'no-room',
      before: 12,
    });
  });

  it('M13: whatever stood where, the page ends as the archive has it, between its bounds', () => {
    const member = fc.record({
      place: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
      at: fc.nat(9),
    });
    const stray = fc.record({
      place: fc.integer({ min: 1001, max: 1999 }),
      at: fc.nat(9),
      isBefore: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(member, { maxLength: 12, selector: ({ place }) => place ?? Symbol('new') }),
        fc.uniqueArray(stray, { maxLength: 4, selector: ({ place }) => place }),
        (members, strays) => {
          const taken = new Set(members.map(({ place }) => place));
          const loose = strays.filter(({ place }) => !taken.has(place)).toSorted((a, b) => a.place - b.place);
          const page = members.map(({ place, at }, ord) =>
            place === undefined ? fresh(ord, at) : held(ord, place, at),
          );
          const plan = planPage(page, loose, { low: 1000, high: 2000 });
          if (plan.kind === 'no-room') return;
          const places = page.map(({ ord, place }) => plan.moves.get(ord) ?? place ?? 0);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
          expect(new Set([...places, ...loose.map(({ place }) => place)]).size).toBe(
            places.length + loose.length,
          );
          expect(places.every((place) => place > 1000 && place < 2000)).toBe(true);
        },
      ),
    );
  });
});
