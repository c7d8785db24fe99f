import type { BenchOffice } from '../office/bench-office.ts';
import { percentile } from '../measure/statistics.ts';
import { createComputer } from '../office/app-run.ts';
import { openOffice } from '../office/bench-office.ts';
import { openConversations } from '../office/page-conversations.ts';
import { connectPage, freePort, type PageRemote } from '../office/page-remote.ts';
import { type KeyTimes, typeWords } from '../office/page-typing.ts';
import type { BenchRun, Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';
import { giveHistory, longHistory } from '../search/long-history.ts';
import { wordOfRank } from '../search/made-up-history.ts';

/** Of how long people call an answer instant less than half. */
const RESULTS_MS = 50;
/** A quarter of what the reference's native client took on the reference's machine for 10,000 messages. */
const OPENING_MS = 71;
/** Frequent, ordinary and rare words of the history. */
const RANKS = [3, 40, 700, 9_000] as const;
/** Each key of these finds others. */
const PEOPLE = ['777', '512', '905', 'carol', 'bo'] as const;

/** Finding people and messages as one types, and opening a long conversation: from the key or press to the painted answer. */
export const typingPart: Part = {
  name: 'typing',
  measures: 'key → results painted, with a long history and 10,000 contacts; opening a long conversation',
  async run(bench) {
    const history = longHistory(bench);
    const office = await openOffice(bench, bench.isQuick ? 1_000 : 10_000);
    try {
      const measured = await withWindow(bench, office, async (page) => {
        const people = await typeWords(page, {
          field: '[role=search] input',
          around: '[role=search]',
          words: PEOPLE,
        });
        await page.evaluate(`document.querySelector('[data-section=chats]').click()`);
        const messages = await typeWords(page, {
          field: 'section input',
          around: 'section',
          words: RANKS.map((rank) => wordOfRank(rank)),
        });
        await page.evaluate(`document.querySelector('[data-section=contacts]').click()`);
        await page.evaluate(`document.querySelector('[data-section=chats]').click()`);
        return { people, messages, opened: await openConversations(page, 9) };
      });
      return [
        ...keyRows(`${office.contacts} contacts`, measured.people),
        ...keyRows(`${history.count} messages`, measured.messages),
        openingRow(measured.opened),
      ];
    } finally {
      await office.close();
    }
  },
};

async function withWindow<T>(
  bench: BenchRun,
  office: BenchOffice,
  use: (page: PageRemote) => Promise<T>,
): Promise<T> {
  const { xmpp, address, password, ca } = office.lab.account('alice', 'direct');
  const computer = createComputer(bench, { address, password, ca, xmpp });
  await giveHistory(longHistory(bench), computer.profile);
  const port = await freePort();
  const running = computer.start([`--remote-debugging-port=${port}`]);
  try {
    await running.mark('contacts-shown', ({ count }) => Number(count) >= office.contacts);
    await running.session();
    await running.time('settled');
    const page = await connectPage(port);
    const result = await use(page);
    page.close();
    return result;
  } finally {
    await running.quit();
  }
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'typing', ...facts });

function keyRows(among: string, times: readonly KeyTimes[]): Row[] {
  const results = times.flatMap(({ results: ms }) => (ms === undefined ? [] : [ms]));
  if (results.length < times.length / 2) throw new Error(`few keys changed the results among ${among}`);
  return [
    line({
      name: `key → results painted, ${among}: p50`,
      unit: 'ms',
      measured: percentile(results, 0.5),
      reference: {
        label: 'its echo in the field',
        value: percentile(
          times.map(({ echo }) => echo),
          0.5,
        ),
      },
    }),
    line({
      name: `key → results painted, ${among}: p95`,
      unit: 'ms',
      measured: percentile(results, 0.95),
      goal: { of: 'measured', atMost: RESULTS_MS },
      note: `${times.length} keys, ${results.length} of them with other results; slowest ${Math.max(...results).toFixed(0)} ms`,
    }),
  ];
}

function openingRow(opened: readonly number[]): Row {
  return line({
    name: 'press → conversation of 10,000 or more painted',
    unit: 'ms',
    measured: opened,
    goal: { of: 'measured', atMost: OPENING_MS },
    note: 'its newest messages; the goal is a quarter of what gajim took where the goals were set',
  });
}
