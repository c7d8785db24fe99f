import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
  readonly result?: DevtoolsResult;
}

/** The parts of answers that are read somewhere. */
export interface DevtoolsResult {
  readonly targetId?: string;
  readonly sessionId?: string;
  readonly targetInfo?: { readonly type: string };
  readonly result?: { readonly type?: string; readonly value?: unknown };
  readonly exceptionDetails?: object;
}

const REPLY_MS = 30_000;

/** How a browser is started whose pipe this is: its third and fourth channel. Who ends the pipe ends the browser. */
export const PIPE_FLAG = '--remote-debugging-pipe';
export const PIPE_STDIO = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const;

/** Chromium's DevTools protocol over two pipes that nobody but us has: JSON texts, each ended by a zero byte. */
export class DevtoolsPipe {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #listeners = new Map<string, (params: Readonly<Record<string, unknown>>) => void>();
  #nextId = 1;
  #held = '';
  #isGone = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    const incoming = child.stdio[4] as Readable;
    incoming.setEncoding('utf8');
    incoming.on('data', (text: string) => this.#read(text));
    for (const stream of [child, incoming, child.stdio[3] as Writable])
      stream.on('error', () => this.#fail());
    child.once('exit', () => this.#fail());
  }

  /** The browser has ended, or will say nothing any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Rejects when the browser refuses, says nothing for long, or is gone. */
  call(method: string, params: object, sessionId?: string): Promise<DevtoolsResult> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle({ error: { message: 'no answer' } }), REPLY_MS);
      const settle = (reply: Reply): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (reply.error) reject(new Error(reply.error.message));
        else resolve(reply.result ?? {});
      };
      this.#waiting.set(id, settle);
      if (this.#isGone) return this.#fail();
      (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** One listener for each event. */
  on(method: string, listener: (params: Readonly<Record<string, unknown>>) => void): void {
    this.#listeners.set(method, listener);
  }

  #read(text: string): void {
    const [first = '', ...more] = (this.#held + text).split('\0');
    const texts = [first, ...more];
    this.#held = texts.pop() ?? '';
    for (const each of texts) {
      const reply = JSON.parse(each) as Reply;
      if (reply.id !== undefined) this.#waiting.get(reply.id)?.(reply);
      else if (reply.method !== undefined) this.#listeners.get(reply.method)?.(reply.params ?? {});
    }
  }

  #fail(): void {
    this.#isGone = true;
    for (const settle of [...this.#waiting.values()]) settle({ error: { message: 'the browser is gone' } });
  }
}
