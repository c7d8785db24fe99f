import { Readable } from 'node:stream';
import type { AppFace } from '../../ports/host.port.ts';
import { commonHeaders } from './content-policy.ts';

/** The largest piece of a file that is taken at once. */
const LARGEST_PIECE = 1024 * 1024;

export interface DoorRequest {
  readonly method: string;
  /** Below the base of pictures: `file/<id>`, `upload/<id>`. */
  readonly path: string;
  /** The query `at`: where the piece belongs. */
  readonly at: string | null;
  readonly body: AsyncIterable<Uint8Array> | undefined;
}

export interface DoorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: AsyncIterable<Uint8Array>;
}

type Door = Pick<AppFace, 'file' | 'takeBytes' | 'tab'>;

/**
 * Files' bytes between window and main, the same for each host: `GET file/<id>` gives one that is here, `POST upload/<id>?at=<byte>`
 * takes the next piece of one that is to be sent, `GET tab/<id>` gives the page around an organisation's tab. The host has seen to it that our own window asks. Undefined: no file's path.
 */
export async function answerFiles(door: Door, request: DoorRequest): Promise<DoorAnswer | undefined> {
  const [kind, id = '', ...more] = request.path.split('/');
  if (more.length > 0 || !/^[\w-]{1,100}$/.test(id)) return undefined;
  if (kind === 'file' && request.method === 'GET') return give(door, id);
  if (kind === 'tab' && request.method === 'GET') return tab(door, id);
  if (kind === 'upload' && request.method === 'POST') return take(door, id, request);
  return undefined;
}

/** Pictures may be shown; everything else is only ever saved, under its name. */
async function give(door: Door, id: string): Promise<DoorAnswer> {
  const file = await door.file(id);
  if (!file) return { status: 404, headers: commonHeaders };
  const { name, size, pictureType } = file;
  return {
    status: 200,
    headers: {
      ...commonHeaders,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-cache',
      'Content-Length': String(size),
      'Content-Type': pictureType ?? 'application/octet-stream',
      'Content-Disposition': `${pictureType ? 'inline' : 'attachment'}; filename*=UTF-8''${encoded(name)}`,
    },
    body: file.read(),
  };
}

function tab(door: Door, id: string): DoorAnswer {
  const page = door.tab(id);
  if (!page) return { status: 404, headers: commonHeaders };
  return { status: 200, headers: page.headers, body: Readable.from([Buffer.from(page.html)]) };
}

async function take(door: Door, id: string, { at, body }: DoorRequest): Promise<DoorAnswer> {
  const offset = at !== null && /^\d{1,15}$/.test(at) ? Number(at) : undefined;
  const chunk = offset === undefined ? undefined : await bounded(body);
  if (offset === undefined || !chunk) return { status: 400, headers: commonHeaders };
  const isTaken = await door.takeBytes(id, offset, chunk);
  return { status: isTaken ? 204 : 409, headers: commonHeaders };
}

async function bounded(body: AsyncIterable<Uint8Array> | undefined): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > LARGEST_PIECE) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** RFC 8187 section 3.2.1. */
const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
