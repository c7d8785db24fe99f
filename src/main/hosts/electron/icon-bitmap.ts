import type { PresenceShow } from '../../../shared/domain/presence.ts';

/** Pixels in the order that Electron's bitmaps have: blue, green, red, alpha. */
export interface Bitmap {
  readonly size: number;
  readonly pixels: Buffer;
}

type Colour = readonly [number, number, number];

const brand: Colour = [0x0b, 0x6a, 0x86];
const white: Colour = [0xff, 0xff, 0xff];
const attention: Colour = [0xd1, 0x34, 0x38];

/** The colours of the presence glyphs; unknown and offline are grey. */
const colours: Readonly<Partial<Record<PresenceShow, Colour>>> = {
  available: [0x10, 0x7c, 0x10],
  away: [0xea, 0xa3, 0x00],
  'extended-away': [0xea, 0xa3, 0x00],
  'do-not-disturb': attention,
  'on-a-call': attention,
  'in-a-meeting': attention,
  presenting: attention,
};
const grey: Colour = [0x8a, 0x8a, 0x8a];

/**
 * The icon by the clock: a speech bubble, the own presence in its lower corner (do not disturb with a bar, offline hollow:
 * never by colour alone), and a mark in the upper corner while something is unread. Drawn, so that it is sharp at any size.
 */
export function trayBitmap(
  { show, hasUnread }: { readonly show: PresenceShow; readonly hasUnread: boolean },
  size: number,
): Bitmap {
  const canvas = new Canvas(size);
  canvas.disc(0.46, 0.44, 0.42, brand);
  canvas.box([0.06, 0.5, 0.34, 0.86], brand);
  for (const x of [0.26, 0.46, 0.66]) canvas.disc(x, 0.44, 0.07, white);
  const colour = colours[show] ?? grey;
  canvas.disc(0.76, 0.76, 0.24, white);
  canvas.disc(0.76, 0.76, 0.19, colour);
  if (show === 'do-not-disturb') canvas.box([0.62, 0.7, 0.9, 0.83], white);
  else if (colour === grey) canvas.disc(0.76, 0.76, 0.1, white);
  if (hasUnread) {
    canvas.disc(0.84, 0.16, 0.16, white);
    canvas.disc(0.84, 0.16, 0.13, attention);
  }
  return canvas;
}

/** Digits of a badge, 3 × 5, a row a number. */
const digits = [
  [7, 5, 5, 5, 7],
  [2, 6, 2, 2, 7],
  [7, 1, 7, 4, 7],
  [7, 1, 7, 1, 7],
  [5, 5, 7, 1, 1],
  [7, 4, 7, 1, 7],
  [7, 4, 7, 5, 7],
  [7, 1, 2, 2, 2],
  [7, 5, 7, 5, 7],
  [7, 5, 7, 1, 7],
] as const;

/** The number on the icon where the system draws none (Windows); above nine it is a plain mark. */
export function badgeBitmap(count: number, size: number): Bitmap {
  const canvas = new Canvas(size);
  canvas.disc(0.5, 0.5, 0.48, attention);
  const rows = digits[count];
  rows?.forEach((row, y) => {
    for (let x = 0; x < 3; x += 1)
      if (row & (4 >> x))
        canvas.box([0.29 + x * 0.14, 0.15 + y * 0.14, 0.43 + x * 0.14, 0.29 + y * 0.14], white);
  });
  if (!rows) canvas.disc(0.5, 0.5, 0.16, white);
  return canvas;
}

/** Shapes in parts of the picture's side, edges softened by counting four by four points in each pixel. */
class Canvas implements Bitmap {
  readonly size: number;
  readonly pixels: Buffer;

  constructor(size: number) {
    this.size = size;
    this.pixels = Buffer.alloc(size * size * 4);
  }

  disc(x: number, y: number, radius: number, colour: Colour): void {
    this.fill(colour, (atX, atY) => (atX - x) ** 2 + (atY - y) ** 2 <= radius ** 2);
  }

  box([left, top, right, bottom]: readonly [number, number, number, number], colour: Colour): void {
    this.fill(colour, (x, y) => x >= left && x < right && y >= top && y < bottom);
  }

  private fill([red, green, blue]: Colour, isInside: (x: number, y: number) => boolean): void {
    for (let at = 0; at < this.size * this.size; at += 1) {
      const share = this.coverage(at % this.size, Math.floor(at / this.size), isInside);
      if (share > 0) this.blend(at * 4, [blue, green, red], share);
    }
  }

  private coverage(column: number, row: number, isInside: (x: number, y: number) => boolean): number {
    let count = 0;
    for (let point = 0; point < 16; point += 1) {
      const x = (column + ((point % 4) + 0.5) / 4) / this.size;
      const y = (row + (Math.floor(point / 4) + 0.5) / 4) / this.size;
      if (isInside(x, y)) count += 1;
    }
    return count / 16;
  }

  private blend(offset: number, colour: Colour, share: number): void {
    const below = (this.pixels[offset + 3] ?? 0) / 255;
    const alpha = share + below * (1 - share);
    colour.forEach((value, channel) => {
      const old = this.pixels[offset + channel] ?? 0;
      this.pixels[offset + channel] = Math.round((value * share + old * below * (1 - share)) / alpha);
    });
    this.pixels[offset + 3] = Math.round(alpha * 255);
  }
}
