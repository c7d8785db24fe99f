import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedLab } from '../../lab/scenarios/office.ts';
import { startAppProcess } from '../fixtures/app-process.ts';

/** Opens the window for a person to play with, until it is closed. */
export async function openByHand(lab: EmbeddedLab, tell: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-demo-'));
  const account = join(folder, 'whereabouts.json');
  writeFileSync(account, JSON.stringify({ dns: lab.accountOf('alice').dns, ca: lab.caPath }));
  tell(
    [
      'An office on this machine. Sign in as',
      `    alice@${lab.domain}    password    ${lab.password}`,
      'Write to Bob; call 600 for an echo, Bob for a tone. Close the window to end.',
    ].join('\n'),
  );
  const app = startAppProcess({ profile: join(folder, 'profile'), account, isHeadless: false });
  process.once('SIGINT', () => void app.quit());
  await new Promise((resolve) => app.child.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
