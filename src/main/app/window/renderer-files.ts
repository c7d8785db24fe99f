import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Random } from '../../ports/random.port.ts';
import { contentPolicy } from './content-policy.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

export interface RendererFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Uint8Array | string;
}

/** A file of the built window with its headers, or undefined. Each page gets a style nonce of its own. */
export async function readRendererFile(
  folder: string,
  requested: string,
  random: Random,
  socketOrigin?: string,
): Promise<RendererFile | undefined> {
  const path = requested === '/' ? '/index.html' : requested;
  // The names that the build makes; nothing else, so no path can climb out of the folder.
  if (!/^\/(index\.html|media\.html|favicon\.svg|assets\/[\w.-]+)$/.test(path)) return undefined;
  const content = await readFile(join(folder, path)).catch(() => undefined);
  if (!content) return undefined;
  const nonce = Buffer.from(random.bytes(16)).toString('base64url');
  return {
    headers: {
      'Content-Type': types[extname(path)] ?? 'application/octet-stream',
      'Content-Security-Policy': contentPolicy(nonce, socketOrigin),
      ...(path.startsWith('/assets/') && { 'Cache-Control': 'private, max-age=31536000, immutable' }),
    },
    content: path.endsWith('.html') ? content.toString('utf8').replaceAll('__STYLE_NONCE__', nonce) : content,
  };
}

/** Pictures come from servers and people: shown as an image of a known type, or not at all. */
export function pictureType(type: string): string {
  return /^image\/(png|jpeg|gif|webp)$/.test(type) ? type : 'application/octet-stream';
}
