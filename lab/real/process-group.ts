import { readdirSync, readFileSync } from 'node:fs';
import { waitUntil } from './wait-until.ts';

/**
 * Waits until no living process of the group is left, so that its ports are free. Zombies don't count: they hold
 * nothing, and orphans of a killed server wait for whoever is process 1 to reap them.
 */
export async function groupIsGone(group: number): Promise<void> {
  await waitUntil(() => !hasLivingMember(group), {
    what: `process group ${group} to end`,
    timeoutMs: 5_000,
    everyMs: 5,
  });
}

function hasLivingMember(group: number): boolean {
  return listProcesses().some((pid) => {
    // proc(5): pid (comm) state ppid pgrp …; comm may hold spaces and brackets.
    const [state, , pgrp] = (readStat(pid).split(') ').at(-1) ?? '').split(' ');
    return pgrp === String(group) && state !== 'Z' && state !== 'X';
  });
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
