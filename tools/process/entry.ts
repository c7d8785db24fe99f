import { existsSync } from 'node:fs';
import { CannotRun } from '../commands/command.ts';
import { fromRoot } from './root.ts';

/** The absolute path of a program of ours that a command starts; one sentence when it isn't there (yet). */
export function entryFile(file: string): string {
  const found = fromRoot(file);
  if (!existsSync(found)) throw new CannotRun(`This command starts ${file}, which isn't there.`);
  return found;
}
