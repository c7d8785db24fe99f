import { watchProcessTree } from '../measure/process-tree.ts';
import { startTalk } from '../media/talk.ts';
import type { BenchRun, Part } from '../part.ts';
import { row } from '../row.ts';

const CALLS = 5;

/** What a call takes of the processor, browser and gateway together, beside a call that never leaves Chromium. */
export const callCostPart: Part = {
  name: 'call-cost',
  measures: 'CPU of an audio call, beside one that never leaves Chromium',
  async run(bench) {
    const rounds = bench.isQuick ? 1 : 2;
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await costOfCalls(bench));
      theirs.push(await costOfLoopback(bench));
    }
    const least = Math.min(...theirs);
    return [
      row({
        part: 'call-cost',
        name: 'CPU of an audio call, Opus',
        unit: '% of a core',
        measured: Math.min(...ours),
        reference: { label: 'Chromium alone', value: least },
        goal: { of: 'ratio', atMost: 1.5 },
        note: `least of ${rounds}, ${CALLS} calls at once, less the idle page; ours: one end in Chromium, the gateway and an echo; Chromium alone: both ends`,
      }),
    ];
  },
};

async function costOfCalls(bench: BenchRun): Promise<number> {
  const talk = await startTalk();
  try {
    return await more(bench, async () => {
      for (let call = 0; call < CALLS; call += 1)
        await talk.call({ codec: 'opus/48000/2', payloadType: 111, plays: 'echo' });
    });
  } finally {
    await talk.stop();
  }
}

async function costOfLoopback(bench: BenchRun): Promise<number> {
  const talk = await startTalk();
  try {
    return await more(bench, () => talk.page.talkToItself(CALLS));
  } finally {
    await talk.stop();
  }
}

/** Percent of a core that each call takes, of all that runs below the bench, which the far ends do too. */
async function more(bench: BenchRun, begin: () => Promise<void>): Promise<number> {
  const seconds = bench.isQuick ? 5 : 15;
  const tree = watchProcessTree(process.pid);
  const spent = async (): Promise<number> => {
    const before = tree.cpuSeconds();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    return (tree.cpuSeconds() - before) / seconds;
  };
  const idle = await spent();
  await begin();
  // Connections are made, codecs are warm.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  return (100 * ((await spent()) - idle)) / CALLS;
}
