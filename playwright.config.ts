import { defineConfig } from '@playwright/test';
import { findElectron } from './tools/system/electron.ts';

/** Which host each project starts: read by the fixture in e2e/fixtures. */
const hosts = findElectron() === undefined ? (['node'] as const) : (['node', 'electron'] as const);

/** Whole-app tests: what a person sees and does, in a real Chromium, against the lab. */
export default defineConfig({
  testDir: 'e2e/specs',
  testMatch: '**/*.spec.ts',
  outputDir: 'out/e2e/results',
  // One lab and one microphone: specs take turns.
  workers: 1,
  fullyParallel: false,
  // A retry here would hide a test that fails now and then; `npm test` names what it runs again (decision 0014).
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  // Generous: on two busy cores a time that runs out says nothing about the app.
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: process.env['PARLANCE_E2E_REPORT'] ?? 'out/e2e/report.json' }]],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: hosts.map((host) => ({ name: host, metadata: { host } })),
});
