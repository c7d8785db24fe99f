import type { ContractClient, EntityChange } from '../../src/shared/contract/client.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { createComputer } from '../office/app-run.ts';
import { openOffice } from '../office/bench-office.ts';
import type { ProcessTree } from '../measure/process-tree.ts';
import { percentile } from '../measure/statistics.ts';
import { prepareBurst } from '../office/burst.ts';
import { statusText } from '../office/burst-process.ts';
import { scrollFrames } from '../office/page-frames.ts';
import { connectPage, freePort, type PageRemote } from '../office/page-remote.ts';
import type { Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

const QUIET_MS = 1_500;
/** Sixty a second. */
const FRAME_MS = 16.7;
/** Several screens a second, as far down as a held key gets. */
const SCROLLING = { list: '[role=listbox]', ms: 4_000, stepPx: 120, reachPx: 12_000 } as const;
const IDLE_PERCENT = 0.1;
/** Longer than the list takes to call silence absence. */
const SETTLED_MS = 12_000;
/** Publications to a window in which nothing of a storm is a batch of its own. */
const BATCHES_AT_MOST = 400;

/** 5,000 changes of status within a second from 100 people of a list of 10,000. */
export const presencePart: Part = {
  name: 'presence',
  measures: 'a list of 10,000; 5,000 changes of status in a second: CPU, batches, time to the last one known',
  async run(bench) {
    const size = bench.isQuick
      ? { contacts: 1_000, people: 50, count: 2_500, rate: 2_500 }
      : { contacts: 10_000, people: 100, count: 5_000, rate: 5_000 };
    const office = await openOffice(bench, size.contacts);
    try {
      const storm = await prepareBurst(bench, office, size, 'presence');
      const { xmpp, address, password, ca } = office.lab.account('alice', 'direct');
      const computer = createComputer(bench, { address, password, ca, xmpp });
      const cold = computer.start();
      await cold.mark('contacts-shown', ({ count }) => Number(count) >= office.contacts);
      await cold.time('settled');
      await cold.quit();
      const port = await freePort();
      const running = computer.start([`--remote-debugging-port=${port}`]);
      await running.mark('contacts-shown', ({ count }) => Number(count) >= office.contacts);
      await running.session();
      await running.time('settled');
      const page = await connectPage(port);
      const listMs = await paintedAfter(page, office.contacts);
      const scrolled = await scrollFrames(page, SCROLLING);
      page.close();
      const seen = await watch(await running.app.control(), statusText(size.count - 1));
      await seen.quiet();
      const idleShare = await idle(running.tree, bench.isQuick ? 10 : 20);
      const cpuBefore = running.tree.cpuSeconds();
      const { firstAt, lastAt } = await storm.go();
      const knownAt = await seen.last;
      await pause(QUIET_MS);
      const cpuSeconds = running.tree.cpuSeconds() - cpuBefore;
      await running.quit();
      storm.stop();
      return rowsOf({
        ...{ contacts: office.contacts, count: size.count, cpuSeconds },
        ...{ listMs, batches: seen.batches(), changes: seen.changes() },
        ...{ scrollMs: percentile(scrolled.work, 0.95), idleShare },
        ...{ lagMs: knownAt - lastAt, stormMs: lastAt - firstAt },
      });
    } finally {
      await office.close();
    }
  },
};

/** From the window's asking main for everything until the whole list was painted, ms by the window's own clock. */
async function paintedAfter(page: PageRemote, contacts: number): Promise<number> {
  const ms = await page.evaluate(`(() => {
    const asked = performance.getEntriesByName('state-asked')[0];
    const painted = performance.getEntriesByName('contacts-painted').find(({ detail }) => detail >= ${contacts});
    return painted.startTime - asked.startTime;
  })()`);
  if (typeof ms !== 'number') throw new Error('the window did not say when it painted its list');
  return ms;
}

/** Percent of a core that everything takes while nothing happens. */
async function idle(tree: ProcessTree, seconds: number): Promise<number> {
  const before = tree.cpuSeconds();
  await pause(seconds * 1_000);
  return (100 * (tree.cpuSeconds() - before)) / seconds;
}

/** Counts what a window is told of contacts, and when the last status of the storm is among it. */
async function watch(control: ContractClient, lastStatus: string) {
  let batches = 0;
  let changes = 0;
  let found: (at: number) => void;
  const last = new Promise<number>((resolve) => (found = resolve));
  const take = (list: readonly EntityChange[]): void => {
    for (const change of list)
      if (change.topic === 'contacts' && change.value?.presence.status === lastStatus)
        found(performance.timeOrigin + performance.now());
  };
  unwrap(
    await control.subscribe(['contacts'], {
      snapshot: take,
      changes(list) {
        batches += 1;
        changes += list.length;
        take(list);
      },
    }),
  );
  const late = new Promise<number>((_, reject) => {
    setTimeout(() => reject(new Error('the last status of the storm never came')), 120_000).unref();
  });
  /** What the sign-in brings is told: who has not been heard of by then is offline. Counting begins anew. */
  const quiet = async (): Promise<void> => {
    for (let before = -1; before !== changes; await pause(SETTLED_MS)) before = changes;
    batches = 0;
    changes = 0;
  };
  return { last: Promise.race([last, late]), quiet, batches: () => batches, changes: () => changes };
}

interface Storm {
  readonly contacts: number;
  readonly count: number;
  readonly cpuSeconds: number;
  readonly listMs: number;
  readonly scrollMs: number;
  readonly idleShare: number;
  readonly batches: number;
  readonly changes: number;
  readonly lagMs: number;
  readonly stormMs: number;
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'presence', ...facts });

function rowsOf(storm: Storm): Row[] {
  return [
    line({
      name: `state asked → list of ${storm.contacts} painted, from the cache`,
      unit: 'ms',
      measured: storm.listMs,
      goal: { of: 'measured', atMost: 150 },
    }),
    line({
      name: `work of a scrolled frame p95, ${storm.contacts} contacts`,
      unit: 'ms',
      measured: storm.scrollMs,
      goal: { of: 'measured', atMost: FRAME_MS },
    }),
    line({
      name: `idle, list of ${storm.contacts}`,
      unit: '% of a core',
      measured: storm.idleShare,
      goal: { of: 'measured', atMost: IDLE_PERCENT },
      note: 'all processes, signed in, the list in view; the goal is a tenth of what the web-stack peer took where the goals were set',
    }),
    line({
      name: `CPU of a storm of ${storm.count}`,
      unit: 'CPU s',
      measured: storm.cpuSeconds,
      note: `all processes, until quiet; sent within ${Math.round(storm.stormMs)} ms`,
    }),
    line({
      name: 'batches to the window',
      unit: '',
      measured: storm.batches,
      goal: { of: 'measured', atMost: BATCHES_AT_MOST },
      note: `${storm.changes} changes of contacts in them`,
    }),
    line({ name: 'last one written → known', unit: 'ms', measured: storm.lagMs }),
  ];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
