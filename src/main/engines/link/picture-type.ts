import { createHash } from 'node:crypto';
import type { Picture } from '../../ports/pictures.port.ts';

/** The type of a picture, off its bytes: what a card or a header claims may be anything. `undefined`: none that is shown. */
export function pictureType(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('GIF8')) return 'image/gif';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'image/webp' : undefined;
}

/** `undefined`: the bytes are no picture. */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  const type = pictureType(bytes);
  return type === undefined
    ? undefined
    : { type, bytes, hash: createHash('sha256').update(bytes).digest('hex') };
}
