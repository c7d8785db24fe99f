import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allParts } from './all-parts.ts';
import { copyApp } from './app-copy.ts';
import { describeMachine } from './machine.ts';
import { parseOptions } from './options.ts';
import { type BenchRun, NotHere, type Part } from './part.ts';
import type { Row } from './row.ts';
import { table } from './table.ts';

/** Runs one part; what could not be measured is said and, unless it is something missing, fails the run. */
async function runPart(
  part: Part,
  bench: BenchRun,
): Promise<{ rows: readonly Row[]; problem?: string; isFault: boolean }> {
  const startedAt = performance.now();
  bench.say(`${part.name}: ${part.measures}`);
  try {
    const rows = await part.run(bench);
    bench.say(`${part.name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    return { rows, isFault: rows.some(({ isWrong }) => isWrong === true) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    bench.say(
      `${part.name}: ${error instanceof Error && !(error instanceof NotHere) ? error.stack : reason}`,
    );
    return { rows: [], problem: `${part.name}: ${reason}`, isFault: !(error instanceof NotHere) };
  }
}

async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(
    argv,
    allParts.map(({ name }) => name),
  );
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n`);
    return 2;
  }
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'parlance-bench-'));
  const ending = new AsyncDisposableStack();
  ending.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const app = copyApp(join(import.meta.dirname, '..'));
  ending.defer(app.remove);
  const bench: BenchRun = {
    isQuick: options.isQuick,
    withPeers: options.withPeers,
    folder,
    appEntry: app.entry,
    say: (text) => void process.stderr.write(`${text}\n`),
    defer: (end) => ending.defer(async () => void (await end())),
  };
  const parts = allParts.filter(({ name, isPeers, isLong }) =>
    options.only.length > 0
      ? options.only.includes(name)
      : (isPeers !== true || options.withPeers) && (isLong !== true || options.withLong),
  );
  const results = [];
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void ending.disposeAsync().finally(() => process.exit(130)));
  try {
    for (const part of parts) results.push(await runPart(part, bench));
  } finally {
    await ending.disposeAsync();
  }
  const rows = results.flatMap((result) => result.rows);
  const problems = results.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const report = {
    at: new Date().toISOString(),
    machine: describeMachine(),
    options,
    seconds,
    rows,
    problems,
  };
  mkdirSync('out/bench', { recursive: true });
  writeFileSync('out/bench/report.json', `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(
    `\n${[report.machine, '', table(rows), ...problems.map((problem) => `Not measured. ${problem}`)].join('\n')}\n\n${seconds} s; out/bench/report.json\n`,
  );
  return results.some(({ isFault }) => isFault) ? 1 : 0;
}

const code = await main(process.argv.slice(2));
// Timers of waits that are over would keep the process; what was written goes out first.
process.stdout.write('', () => process.exit(code));
