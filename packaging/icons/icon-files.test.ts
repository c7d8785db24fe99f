import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const read = (name: string) => readFileSync(path.join(import.meta.dirname, name));
const PNG = '89504e470d0a1a0a';

describe('the icon files', () => {
  it('S1: Windows’ holds a picture of every size that its shell asks for', () => {
    const ico = read('icon.ico');
    const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => 6 + 16 * index);
    expect(entries.map((at) => ico.readUInt8(at))).toEqual([16, 24, 32, 48, 64, 128, 0]);
    for (const at of entries) {
      const offset = ico.readUInt32LE(at + 12);
      expect(ico.subarray(offset, offset + 8).toString('hex')).toBe(PNG);
    }
  });

  it('S1: a Mac’s says its own length and holds a picture of a thousand points', () => {
    const icns = read('icon.icns');
    expect(icns.subarray(0, 4).toString()).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    expect(icns.includes('ic10')).toBe(true);
  });
});
