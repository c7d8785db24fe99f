import { describe, expect, it } from 'vitest';
import { HeavyMessages } from './heavy-messages.ts';

const to = (id: string) => ({ id, peer: 'bob@example.test' });

describe('messages that a server may not take', () => {
  it('M6: the longest one on its way is blamed, and none that every server takes (RFC 6120 section 13.12)', () => {
    const heavy = new HeavyMessages();
    heavy.written(to('short'), 10_000);
    expect(heavy.blamed()).toEqual([]);
    heavy.written(to('long'), 30_000);
    heavy.written(to('longer'), 40_000);
    expect(heavy.blamed()).toMatchObject([to('longer')]);
    expect(heavy.blamed()).toMatchObject([to('long')]);
    expect(heavy.blamed()).toEqual([]);
  });

  it('M6: one that streams are lost with, time after time, is given up', () => {
    const heavy = new HeavyMessages();
    const losses = Array.from({ length: 4 }, () => {
      heavy.written(to('a'), 30_000);
      return heavy.lost().map(({ id }) => id);
    });
    expect(losses).toEqual([[], [], [], ['a']]);
    expect(heavy.lost()).toEqual([]);
  });

  it('M6: one that the server has is nobody’s fault', () => {
    const heavy = new HeavyMessages();
    heavy.written(to('a'), 30_000);
    heavy.accepted([undefined, 'a']);
    expect([...heavy.blamed(), ...heavy.lost(), ...heavy.lost(), ...heavy.lost(), ...heavy.lost()]).toEqual(
      [],
    );
  });
});
