import { createHash } from 'node:crypto';
import { pictureType } from '../../../shared/domain/picture-type.ts';
import type { Picture } from '../../ports/pictures.port.ts';

/** `undefined`: the bytes are no picture. */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  const type = pictureType(bytes);
  return type === undefined
    ? undefined
    : { type, bytes, hash: createHash('sha256').update(bytes).digest('hex') };
}
