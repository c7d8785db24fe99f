import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DevtoolsPipe, PIPE_FLAG, PIPE_STDIO } from '../devtools-pipe.ts';

/** An empty page of a browser of its own. */
export interface ScriptPage {
  /** The value of an expression, which must be a string. Rejects when it throws, takes longer than a second, or the browser is gone. */
  evaluate(expression: string): Promise<string>;
  close(): void;
}

const EVALUATION_MS = 1_000;

/**
 * Starts the browser with a profile that is thrown away, spoken to over a pipe that nobody else has (`--remote-debugging-pipe`).
 * Its network leads nowhere, so a script can do nothing but compute.
 */
export function openScriptPage(browserPath: string): ScriptPage {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-script-'));
  const child = spawn(browserPath, flags(folder), { stdio: [...PIPE_STDIO] });
  const pipe = new DevtoolsPipe(child);
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => {
    process.off('exit', end);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  const session = attach(pipe);
  session.catch(() => undefined);
  return {
    async evaluate(expression) {
      const sessionId = await session;
      const params = { expression, returnByValue: true, silent: true, timeout: EVALUATION_MS };
      const { result, exceptionDetails } = await pipe.call('Runtime.evaluate', params, sessionId);
      const value = result?.value;
      if (exceptionDetails || typeof value !== 'string') throw new Error('the script failed');
      return value;
    },
    close: end,
  };
}

async function attach(pipe: DevtoolsPipe): Promise<string> {
  const { targetId } = await pipe.call('Target.createTarget', { url: 'about:blank' });
  const { sessionId = '' } = await pipe.call('Target.attachToTarget', { targetId, flatten: true });
  return sessionId;
}

function flags(folder: string): readonly string[] {
  return [
    `--user-data-dir=${folder}`,
    PIPE_FLAG,
    '--headless=new',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--proxy-server=127.0.0.1:9',
    '--proxy-bypass-list=<-loopback>',
    // Chromium refuses to sandbox itself for root; only build machines run as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}
