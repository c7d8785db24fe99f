import type { Result } from '../../shared/errors/result.ts';

/** Writes on from a place; `write` rejects when the disk does not take it. */
export interface ShelfWriter {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Files of one identity that are on their way, by the transfer's id, in a folder of the app's own; and the person's download folder.
 * Nothing there is ever overwritten. Failures: files.not-saved, files.gone.
 */
export interface FileShelf {
  /** Opens for writing from `at` on; what is there from `at` on is cut off. Fails where less than `at` is there. */
  write(id: string, at: number): Promise<Result<ShelfWriter>>;
  /** Bytes there; 0 for nothing. */
  size(id: string): Promise<number>;
  /** Rejects when it can't be read. */
  read(id: string, from: number): AsyncIterable<Uint8Array>;
  /** MD5 in hex, which is what offers of files have (XEP-0096); undefined: it can't be read. */
  digest(id: string): Promise<string | undefined>;
  discard(id: string): Promise<void>;
  /** Everything of this identity that was not kept for the person. */
  clear(): Promise<void>;
  /** What is here though nobody asked for it in a session. */
  ids(): Promise<readonly string[]>;
  /** Moves a whole file to the download folder under the next free name. */
  keep(id: string, name: string): Promise<Result<{ readonly path: string; readonly name: string }>>;
  /** Of a file that was kept; undefined: it isn't there any more. */
  keptSize(path: string): Promise<number | undefined>;
  readKept(path: string): AsyncIterable<Uint8Array>;
  /** `image/png` and the like, by its first bytes. */
  pictureType(file: { readonly id: string } | { readonly path: string }): Promise<string | undefined>;
}
