import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { type ProcessStat, readPss, readStat, treeBelow } from './process-stat.ts';

/** A process with everything it started, as the kernel counts it. */
export interface ProcessTree {
  /** User and system time since the start, of those who run and those who have ended. */
  cpuSeconds(): number;
  /** Memory now (PSS), bytes. */
  memory(): number;
}

let ticksPerSecond: number | undefined;

/**
 * Watches the tree below a process. Those seen once are followed even when their parent ends. What a process used between
 * our last look and its end is counted where its parent waited for it, which Chromium's and Node's do.
 */
export function watchProcessTree(root: number): ProcessTree {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  const perSecond = ticksPerSecond;
  const members = new Set([root]);
  const look = (): ProcessStat[] => {
    const all = allProcesses();
    const found = new Map([...members].flatMap((pid) => treeBelow(pid, all)).map((one) => [one.pid, one]));
    for (const pid of members) if (!found.has(pid)) members.delete(pid);
    for (const pid of found.keys()) members.add(pid);
    return [...found.values()];
  };
  return {
    cpuSeconds: () => look().reduce((sum, { cpuTicks }) => sum + cpuTicks, 0) / perSecond,
    memory: () => look().reduce((sum, { pid }) => sum + pssOf(pid), 0),
  };
}

function allProcesses(): ProcessStat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readStat(readOrEmpty(`/proc/${pid}/stat`)))
    .filter((stat) => stat !== undefined);
}

function pssOf(pid: number): number {
  return readPss(readOrEmpty(`/proc/${pid}/smaps_rollup`)) ?? 0;
}

/** A process may end between the listing and the reading. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
