/** What /proc/PID/stat says that we need (proc(5)). */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** Own threads and children already waited for, user and system, in clock ticks. */
  readonly cpuTicks: number;
}

/** Reads /proc/PID/stat. The command's name stands in brackets and may hold anything, brackets and spaces too. */
export function readStat(text: string): ProcessStat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const fields = text
    .slice(close + 2)
    .trim()
    .split(' ');
  // Field 3 of the manual is the first one here.
  const number = (field: number) => Number(fields[field - 3]);
  const pid = Number(text.slice(0, open));
  const cpuTicks = number(14) + number(15) + number(16) + number(17);
  return Number.isFinite(pid + number(4) + cpuTicks) ? { pid, parent: number(4), cpuTicks } : undefined;
}

/** `Pss:` of /proc/PID/smaps_rollup, bytes: memory with shared pages divided among those who share them. */
export function readPss(smapsRollup: string): number | undefined {
  const found = /^Pss:\s+(\d+) kB$/m.exec(smapsRollup);
  return found ? Number(found[1]) * 1024 : undefined;
}

/** A process with everything below it, parents before children. */
export function treeBelow(root: number, processes: readonly ProcessStat[]): ProcessStat[] {
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const tree = processes.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}
