import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createXdgLinkHandlers } from './xdg-link-handlers.ts';

/** A folder's name that a shell would take apart. */
const ODD = 'a "b" it\'s $HOME 100%';

/** A person's desktop of its own, and a program that writes down how it was started. */
function desktop() {
  const home = mkdtempSync(join(tmpdir(), 'parlance-xdg-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const program = join(home, 'a program');
  const started = join(home, 'started');
  mkdirSync(join(home, 'config'));
  mkdirSync(join(home, 'data', 'applications'), { recursive: true });
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$@" >'${started}.new'\nmv '${started}.new' '${started}'\n`,
  );
  chmodSync(program, 0o755);
  // Another program that the person has chosen for im:.
  writeFileSync(
    join(home, 'data', 'applications', 'other.desktop'),
    '[Desktop Entry]\nType=Application\nName=Other\nExec=/bin/true %u\nMimeType=x-scheme-handler/im;\n',
  );
  writeFileSync(
    join(home, 'config', 'mimeapps.list'),
    '[Default Applications]\nx-scheme-handler/im=other.desktop\n',
  );
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_DATA_DIRS: join(home, 'none'),
    XDG_CURRENT_DESKTOP: '',
    DISPLAY: ':9',
  };
  return { env, program, started };
}

describe('programs for links on a Linux desktop', () => {
  it('X1 X4: made the default, the system hands a link over as one word behind two dashes', async () => {
    const { env, program, started } = desktop();
    const handlers = createXdgLinkHandlers({
      command: [program, '--profile', ODD],
      env,
    });
    expect((await handlers.all()).every(({ isOurs }) => !isOurs)).toBe(true);
    expect(await handlers.makeDefault('tel')).toBe('done');
    const all = await handlers.all();
    expect(all).toContainEqual({ scheme: 'tel', isOurs: true, program: 'parlance' });
    expect(all).toContainEqual({ scheme: 'im', isOurs: false, program: 'other' });
    const link = 'tel:600;ext=1?x=--profile';
    await promisify(execFile)('xdg-open', [link], { env, timeout: 20_000 }).catch(() => {});
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 20_000 });
    expect(readFileSync(started, 'utf8').trimEnd().split('\n')).toEqual(['--profile', ODD, '--', link]);
  });
});
