import {
  createWriteStream,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  type WriteStream,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogFile } from '../../ports/machine-record.port.ts';

const FILE_BYTES = 5 * 1024 * 1024;
/** Together, in one answer of `read`: what a report can carry. */
const READ_BYTES = 12 * 1024 * 1024;
const FILES = 10;

/** Text appended to `<folder>/<name>.log`; a full file becomes `<name>.1.log`, and so on up to as many as are kept. */
export class RotatingFile {
  private readonly folder: string;
  private readonly name: string;
  private readonly limit: number;
  private files = FILES;
  private size: number;
  private stream: WriteStream;

  constructor(folder: string, name: string, limit = FILE_BYTES) {
    this.folder = folder;
    this.name = name;
    this.limit = limit;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.size = this.sizeNow();
    this.stream = this.open();
  }

  write(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.size + bytes > this.limit && this.size > 0) this.turn();
    this.size += bytes;
    this.stream.write(text);
  }

  /** From now on so many, the one that is written included; older ones are deleted. */
  keep(files: number): void {
    this.files = Math.max(1, files);
    for (const name of this.numbered()) if (numberOf(name) >= this.files) this.remove(name);
  }

  /** The newest file first. */
  async read(): Promise<readonly LogFile[]> {
    await new Promise<void>((resolve) => this.stream.write('', () => resolve()));
    const names = [this.path(0), ...this.numbered().map((name) => join(this.folder, name))];
    const read: LogFile[] = [];
    let left = READ_BYTES;
    for (const path of names) {
      const text = await readFile(path, 'utf8').catch(() => '');
      if (text === '' || left <= 0) continue;
      // Of a long one the end: that is where the trouble is.
      read.push({ name: path.slice(this.folder.length + 1), text: text.slice(-left) });
      left -= text.length;
    }
    return read;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.stream.end(resolve));
  }

  /** The full file steps back, each older one with it. Renamed under the open stream, which ends in the file it began. */
  private turn(): void {
    this.stream.end();
    for (let number = this.files - 1; number >= 0; number -= 1) {
      const from = this.path(number);
      if (number + 1 >= this.files) this.removePath(from);
      else rename(from, this.path(number + 1));
    }
    this.size = this.sizeNow();
    this.stream = this.open();
  }

  private open(): WriteStream {
    const stream = createWriteStream(this.path(0), { flags: 'a', mode: 0o600, ...this.descriptor() });
    // A full disk must not end the app: what cannot be written is lost, calls and chat go on.
    stream.on('error', () => {});
    return stream;
  }

  /** Opened at once: a file that turns soon must be this one. */
  private descriptor(): { readonly fd?: number } {
    try {
      return { fd: openSync(this.path(0), 'a', 0o600) };
    } catch {
      return {};
    }
  }

  private sizeNow(): number {
    try {
      return statSync(this.path(0)).size;
    } catch {
      return 0;
    }
  }

  private path(number: number): string {
    return join(this.folder, number === 0 ? `${this.name}.log` : `${this.name}.${number}.log`);
  }

  private numbered(): readonly string[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => name.startsWith(`${this.name}.`) && /\.\d+\.log$/.test(name))
        .toSorted((a, b) => numberOf(a) - numberOf(b));
    } catch {
      return [];
    }
  }

  private remove(name: string): void {
    this.removePath(join(this.folder, name));
  }

  private removePath(path: string): void {
    try {
      rmSync(path, { force: true });
    } catch {
      // Somebody looks at it: gone the next time.
    }
  }
}

function numberOf(name: string): number {
  return Number(/\.(\d+)\.log$/.exec(name)?.[1] ?? 0);
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // Not there yet, or held open (Windows): the next turn finds it.
  }
}
