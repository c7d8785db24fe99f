import { describe, expect, it } from 'vitest';
import { encodeWav } from './encode-wav.ts';

describe('a recording as a file', () => {
  it('V11: 8 kHz, 16 bit, one channel; what is too loud is cut off', () => {
    const bytes = encodeWav(new Float32Array([0, 1, -1, 2, -0.5]));
    const view = new DataView(bytes.buffer);
    expect(new TextDecoder('latin1').decode(bytes.subarray(0, 16))).toBe('RIFF.\0\0\0WAVEfmt ');
    expect(bytes).toHaveLength(54);
    expect([view.getUint16(20, true), view.getUint16(22, true), view.getUint32(24, true)]).toEqual([
      1, 1, 8_000,
    ]);
    expect([view.getUint32(28, true), view.getUint16(34, true), view.getUint32(40, true)]).toEqual([
      16_000, 16, 10,
    ]);
    expect([0, 1, 2, 3, 4].map((at) => view.getInt16(44 + at * 2, true))).toEqual([
      0, 32_767, -32_767, 32_767, -16_383,
    ]);
  });
});
