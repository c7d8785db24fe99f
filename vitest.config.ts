import { defineConfig } from 'vitest/config';

// SQLite's native part ends the process under Node 20, so say it in words first.
if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(
    `Tests run under Node 24, this is ${process.version}: use "npm run unit" or put node_modules/.bin first on PATH.`,
  );
}

const folders = '{src,lab,tools,test,bench,packaging,e2e}';

/**
 * Four projects: `unit` (beside the source, no servers), `integration` (Debian's servers on loopback, one file at a time),
 * `installers` (Debian's wine, makensis and msitools) and `foreign` (servers that nothing else here needs, and whose packages start
 * them on the machine); those two are run by the acceptance suites of their names only.
 */
export default defineConfig({
  test: {
    allowOnly: false,
    passWithNoTests: true,
    // Tests that say `concurrent` wait for a browser most of the time.
    maxConcurrency: 3,
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: ['**/node_modules/**', '**/*.{integration,installers,foreign}.test.ts'],
          environment: 'node',
          // Generous: two busy cores, and a time that runs out says nothing about the code. Long forms do a hundred times as much.
          testTimeout: process.env['PARLANCE_LONG'] === '1' ? 3_000_000 : 30_000,
          hookTimeout: 30_000,
          restoreMocks: true,
          unstubGlobals: true,
        },
      },
      {
        test: {
          name: 'integration',
          include: [`${folders}/**/*.integration.test.ts`],
          exclude: ['**/node_modules/**'],
          environment: 'node',
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'installers',
          include: ['packaging/**/*.installers.test.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'foreign',
          include: ['test/interop/**/*.foreign.test.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
