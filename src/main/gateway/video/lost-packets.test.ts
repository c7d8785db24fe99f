import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLost, SentPackets, writeLost } from './lost-packets.ts';

describe('lost packets of a picture', () => {
  it('V3: a packet and those after it share an entry, also over the wrap', () => {
    const bytes = writeLost([65_534, 65_535, 0, 14, 15]);
    expect(bytes.toString('hex')).toBe('fffe' + '8003' + '000f' + '0000');
    expect(readLost(bytes)).toEqual([65_534, 65_535, 0, 14, 15]);
  });

  it('V3: what is written is read', () => {
    fc.assert(
      fc.property(
        fc.nat(65_535),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }),
        (first, steps) => {
          const lost = steps.reduce((all, step) => [...all, ((all.at(-1) ?? 0) + step) & 0xffff], [first]);
          expect(readLost(writeLost(lost))).toEqual(lost);
        },
      ),
    );
  });

  it('Q2: a report that names everything is read so far and no further', () => {
    expect(readLost(Buffer.alloc(4_000, 0xff)).length).toBeLessThan(300);
    expect(readLost(Buffer.alloc(3))).toEqual([]);
  });

  it('V3: is sent again while it is of use, not twice for one loss, and not for ever', () => {
    const sent = new SentPackets();
    const packet = Buffer.from('sealed');
    sent.keep(7, packet, 0);
    const asked = [10, 20, 60, 110, 160, 210].map((now) => sent.again(7, now) === packet);
    expect(asked).toEqual([true, false, true, true, true, false]);
    sent.keep(8, packet, 0);
    expect(sent.again(8, 1_001)).toBeUndefined();
    expect(sent.again(9, 10)).toBeUndefined();
  });

  it('V3: one that another has replaced, or of before the keys changed, is not', () => {
    const sent = new SentPackets();
    sent.keep(7, Buffer.from('old'), 0);
    sent.keep(7 + 512, Buffer.from('new'), 0);
    expect(sent.again(7, 1)).toBeUndefined();
    sent.clear();
    expect(sent.again(7 + 512, 1)).toBeUndefined();
  });
});
