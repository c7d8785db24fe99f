import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequenceOwner } from './sequence-owner.ts';

const map = (owner: SequenceOwner, ...sequences: number[]) =>
  sequences.map((sequence) => owner.map(1, sequence));

describe('SequenceOwner', () => {
  it('V2: starts where it is told and passes loss and disorder on', () => {
    expect(map(new SequenceOwner(100), 7, 8, 11, 10, 12)).toEqual([100, 101, 104, 103, 105]);
  });

  it('V2: wraps on either side', () => {
    expect(map(new SequenceOwner(65_534), 10, 11, 12)).toEqual([65_534, 65_535, 0]);
    expect(map(new SequenceOwner(5), 65_534, 65_535, 0, 1)).toEqual([5, 6, 7, 8]);
  });

  it('V4: shows no hole after packets that were held back, however many', () => {
    const owner = new SequenceOwner(0);
    map(owner, 1, 2);
    for (let held = 0; held < 40_000; held += 1) owner.holdBack();
    expect(map(owner, (2 + 40_000) & 0xffff, (3 + 40_000) & 0xffff)).toEqual([2, 3]);
  });

  it('V3: knows the number of a packet that is missing, within one run only', () => {
    const owner = new SequenceOwner(0);
    map(owner, 65_530, 65_533, 3);
    expect([9, 4, 1, 0].map((out) => owner.original(out))).toEqual([3, 65_534, 65_531, 65_530]);
    expect([10, 65_535].map((out) => owner.original(out))).toEqual([undefined, undefined]);
    owner.holdBack();
    map(owner, 100);
    expect([10, 9].map((out) => owner.original(out))).toEqual([100, undefined]);
    owner.insert();
    expect(owner.original(11)).toBeUndefined();
  });

  it('V4: counts packets of its own in', () => {
    const owner = new SequenceOwner(0);
    map(owner, 50);
    expect([owner.insert(), owner.insert(), ...map(owner, 51, 52)]).toEqual([1, 2, 3, 4]);
  });

  it('V2: goes on with the next number for a new source or a jump', () => {
    const owner = new SequenceOwner(0);
    map(owner, 10, 11);
    expect([owner.map(2, 60_000), owner.map(2, 60_001)]).toEqual([2, 3]);
    expect([owner.map(2, 20_000), owner.map(2, 20_001)]).toEqual([4, 5]);
  });

  it('V2: never jumps further than a real loss could', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(65_535), fc.boolean(), fc.nat(2))), (steps) => {
        const owner = new SequenceOwner(0);
        let last: number | undefined;
        for (const [sequence, isHeld, ssrc] of steps) {
          if (isHeld) owner.holdBack();
          const out = owner.map(ssrc, sequence);
          if (last !== undefined) expect(Math.abs((((out - last) & 0xffff) << 16) >> 16)).toBeLessThan(3_200);
          last = out;
        }
      }),
    );
  });
});
