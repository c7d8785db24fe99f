import { describe, expect, it } from 'vitest';
import { readPlaywrightReport, readVitestReport } from './test-report.ts';

describe('reading reports', () => {
  it('of vitest: every test, skipped ones, and a file that could not be loaded', () => {
    const text = JSON.stringify({
      testResults: [
        {
          name: '/repo/src/a.test.ts',
          status: 'passed',
          assertionResults: [
            { fullName: 'chat M6: sends', status: 'passed' },
            { fullName: 'chat later', status: 'pending' },
            { fullName: 'chat some day', status: 'todo' },
          ],
        },
        { name: '/repo/src/b.test.ts', status: 'failed', assertionResults: [] },
      ],
    });
    expect(readVitestReport(text, '/repo')).toEqual([
      { name: 'chat M6: sends', file: 'src/a.test.ts', status: 'passed' },
      { name: 'chat later', file: 'src/a.test.ts', status: 'skipped' },
      { name: 'chat some day', file: 'src/a.test.ts', status: 'skipped' },
      { name: 'src/b.test.ts could not be run', file: 'src/b.test.ts', status: 'failed' },
    ]);
  });

  it('of Playwright: groups in the name, a flaky test failed, errors outside the tests', () => {
    const text = JSON.stringify({
      errors: [{ message: 'no such fixture\n  at x' }],
      suites: [
        {
          title: 'chat.spec.ts',
          file: 'chat.spec.ts',
          specs: [{ title: 'M6: sends', tests: [{ status: 'expected', projectName: 'node' }] }],
          suites: [
            {
              title: 'offline',
              file: 'chat.spec.ts',
              specs: [
                {
                  title: 'M6: waits',
                  tests: [
                    { status: 'flaky', projectName: 'node' },
                    { status: 'skipped', projectName: 'electron' },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    expect(readPlaywrightReport(text, 'e2e/specs')).toEqual([
      { name: '[node] M6: sends', file: 'e2e/specs/chat.spec.ts', status: 'passed' },
      { name: '[node] offline M6: waits', file: 'e2e/specs/chat.spec.ts', status: 'failed' },
      { name: '[electron] offline M6: waits', file: 'e2e/specs/chat.spec.ts', status: 'skipped' },
      { name: 'Playwright: no such fixture', file: 'e2e/specs', status: 'failed' },
    ]);
  });
});
