import { defineConfig } from 'vitest/config';

// SQLite's native part ends the process under Node 20, so say it in words first.
if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(
    `Tests run under Node 24, this is ${process.version}: use "npm run unit" or put node_modules/.bin first on PATH.`,
  );
}

const folders = '{src,lab,tools,test,bench,packaging,e2e}';

/** Two projects: `unit` (beside the source, no servers) and `integration` (Debian's servers on loopback, one file at a time). */
export default defineConfig({
  test: {
    allowOnly: false,
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: ['**/node_modules/**', '**/*.integration.test.ts'],
          environment: 'node',
          // Generous: two busy cores, and a time that runs out says nothing about the code.
          testTimeout: 30_000,
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
    ],
  },
});
