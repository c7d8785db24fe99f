import { readFileSync, writeFileSync } from 'node:fs';
import type { Display, Rectangle } from 'electron';
import * as z from 'zod/mini';

/** Where the window stood, for each set of displays that was ever connected (X5): a desk and a train are two places. */
export interface WindowMemory {
  /** Where it belongs among these displays; nothing when it never stood there, or would hardly be seen. */
  placeAmong(displays: readonly Display[]): WindowPlace | undefined;
  keep(displays: readonly Display[], place: WindowPlace): void;
}

export interface WindowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

const places = z.record(
  z.string(),
  z.object({
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
    isMaximized: z.boolean(),
  }),
);

/** So many sets of displays are remembered, those used last. */
const MOST = 20;
/** As much of the window must be on a display that it can be taken hold of. */
const SEEN = { width: 120, height: 60 };

/** Kept in a small file of the machine's own folder; a file that cannot be read is no memory. */
export function openWindowMemory(path: string): WindowMemory {
  let kept = read(path);
  return {
    placeAmong(displays) {
      const place = kept[keyOf(displays)];
      return place && displays.some(({ workArea }) => isSeen(place, workArea)) ? place : undefined;
    },
    keep(displays, place) {
      const key = keyOf(displays);
      const others = Object.entries(kept).filter(([each]) => each !== key);
      kept = Object.fromEntries([...others, [key, place] as const].slice(-MOST));
      try {
        writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
      } catch {
        // A full disk costs the place of a window, no more.
      }
    },
  };
}

function read(path: string): Readonly<Record<string, WindowPlace>> {
  try {
    return places.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? {};
  } catch {
    return {};
  }
}

/** The same displays in the same arrangement, in whichever order the system names them. */
function keyOf(displays: readonly Display[]): string {
  return displays
    .map(({ bounds: { x, y, width, height }, scaleFactor }) => `${x},${y},${width}x${height}@${scaleFactor}`)
    .toSorted()
    .join(' ');
}

function isSeen(place: WindowPlace, area: Rectangle): boolean {
  const width = Math.min(place.x + place.width, area.x + area.width) - Math.max(place.x, area.x);
  const height = Math.min(place.y + place.height, area.y + area.height) - Math.max(place.y, area.y);
  // The title bar must be reachable: not above the area.
  return width >= SEEN.width && height >= SEEN.height && place.y >= area.y;
}
