import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../fakes/fuzz-runs.ts';
import type { FuzzReport } from './fuzz-report.ts';

const program = fileURLToPath(new URL('fuzz-process.ts', import.meta.url));
const MB = 1_048_576;

describe('Q2: whatever signing in is given to read', () => {
  it('Q2: ten thousand inputs, a million in the long run: no crash, no hang, nothing kept', {
    timeout: 7_200_000,
  }, async () => {
    const inputs = fuzzRuns(10_000);
    const seed = Math.floor(Math.random() * 2 ** 30);
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--expose-gc', program, String(inputs), String(seed)],
    ]).catch((error: unknown) => {
      throw new Error(`seed ${seed}`, { cause: error });
    });
    const report = JSON.parse(stdout) as FuzzReport;
    expect(report.inputs).toBeGreaterThanOrEqual(inputs);
    // The issue's own limits: a second for an input, however busy the machine, and ten megabytes.
    expect(report.slowest, stdout).toMatchObject({ ms: expect.toSatisfy((ms: number) => ms < 1_000) });
    expect(report.heapGrowth / MB, stdout).toBeLessThan(10);
  });
});
