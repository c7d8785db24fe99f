import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { Clock } from '../../../ports/clock.port.ts';
import type { ProxyResolver } from '../../../ports/proxy.port.ts';
import { SCRIPT_FUNCTIONS } from './script-functions.ts';
import { openScriptPage, type ScriptPage } from './script-page.ts';

export interface ProxyScriptOptions {
  /** A file, or a web address. */
  readonly source: string;
  readonly browserPath: string;
  readonly clock: Clock;
}

export interface ProxyScript {
  /** Rejects where the script cannot be had or fails: then the way is straight. */
  readonly resolve: ProxyResolver;
  stop(): void;
}

const LOAD_MS = 5_000;
const MAX_BYTES = 1_000_000;
/** Scripts depend on where the computer is, so neither lives long. */
const SCRIPT_KEPT_MS = 600_000;
const ANSWER_KEPT_MS = 60_000;
const MAX_ANSWERS = 256;
/** A browser without work is ended. */
const IDLE_MS = 30_000;
/** A script that always wants one more name is no script. */
const MAX_PASSES = 6;

export function createProxyScript(options: ProxyScriptOptions): ProxyScript {
  const runner = new Runner(options);
  return { resolve: (url) => runner.resolve(url), stop: () => runner.stop() };
}

class Runner {
  private readonly options: ProxyScriptOptions;
  private readonly answers = new Map<string, { readonly answer: string; readonly until: number }>();
  private script: { readonly text: string; readonly until: number } | undefined;
  private page: ScriptPage | undefined;
  private cancelIdle: () => void = () => undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: ProxyScriptOptions) {
    this.options = options;
  }

  /** One after the other: there is one page. */
  resolve(url: string): Promise<string> {
    const next = this.turn.then(() => this.answerFor(url));
    this.turn = next.catch(() => undefined);
    return next;
  }

  stop(): void {
    this.cancelIdle();
    this.page?.close();
    this.page = undefined;
  }

  private async answerFor(url: string): Promise<string> {
    const now = this.options.clock.monotonic();
    const kept = this.answers.get(url);
    if (kept && kept.until > now) return kept.answer;
    const answer = await this.run(await this.load(now), url);
    if (this.answers.size >= MAX_ANSWERS) this.answers.clear();
    this.answers.set(url, { answer, until: now + ANSWER_KEPT_MS });
    return answer;
  }

  private async load(now: number): Promise<string> {
    if (this.script && this.script.until > now) return this.script.text;
    const { source } = this.options;
    const text = /^https?:\/\//i.test(source) ? await download(source) : await readFile(source, 'utf8');
    if (text.length > MAX_BYTES) throw new Error('the script is too long');
    this.script = { text, until: now + SCRIPT_KEPT_MS };
    return text;
  }

  private async run(script: string, url: string): Promise<string> {
    const known: Record<string, string | null> = {};
    const host = URL.parse(url)?.hostname.replace(/^\[(.*)\]$/, '$1') ?? '';
    try {
      for (let pass = 0; pass < MAX_PASSES; pass += 1) {
        const told = JSON.parse(await this.evaluate(expressionOf(script, known, url, host))) as {
          readonly answer: string;
          readonly missing: readonly string[];
        };
        if (told.missing.length === 0) return told.answer;
        for (const name of told.missing) known[name] = await addressOf(name);
      }
      throw new Error('the script comes to no end');
    } catch (error) {
      // A page that a script has spoiled is not used again.
      this.stop();
      throw error;
    }
  }

  private evaluate(expression: string): Promise<string> {
    this.cancelIdle();
    this.page ??= openScriptPage(this.options.browserPath);
    this.cancelIdle = this.options.clock.after(IDLE_MS, () => this.stop());
    return this.page.evaluate(expression);
  }
}

function expressionOf(
  script: string,
  known: Readonly<Record<string, string | null>>,
  url: string,
  host: string,
): string {
  const facts = `const known = ${JSON.stringify(known)}; const own = ${JSON.stringify(ownAddress())};`;
  const call = `String(FindProxyForURL(${JSON.stringify(url)}, ${JSON.stringify(host)}))`;
  return `(() => { ${facts}\n${SCRIPT_FUNCTIONS}\n${script}\n;const answer = ${call}; return JSON.stringify({ answer, missing }); })()`;
}

async function download(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(LOAD_MS) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  if (Number(answer.headers.get('content-length') ?? 0) > MAX_BYTES)
    throw new Error('the script is too long');
  return answer.text();
}

function addressOf(name: string): Promise<string | null> {
  return lookup(name, { family: 4 }).then(
    ({ address }) => address,
    () => null,
  );
}

function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
