import { describe, expect, it } from 'vitest';
import { SourceWatch } from './source-watch.ts';

const ANNOUNCED = { address: '192.0.2.1', port: 4_000 };
const NAT = { address: '198.51.100.1', port: 61_000 };
const packet = (sequence: number, ssrc = 7): Buffer => {
  const made = Buffer.alloc(20);
  made.writeUInt8(0x80, 0);
  made.writeUInt16BE(sequence & 0xffff, 2);
  made.writeUInt32BE(ssrc, 8);
  return made;
};
function watchOf(isLatching = true): SourceWatch {
  const watch = new SourceWatch(isLatching);
  watch.expect(ANNOUNCED);
  return watch;
}
const stream = (watch: SourceWatch, source = NAT, from = 65_533, count = 5): boolean[] =>
  Array.from({ length: count }, (_, index) => watch.takes(source, packet(from + index)));

describe('where packets may come from', () => {
  it('V2: a steady stream from elsewhere is followed while the announced place is silent', () => {
    const watch = watchOf();
    expect(stream(watch)).toEqual([false, false, false, false, true]);
    expect(watch.latched).toEqual(NAT);
    expect(watch.knows({ ...NAT, port: 61_001 })).toBe(true);
  });

  it('V2: whoever was announced and speaks is the only one from then on', () => {
    const watch = watchOf();
    stream(watch);
    expect(watch.takes({ ...ANNOUNCED, port: 9 }, packet(1))).toBe(true);
    expect(watch.latched).toBeUndefined();
    expect(stream(watch, NAT, 100, 20)).not.toContain(true);
  });

  it('Q2: strangers that take turns, jump about or send no sound are not followed', () => {
    const watch = watchOf();
    for (let turn = 0; turn < 20; turn += 1) {
      expect(watch.takes({ ...NAT, port: 1_000 + (turn % 2) }, packet(turn))).toBe(false);
      expect(watch.takes(NAT, packet(turn * 1_000))).toBe(false);
      expect(watch.takes(NAT, packet(turn, turn))).toBe(false);
      expect(watch.takes(NAT, Buffer.alloc(5))).toBe(false);
    }
    expect(stream(watchOf(false), NAT, 1, 20)).not.toContain(true);
  });

  it('V2: a new description begins anew, and what is under way from before is not followed', () => {
    const watch = watchOf();
    stream(watch);
    watch.expect(ANNOUNCED);
    expect(watch.latched).toEqual(NAT);
    watch.expect({ ...ANNOUNCED, port: 4_002 });
    expect(watch.latched).toBeUndefined();
    expect(stream(watch, NAT, 10, 10)).not.toContain(true);
    expect(stream(watch, { ...NAT, port: 61_002 })).toContain(true);
  });

  it('V4: while no place is announced, anything may come', () => {
    const watch = watchOf();
    watch.expect(undefined);
    expect(watch.takes(NAT, packet(1))).toBe(true);
  });
});
