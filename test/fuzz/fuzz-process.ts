import { answerSubjects } from './answer-subjects.ts';
import { callSubjects } from './call-subjects.ts';
import { fileSubjects } from './file-subjects.ts';
import { nameSubjects } from './name-subjects.ts';
import type { FuzzReport } from './fuzz-report.ts';

const subjects = [...nameSubjects, ...fileSubjects, ...answerSubjects, ...callSubjects];
/** Inputs that are held at a time: what was drawn must not count as what was kept. */
const BATCH = 250;
/** Of each reader, before the heap is measured: code is compiled and tables are filled then. */
const WARM_UP = 300;

/** The heap after everything that can go has gone, bytes. */
function heap(): number {
  const { gc } = globalThis;
  if (!gc) throw new Error('start me with --expose-gc');
  for (let round = 0; round < 3; round += 1) gc();
  return process.memoryUsage().heapUsed;
}

/** Run as a child process: `fuzz-process.ts INPUTS SEED`; prints a report as JSON. */
async function run(inputs: number, seed: number): Promise<FuzzReport> {
  const each = Math.ceil(inputs / subjects.length);
  let slowest = { name: '', ms: 0 };
  const feed = async (from: number, to: number): Promise<void> => {
    for (const one of subjects)
      for (let at = from; at < to; at += BATCH) {
        const ms = await one.run(seed + at, Math.min(BATCH, to - at));
        if (ms > slowest.ms) slowest = { name: one.name, ms };
      }
  };
  const warmUp = Math.min(WARM_UP, each);
  await feed(0, warmUp);
  const before = heap();
  await feed(warmUp, each);
  return {
    seed,
    subjects: subjects.map(({ name }) => name),
    inputs: each * subjects.length,
    slowest,
    heapGrowth: heap() - before,
  };
}

const [inputs = '10000', seed = '1'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await run(Number(inputs), Number(seed)))}\n`);
