import { createHash } from 'node:crypto';
import type { SharedFile } from '../../../../shared/domain/file.ts';
import { NS } from '../wire/namespaces.ts';
import { childText, type Element, xml } from '../wire/xml.ts';

const LONGEST_URL = 4096;
const LONGEST_NAME = 255;

/**
 * The file that a message carries (XEP-0066 section 3, as XEP-0363 has it used): its body is then nothing but the address.
 * A body that says more is somebody's words, and stays a message.
 */
export function readSharedFile(message: Element, body: string | undefined): SharedFile | undefined {
  const oob = message.getChild('x', NS.outOfBand);
  const url = oob && childText(oob, 'url')?.trim();
  if (url === undefined || url.length > LONGEST_URL || (body !== undefined && body.trim() !== url))
    return undefined;
  return fileAt(url);
}

/** What the address alone tells: https only, the name is the last part of its path. */
export function fileAt(url: string): SharedFile | undefined {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:') return undefined;
  const last = parsed.pathname.split('/').findLast((part) => part !== '') ?? '';
  return { id: fileIdOf(url), name: decoded(last).slice(0, LONGEST_NAME) || parsed.hostname, url };
}

export function sharedFileElement(url: string): Element {
  return xml('x', { xmlns: NS.outOfBand }, xml('url', {}, url));
}

/** The same file has the same id in every message. */
function fileIdOf(url: string): string {
  return createHash('sha256').update(url).digest('base64url').slice(0, 22);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
