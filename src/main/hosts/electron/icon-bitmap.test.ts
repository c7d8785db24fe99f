import { describe, expect, it } from 'vitest';
import { type Bitmap, badgeBitmap, trayBitmap } from './icon-bitmap.ts';

/** Red, green, blue, alpha at a place given in parts of the side. */
function at({ size, pixels }: Bitmap, x: number, y: number): readonly number[] {
  const offset = (Math.floor(y * size) * size + Math.floor(x * size)) * 4;
  return [2, 1, 0, 3].map((channel) => pixels[offset + channel] ?? -1);
}

describe('X5: drawn icons', () => {
  it.each([16, 32])(
    'X5: %i pixels: presence by colour and by shape, a mark while something is unread',
    (size) => {
      const available = trayBitmap({ show: 'available', hasUnread: false }, size);
      const busy = trayBitmap({ show: 'do-not-disturb', hasUnread: true }, size);
      expect(at(available, 0.77, 0.77)).toEqual([0x10, 0x7c, 0x10, 255]);
      expect(at(busy, 0.77, 0.77)).toEqual([255, 255, 255, 255]);
      expect(at(trayBitmap({ show: 'offline', hasUnread: false }, size), 0.77, 0.77)).toEqual([
        255, 255, 255, 255,
      ]);
      expect(at(available, 0.84, 0.16)[3]).toBeLessThan(255);
      expect(at(busy, 0.86, 0.17)).toEqual([0xd1, 0x34, 0x38, 255]);
      expect(at(available, 0.01, 0.99)[3]).toBe(0);
    },
  );

  it('X5: every number up to nine has a badge of its own, above it a plain mark', () => {
    const drawn = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((count) =>
      badgeBitmap(count, 32).pixels.toString('hex'),
    );
    expect(new Set(drawn).size).toBe(10);
    expect(badgeBitmap(99, 32).pixels.toString('hex')).toBe(drawn.at(-1));
  });
});
