import { seededRandom } from '../../test/fakes/seeded-random.ts';
import { roughLink } from '../media/rough-link.ts';
import { startTalk } from '../media/talk.ts';
import type { BenchRun, Part } from '../part.ts';
import { row, type Row } from '../row.ts';

const JITTER_MS = 100;
const WAYS = [
  // What the machine itself takes: where this is not near nothing, the rows below say little.
  { loss: 0, jitterMs: 0 },
  // What being held up alone costs: the jitter buffer lets the latest few of a hundred go rather than delay all.
  { loss: 0, jitterMs: JITTER_MS },
  { loss: 0.01, jitterMs: JITTER_MS },
  { loss: 0.05, jitterMs: JITTER_MS },
  { loss: 0.1, jitterMs: JITTER_MS },
] as const;

/** What of the sound had to be made up when the way to us is bad, beside what was really lost. */
export const lossPart: Part = {
  name: 'loss',
  measures: 'concealed sound at 1, 5 and 10 % loss and 100 ms jitter',
  async run(bench) {
    const rows: Row[] = [];
    for (const way of WAYS) rows.push(await measure(bench, way));
    return rows;
  },
};

/** The jitter buffer has learnt the way by then. */
const LEARN_MS = 10_000;

async function measure(bench: BenchRun, { loss, jitterMs }: (typeof WAYS)[number]): Promise<Row> {
  const link = roughLink(loss, jitterMs, seededRandom(Math.round(loss * 1_000)));
  const talk = await startTalk();
  try {
    await talk.call({ codec: 'PCMU/8000', payloadType: 0, plays: 'tone', deliver: link.deliver });
    await pause(bench.isQuick ? LEARN_MS / 2 : LEARN_MS);
    link.take();
    const before = await talk.page.samples();
    await pause(bench.isQuick ? 10_000 : 40_000);
    const after = await talk.page.samples();
    const { given, lost } = link.take();
    const heard = after.total - before.total;
    if (heard <= 0 || given === 0) throw new Error('nothing was heard');
    return row({
      part: 'loss',
      name:
        jitterMs === 0
          ? 'concealed on a good way'
          : `concealed at ${loss * 100} % loss, ${jitterMs} ms jitter`,
      unit: '%',
      measured: (100 * (after.concealed - before.concealed)) / heard,
      ...(loss > 0 && {
        reference: { label: 'really lost', value: (100 * lost) / given },
        goal: { of: 'ratio', atMost: 1.5 } as const,
      }),
      note: `${given} packets of 20 ms`,
    });
  } finally {
    await talk.stop();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
