import type { EntityChange } from '../../src/shared/contract/client.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { createComputer, type RunningApp } from '../office/app-run.ts';
import { startBareClient } from '../office/bare-client.ts';
import { openOffice } from '../office/bench-office.ts';
import { prepareBurst } from '../office/burst.ts';
import { burstText } from '../office/burst-process.ts';
import type { Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

const PEOPLE = 50;
const RATE = 2_000;
const QUIET_MS = 1_500;
const LONGEST_MS = 120_000;
/** Until the newest page is here. */
const NEWEST_MS = 300;
/** What the reference's native client took on the reference's machine, which fetched from the oldest on. */
const PEER_CPU_SECONDS = 1.9;

/** Coming back after 10,000 messages: the newest first. */
export const catchUpPart: Part = {
  name: 'catch-up',
  measures: '10,000 messages that came while the app was off: the newest, all of them, CPU',
  async run(bench) {
    const count = bench.isQuick ? 2_000 : 10_000;
    const office = await openOffice(bench, PEOPLE + 3);
    try {
      const burst = await prepareBurst(bench, office, { people: PEOPLE, count, rate: RATE });
      const { xmpp, address, password, ca } = office.lab.account('alice', 'direct');
      const computer = createComputer(bench, { address, password, ca, xmpp });
      const first = computer.start();
      await first.session();
      await first.time('settled');
      await first.quit();
      // Another client of hers sees when the server has taken them all.
      const witness = await startBareClient(bench, office);
      await Promise.all([burst.go(), witness.received(count)]);
      witness.stop();
      const running = computer.start();
      const back = await follow(running, count);
      await running.quit();
      burst.stop();
      return rowsOf(back, count);
    } finally {
      await office.close();
    }
  },
};

interface Return {
  /** After the session, ms. */
  readonly newestMs: number;
  readonly allMs: number;
  readonly cpuSeconds: number;
  readonly doubled: number;
}

async function follow(running: RunningApp, count: number): Promise<Return> {
  const control = await running.app.control();
  const bodies = new Map<string, string>();
  const now = (): number => performance.timeOrigin + performance.now() - running.startedAt;
  let newestAt = 0;
  const all = new Promise<number>((resolve, reject) => {
    const late = () => reject(new Error(`only ${bodies.size} of ${count} messages came`));
    setTimeout(late, LONGEST_MS).unref();
    const take = (changes: readonly EntityChange[]): void => {
      for (const { topic, key, value } of changes) {
        if (topic !== 'messages' || value === undefined) continue;
        bodies.set(key, value.body);
        if (value.body === burstText(count - 1)) newestAt ||= now();
      }
      if (bodies.size >= count) resolve(now());
    };
    void control.subscribe(['messages'], { snapshot: take, changes: take }).then(unwrap);
  });
  const sessionAt = await running.session();
  const cpuBefore = running.tree.cpuSeconds();
  const allAt = await all;
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  return {
    ...{ newestMs: newestAt - sessionAt, allMs: allAt - sessionAt },
    cpuSeconds: running.tree.cpuSeconds() - cpuBefore,
    doubled: bodies.size - new Set(bodies.values()).size,
  };
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'catch-up', ...facts });

function rowsOf({ newestMs, allMs, cpuSeconds, doubled }: Return, count: number): Row[] {
  return [
    line({
      name: 'session → the newest message here',
      unit: 'ms',
      measured: newestMs,
      goal: { of: 'measured', atMost: NEWEST_MS },
    }),
    line({ name: `session → all ${count} here`, unit: 'ms', measured: allMs }),
    line({
      name: `CPU of ${count} messages`,
      unit: 'CPU s',
      measured: cpuSeconds,
      goal: { of: 'measured', atMost: (PEER_CPU_SECONDS * count) / 10_000 },
      note: 'all processes, from the session until quiet; the goal is what gajim took where the goals were set',
    }),
    line({
      name: 'doubled',
      unit: '',
      measured: doubled,
      goal: { of: 'measured', atMost: 0 },
      isWrong: doubled > 0,
    }),
  ];
}
