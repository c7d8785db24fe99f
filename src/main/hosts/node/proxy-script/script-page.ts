import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** An empty page of a browser of its own. */
export interface ScriptPage {
  /** The value of an expression, which must be a string. Rejects when it throws, takes longer than a second, or the browser is gone. */
  evaluate(expression: string): Promise<string>;
  close(): void;
}

interface Reply {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: {
    readonly targetId?: string;
    readonly sessionId?: string;
    readonly result?: { readonly type?: string; readonly value?: unknown };
    readonly exceptionDetails?: object;
  };
}

const EVALUATION_MS = 1_000;
const REPLY_MS = 30_000;

/**
 * Starts the browser with a profile that is thrown away, spoken to over a pipe that nobody else has (`--remote-debugging-pipe`).
 * Its network leads nowhere, so a script can do nothing but compute.
 */
export function openScriptPage(browserPath: string): ScriptPage {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-script-'));
  const child = spawn(browserPath, flags(folder), { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const pipe = new Pipe(child);
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
      const { result } = await pipe.call('Runtime.evaluate', params, sessionId);
      const value = result?.result?.value;
      if (result?.exceptionDetails || typeof value !== 'string') throw new Error('the script failed');
      return value;
    },
    close: end,
  };
}

async function attach(pipe: Pipe): Promise<string> {
  const created = await pipe.call('Target.createTarget', { url: 'about:blank' });
  const targetId = created.result?.targetId;
  const attached = await pipe.call('Target.attachToTarget', { targetId, flatten: true });
  return attached.result?.sessionId ?? '';
}

function flags(folder: string): readonly string[] {
  return [
    `--user-data-dir=${folder}`,
    '--remote-debugging-pipe',
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

/** Chromium's DevTools protocol over two pipes: JSON texts, each ended by a zero byte. */
class Pipe {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private nextId = 1;
  private held = '';

  constructor(child: ChildProcess) {
    this.child = child;
    const incoming = child.stdio[4] as Readable;
    incoming.setEncoding('utf8');
    incoming.on('data', (text: string) => this.read(text));
    for (const stream of [child, incoming, child.stdio[3] as Writable]) stream.on('error', () => this.fail());
    child.once('exit', () => this.fail());
  }

  call(method: string, params: object, sessionId?: string): Promise<Reply> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle({ error: { message: 'no answer' } }), REPLY_MS);
      const settle = (reply: Reply): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        if (reply.error) reject(new Error(reply.error.message));
        else resolve(reply);
      };
      this.waiting.set(id, settle);
      if (this.child.exitCode !== null) return this.fail();
      (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  private read(text: string): void {
    const [first = '', ...more] = (this.held + text).split('\0');
    const texts = [first, ...more];
    this.held = texts.pop() ?? '';
    for (const each of texts) {
      const reply = JSON.parse(each) as Reply;
      if (reply.id !== undefined) this.waiting.get(reply.id)?.(reply);
    }
  }

  private fail(): void {
    for (const settle of [...this.waiting.values()]) settle({ error: { message: 'the browser is gone' } });
  }
}
