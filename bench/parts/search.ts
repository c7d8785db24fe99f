import { dirname, join } from 'node:path';
import type { NewMessage } from '../../src/main/ports/chat-store.port.ts';
import { createStorage } from '../../src/main/storage/create-storage.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { silentLog } from '../../test/fakes/silent-log.ts';
import { percentile } from '../measure/statistics.ts';
import type { BenchRun, Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';
import { BATCH, noteHistory, OWNER, placeForHistory } from '../search/long-history.ts';
import { makeHistory, makeQuestions, type Questions } from '../search/made-up-history.ts';
import { openBare, openProduct, openUnencrypted, type Subject } from '../search/subjects.ts';

const LIMIT = 50;

/** Searching a long history: newest first, by word, beginning of a word and two words. */
export const searchPart: Part = {
  name: 'search',
  measures: 'history search and storing, beside a bare FTS5 table',
  async run(bench) {
    const history = placeForHistory(bench);
    const { count, key, file } = history;
    const folder = dirname(file);
    const subjects = {
      product: openProduct(file, key),
      unencrypted: openUnencrypted(join(folder, 'unencrypted.db')),
      bare: openBare(join(folder, 'bare.db')),
    };
    const questions = makeQuestions(bench.isQuick ? 150 : 300);
    const stored = store(bench, subjects, count);
    const asked = ask(subjects, questions);
    for (const subject of Object.values(subjects)) subject.close();
    noteHistory(bench, history);
    const inWorker = await askWorker(folder, key, questions);
    return [
      ...storingRows(stored, count),
      ...searchRows(asked, count),
      ...workerRows(inWorker, asked.bare, count),
    ];
  },
};

type Each<T> = Readonly<Record<'product' | 'unencrypted' | 'bare', T>>;
type Timings = Readonly<Record<keyof Questions, readonly number[]>>;

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'search', ...facts });

/** Batches in turn, so that whatever else the machine does meanwhile hits all alike. Microseconds a message, each batch. */
function store(bench: BenchRun, subjects: Each<Subject>, count: number): Each<readonly number[]> {
  const spent: Each<number[]> = { product: [], unencrypted: [], bare: [] };
  let batch: NewMessage[] = [];
  let done = 0;
  for (const message of makeHistory(count)) {
    batch.push(message);
    if (batch.length < BATCH) continue;
    for (const name of ['product', 'unencrypted', 'bare'] as const)
      spent[name].push((timed(() => subjects[name].save(batch)) * 1000) / BATCH);
    done += batch.length;
    batch = [];
    if (done % (count / 10) === 0) bench.say(`search: ${done} messages stored`);
  }
  return spent;
}

function ask(subjects: Each<Subject>, questions: Questions): Each<Timings> {
  const timings = (subject: Subject): Timings => ({
    word: questions.word.map((text) => timed(() => subject.search(text, LIMIT))),
    'word, unfinished': questions['word, unfinished'].map((text) => timed(() => subject.search(text, LIMIT))),
    prefix: questions.prefix.map((text) => timed(() => subject.search(text, LIMIT))),
    'two words': questions['two words'].map((text) => timed(() => subject.search(text, LIMIT))),
  });
  // The first pass warms the page cache for all alike; the second counts.
  for (const subject of Object.values(subjects)) timings(subject);
  return {
    product: timings(subjects.product),
    unencrypted: timings(subjects.unencrypted),
    bare: timings(subjects.bare),
  };
}

/** As the app asks: another thread, one question after the other. */
async function askWorker(folder: string, key: Uint8Array, questions: Questions): Promise<Timings> {
  const workerUrl = new URL('../../src/main/storage/storage-worker.ts', import.meta.url);
  const storage = unwrap(await createStorage({ workerUrl, folder, key, log: silentLog }));
  try {
    const { chat } = unwrap(await storage.openIdentity(OWNER));
    const timings = async (texts: readonly string[]): Promise<number[]> => {
      const spent: number[] = [];
      for (const text of texts) {
        const startedAt = performance.now();
        await chat.search({ text, limit: LIMIT });
        spent.push(performance.now() - startedAt);
      }
      return spent;
    };
    await timings(questions.word);
    return {
      word: await timings(questions.word),
      'word, unfinished': await timings(questions['word, unfinished']),
      prefix: await timings(questions.prefix),
      'two words': await timings(questions['two words']),
    };
  } finally {
    await storage.close();
  }
}

function storingRows({ product, unencrypted, bare }: Each<readonly number[]>, count: number): Row[] {
  const [ours, plain, floor] = [mean(product), mean(unencrypted), mean(bare)];
  const note = `${count} messages, ${BATCH} a transaction on the disk; ${Math.round(1e6 / ours)} messages/s`;
  return [
    line({
      name: 'store a message',
      unit: 'µs',
      measured: ours,
      reference: { label: 'bare FTS5', value: floor },
      note,
    }),
    line({
      name: 'store a message: price of encryption',
      unit: 'µs',
      measured: ours,
      reference: { label: 'unencrypted', value: plain },
      goal: { of: 'ratio', atMost: 1.3 },
    }),
  ];
}

function searchRows({ product, unencrypted, bare }: Each<Timings>, count: number): Row[] {
  const all = (timings: Timings) => [...timings.word, ...timings.prefix, ...timings['two words']];
  const note = `${count} messages, newest ${LIMIT}`;
  const p50 = (name: 'word' | 'two words') =>
    line({
      name: `${name}: p50`,
      unit: 'ms',
      measured: percentile(product[name], 0.5),
      reference: { label: 'bare FTS5', value: percentile(bare[name], 0.5) },
      note,
    });
  const p95 = (name: 'word' | 'two words') =>
    line({
      name: `${name}: p95`,
      unit: 'ms',
      measured: percentile(product[name], 0.95),
      reference: { label: 'bare FTS5', value: percentile(bare[name], 0.95) },
      ...(name === 'word' && { goal: { of: 'ratio', atMost: 3 } }),
    });
  return [
    p50('word'),
    p95('word'),
    p50('two words'),
    p95('two words'),
    line({
      name: 'search: price of encryption, mean',
      unit: 'ms',
      measured: mean(all(product)),
      reference: { label: 'unencrypted', value: mean(all(unencrypted)) },
      goal: { of: 'ratio', atMost: 1.3 },
    }),
  ];
}

function workerRows(timings: Timings, bare: Timings, count: number): Row[] {
  return (['word', 'word, unfinished', 'prefix', 'two words'] as const).flatMap((name) => [
    line({
      name: `${name}, as the app asks: p50`,
      unit: 'ms',
      measured: percentile(timings[name], 0.5),
      ...((name === 'word' || name === 'two words') && {
        reference: { label: 'bare FTS5', value: percentile(bare[name], 0.5) },
      }),
    }),
    line({
      name: `${name}, as the app asks: p95`,
      unit: 'ms',
      measured: percentile(timings[name], 0.95),
      goal: { of: 'measured', atMost: 20 },
      note: `${count} messages, through the worker; slowest ${Math.max(...timings[name]).toFixed(1)} ms`,
    }),
  ]);
}

function mean(samples: readonly number[]): number {
  return samples.reduce((sum, value) => sum + value, 0) / samples.length;
}

function timed(act: () => unknown): number {
  const startedAt = performance.now();
  act();
  return performance.now() - startedAt;
}
