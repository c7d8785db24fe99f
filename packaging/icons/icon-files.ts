/** A picture of one size. */
export interface SizedPng {
  readonly size: number;
  readonly png: Uint8Array;
}

/** Windows' icon: a directory of PNGs. */
export function icoOf(pictures: readonly SizedPng[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** A Mac's name for each size, once for plain and once for dense displays. */
const MAC_TYPES: readonly (readonly [type: string, size: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/** A Mac's icon: a list of PNGs by type. */
export function icnsOf(pictures: readonly SizedPng[]): Buffer {
  const parts = MAC_TYPES.flatMap(([type, size]) => {
    const found = pictures.find((each) => each.size === size);
    return found ? [chunk(type, found.png)] : [];
  });
  return chunk('icns', Buffer.concat(parts));
}

function chunk(type: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(bytes.length + 8, 4);
  return Buffer.concat([head, bytes]);
}
