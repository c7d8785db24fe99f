import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

const GRID = 5;
const CELL = 12;
const SIZE = (GRID + 1) * CELL;

/** A small picture made from a name: a symmetric pattern in one colour, PNG, 72 × 72, palette of two. */
export function avatarPng(seed: string): Buffer {
  const hash = createHash('sha256').update(seed).digest();
  const [red, green, blue] = colour(hash.readUInt16BE(0) / 65_536);
  const rows: Buffer[] = [];
  for (let y = 0; y < SIZE; y++) {
    const row = Buffer.alloc(SIZE + 1);
    for (let x = 0; x < SIZE; x++) row[x + 1] = isFilled(hash, x, y) ? 1 : 0;
    rows.push(row);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIZE, 0);
  head.writeUInt32BE(SIZE, 4);
  // 8 bits a pixel, palette (PNG specification section 11.2.2).
  head.writeUInt8(8, 8);
  head.writeUInt8(3, 9);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from([red, green, blue, 255, 255, 255])),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Left and right halves mirror each other; half a cell of margin all round. */
function isFilled(hash: Buffer, x: number, y: number): boolean {
  const column = Math.floor((x - CELL / 2) / CELL);
  const line = Math.floor((y - CELL / 2) / CELL);
  if (column < 0 || line < 0 || column >= GRID || line >= GRID) return false;
  return (hash.readUInt8(2 + line * 3 + Math.min(column, GRID - 1 - column)) & 1) === 1;
}

/** A calm hue, dark enough for white on it. */
function colour(hue: number): [number, number, number] {
  const part = (offset: number): number =>
    Math.round(255 * (0.42 + 0.24 * Math.cos(2 * Math.PI * (hue + offset))));
  return [part(0), part(1 / 3), part(2 / 3)];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
