import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../process/root.ts';
import type { TestResult } from '../steps/test-report.ts';
import { coverageLines, shownBy } from './coverage.ts';
import { suites } from './suites.ts';

const result = (name: string, status: TestResult['status']): TestResult => ({
  name,
  file: 'e2e/specs/a.spec.ts',
  status,
});

describe('acceptance', () => {
  const results = [
    result('[node] M6, Q3: kill -9 while sending', 'passed'),
    result('[node] M7: copies', 'skipped'),
  ];

  it('counts a promise as shown when all its tests passed', () => {
    expect(shownBy(['M6', 'Q3', 'M7', 'M1'], results).map(({ id, isShown }) => [id, isShown])).toEqual([
      ['M6', true],
      ['Q3', true],
      ['M7', false],
      ['M1', false],
    ]);
  });

  it('does not take M1 for M13', () => {
    expect(shownBy(['M1'], [result('M13: search', 'passed')])[0]?.tests).toEqual([]);
  });

  it('prints each promise with its tests', () => {
    expect(coverageLines(shownBy(['M7', 'M1'], results))).toEqual([
      'M7',
      '  skipped [node] M7: copies',
      'M1   has no test',
    ]);
  });

  it('names promises that exist', () => {
    const known = readFileSync(fromRoot('docs', 'requirement-ids.txt'), 'utf8').split('\n');
    expect(suites.flatMap(({ ids }) => ids).filter((id) => !known.includes(id))).toEqual([]);
  });
});
