import { describe, expect, it } from 'vitest';
import { filesToRepeat, type TestsEnded, testOutcome, withSecondRun } from './second-run.ts';
import type { TestResult } from './test-report.ts';

const result = (file: string, name: string, status: TestResult['status'] = 'passed'): TestResult => ({
  file,
  name,
  status,
});
const ended = (code: number, ...results: TestResult[]): TestsEnded => ({ code, output: '', results });

describe('a second run', () => {
  it('is for the files of up to three failed tests', () => {
    const failed = ['1', '2', '3'].map((name) => result('a.ts', name, 'failed'));
    expect(filesToRepeat(ended(1, ...failed, result('b.ts', 'b')))).toEqual(['a.ts']);
    expect(filesToRepeat(ended(1, ...failed, result('b.ts', 'b', 'failed')))).toEqual([]);
    expect(filesToRepeat(ended(0, result('b.ts', 'b')))).toEqual([]);
  });

  it('that passes is counted and named', () => {
    const first = ended(1, result('a.ts', 'x', 'failed'), result('a.ts', 'y'), result('b.ts', 'b'));
    const both = withSecondRun(first, ended(0, result('a.ts', 'x'), result('a.ts', 'y')));
    expect(testOutcome(both)).toMatchObject({
      passed: 3,
      failed: 0,
      notes: ['passed only when run again: a.ts x'],
    });
  });

  it('that fails again counts as failed, whichever test it was', () => {
    const first = ended(1, result('a.ts', 'x', 'failed'), result('b.ts', 'b'));
    const both = withSecondRun(first, ended(1, result('a.ts', 'x'), result('a.ts', 'y', 'failed')));
    expect(testOutcome(both)).toMatchObject({ passed: 2, failed: 1, notes: [] });
  });

  it('that told nothing, or ended badly, counts as failed', () => {
    const first = ended(1, result('a.ts', 'x', 'failed'));
    expect(testOutcome(withSecondRun(first, ended(1)))).toMatchObject({ passed: 0, failed: 1 });
    expect(testOutcome(withSecondRun(first, ended(1, result('a.ts', 'x'))))).toMatchObject({ failed: 1 });
  });

  it('has nothing to do with what failed outside the tests', () => {
    expect(testOutcome(ended(1, result('a.ts', 'x')))).toMatchObject({ passed: 1, failed: 1 });
  });
});
