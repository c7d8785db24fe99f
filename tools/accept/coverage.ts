import { idsIn } from '../checks/test-titles.ts';
import type { TestResult } from '../steps/test-report.ts';

/** One promise of a suite with the tests that carry its ID. */
export type ShownBy = {
  readonly id: string;
  readonly tests: readonly TestResult[];
  readonly isShown: boolean;
};

/** A promise is shown when at least one test carries its ID and all that do passed. */
export function shownBy(ids: readonly string[], results: readonly TestResult[]): readonly ShownBy[] {
  return ids.map((id) => {
    const tests = results.filter((result) => idsIn(result.name).includes(id));
    return { id, tests, isShown: tests.length > 0 && tests.every(({ status }) => status === 'passed') };
  });
}

/** The lines that acceptance prints: each ID, then its tests with how they ended. */
export function coverageLines(all: readonly ShownBy[]): readonly string[] {
  return all.flatMap(({ id, tests }) => [
    tests.length === 0 ? `${id.padEnd(4)} has no test` : id,
    ...tests.map(({ status, name }) => `  ${status.padEnd(7)} ${name}`),
  ]);
}
