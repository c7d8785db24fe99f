import { describe, expect, it } from 'vitest';
import { readPss, readStat, treeBelow } from './process-stat.ts';

const stat = (pid: number, name: string, parent: number, times = '10 20 30 40') =>
  `${pid} (${name}) S ${parent} 1 1 0 -1 4194304 5 6 7 8 ${times} 20 0 12 0 5000 1000 200\n`;

describe('/proc/PID/stat', () => {
  it('gives parent and CPU, children that have ended included', () => {
    expect(readStat(stat(42, 'node', 7))).toEqual({ pid: 42, parent: 7, cpuTicks: 100 });
  });

  it('isn’t led astray by what a process calls itself', () => {
    expect(readStat(stat(42, 'a) S 1 (b', 7))).toEqual({ pid: 42, parent: 7, cpuTicks: 100 });
  });

  it.each(['', 'no brackets', '42 (cut', '42 (node) S'])('is undefined for %j', (text) => {
    expect(readStat(text)).toBeUndefined();
  });
});

describe('smaps_rollup', () => {
  it('gives Pss in bytes, not its parts', () => {
    const text =
      '5577-7ffe ---p 00000000 00:00 0    [rollup]\nRss:  200000 kB\nPss:   123456 kB\nPss_Dirty: 1 kB\nPss_Anon: 2 kB\n';
    expect(readPss(text)).toBe(123_456 * 1024);
  });

  it('is undefined where the kernel gives none', () => {
    expect(readPss('')).toBeUndefined();
  });
});

describe('a tree of processes', () => {
  it('is a process with all below it and nobody else', () => {
    const processes = [
      [1, 0],
      [10, 1],
      [11, 10],
      [12, 11],
      [20, 1],
    ].map(([pid = 0, parent = 0]) => ({
      pid,
      parent,
      cpuTicks: 1,
    }));
    expect(treeBelow(10, processes).map(({ pid }) => pid)).toEqual([10, 11, 12]);
    expect(treeBelow(99, processes)).toEqual([]);
  });
});
