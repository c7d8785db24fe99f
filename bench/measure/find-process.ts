import { readdirSync, readFileSync } from 'node:fs';

/** The process whose command line holds these words. */
export function findProcess(words: string): number {
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && commandOf(name).includes(words));
  if (pid === undefined) throw new Error(`no process with "${words}"`);
  return Number(pid);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It ended between the listing and the reading.
    return '';
  }
}
