/** Larger pictures are not taken from anybody: decoded they would fill the memory, whatever their bytes weigh. */
const MOST_PIXELS = 40_000_000;

/** The type of a picture, off its bytes: what a card or a header claims may be anything. `undefined`: none that is shown. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const head = latin(bytes, 0, 12);
  const type = typeOf(head);
  const size = type === undefined ? undefined : sizeOf(bytes, type);
  return size !== undefined && size.width * size.height > MOST_PIXELS ? undefined : type;
}

function typeOf(head: string): string | undefined {
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('GIF8')) return 'image/gif';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'image/webp' : undefined;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What its header says; `undefined` where it says nothing that can be read, which Chromium will not show either. */
function sizeOf(bytes: Uint8Array, type: string): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 'image/png' && bytes.length >= 24 && latin(bytes, 12, 16) === 'IHDR')
    return { width: view.getUint32(16), height: view.getUint32(20) };
  if (type === 'image/gif' && bytes.length >= 10)
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  if (type === 'image/jpeg') return sizeOfJpeg(view);
  return type === 'image/webp' ? sizeOfWebp(view) : undefined;
}

/** The frame header (SOF0 to SOF15, but for DHT, JPG and DAC) is among the segments before the picture (ITU-T T.81, B.2.2). */
function sizeOfJpeg(view: DataView): Size | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // Fill bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** RFC 9649 sections 2.5 to 2.7. */
function sizeOfWebp(view: DataView): Size | undefined {
  if (view.byteLength < 30) return undefined;
  const chunk = view.getUint32(12);
  if (chunk === 0x56503858) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (chunk === 0x56503820)
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (chunk !== 0x5650384c) return undefined;
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000;

const latin = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));
