import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { constants, copyFile, link, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { numberedName, safeFileName } from '../../../shared/domain/file-name.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { FileShelf, ShelfWriter } from '../../ports/file-shelf.port.ts';

export interface FileShelfOptions {
  /** The app's own, for what is on its way. */
  readonly folder: string;
  /** The person's. */
  readonly downloads: string;
  readonly platform: NodeJS.Platform;
}

/** Ids become names of files: nothing else may. */
const ID = /^[\w-]{1,100}$/;
const PIECE = 64 * 1024;
/** After so many files of one name nobody finds the right one either. */
const MOST_NAMES = 1000;

/** A shelf for each identity, in a folder that does not tell who it is. */
export function createFileShelves(options: FileShelfOptions): (address: string) => FileShelf {
  return (address) =>
    createFileShelf({
      ...options,
      folder: join(options.folder, createHash('sha256').update(address).digest('hex').slice(0, 16)),
    });
}

function createFileShelf({ folder, downloads, platform }: FileShelfOptions): FileShelf {
  const pathOf = (id: string): string => {
    if (!ID.test(id)) throw new TypeError('not an id');
    return join(folder, id);
  };
  return {
    async write(id, at) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return await openAt(pathOf(id), at);
      } catch (error) {
        return notSaved(error);
      }
    },
    size: async (id) => (await sizeOf(pathOf(id))) ?? 0,
    read: (id, from) => createReadStream(pathOf(id), { start: from, highWaterMark: PIECE }),
    digest: (id) => digestOf(pathOf(id)),
    discard: (id) => rm(pathOf(id), { force: true }),
    clear: () => rm(folder, { recursive: true, force: true }),
    ids: () => readdir(folder).catch(() => []),
    keep: (id, name) => keep(pathOf(id), { downloads, platform }, name),
    keptSize: sizeOf,
    readKept: (path) => createReadStream(path, { highWaterMark: PIECE }),
    pictureType: (file) => pictureType('id' in file ? pathOf(file.id) : file.path),
  };
}

async function digestOf(path: string): Promise<string | undefined> {
  const hash = createHash('md5');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: PIECE })) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

async function openAt(path: string, at: number): Promise<Result<ShelfWriter>> {
  if (((await sizeOf(path)) ?? 0) < at) return fail('files.gone', {}, 'less is there');
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  await file.truncate(at);
  let position = at;
  return ok({
    async write(chunk) {
      for (let from = 0; from < chunk.length; ) {
        const { bytesWritten } = await file.write(chunk, from, chunk.length - from, position);
        from += bytesWritten;
        position += bytesWritten;
      }
    },
    close: () => file.close(),
  });
}

/** A hard link fails where the name is taken, in one step; where the disk is another one, an exclusive copy does. */
async function keep(
  from: string,
  { downloads, platform }: Pick<FileShelfOptions, 'downloads' | 'platform'>,
  wanted: string,
): Promise<Result<{ readonly path: string; readonly name: string }>> {
  const safe = safeFileName(wanted);
  try {
    await mkdir(downloads, { recursive: true });
    for (let number = 1; number <= MOST_NAMES; number += 1) {
      const name = numberedName(safe, number);
      const path = join(downloads, name);
      if (!(await putAt(from, path))) continue;
      await rm(from, { force: true });
      if (platform === 'win32') await markAsForeign(path);
      return ok({ path, name });
    }
    return fail('files.not-saved', {}, 'no free name');
  } catch (error) {
    return notSaved(error);
  }
}

/** False: something has that name. */
async function putAt(from: string, path: string): Promise<boolean> {
  try {
    await link(from, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (codeOf(error) === 'ENOENT') throw error;
  }
  try {
    await copyFile(from, path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Windows asks before it runs what came from elsewhere; a disk without streams can't be told. */
async function markAsForeign(path: string): Promise<void> {
  await writeFile(`${path}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n').catch(() => undefined);
}

const MAGIC: readonly (readonly [string, RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^474946383[79]61/],
  ['image/webp', /^52494646.{8}57454250/],
];

async function pictureType(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
      const hex = buffer.subarray(0, bytesRead).toString('hex');
      return MAGIC.find(([, magic]) => magic.test(hex))?.[0];
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}

function notSaved(error: unknown): { ok: false; error: ReturnType<typeof fail>['error'] } {
  return fail('files.not-saved', {}, codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
