import type { ContractClient } from '../../src/shared/contract/client.ts';
import type { ConversationId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { createComputer, type RunningApp } from '../office/app-run.ts';
import { startBareClient } from '../office/bare-client.ts';
import { type BenchOffice, openOffice } from '../office/bench-office.ts';
import { type Burst, prepareBurst } from '../office/burst.ts';
import { burstText } from '../office/burst-process.ts';
import { medianOf } from '../office/launches.ts';
import { connectPage, freePort } from '../office/page-remote.ts';
import { wholeHistory } from '../office/whole-history.ts';
import type { BenchRun, Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

const SIZE = { people: 50, count: 5_000, rate: 1_000 } as const;
const QUIET_MS = 1_500;

/** 5,000 messages at 1,000 a second from 50 people with whom there is no conversation yet. */
export const burstPart: Part = {
  name: 'burst',
  measures: '5,000 incoming messages into 50 new conversations: CPU, lost, time to the last one shown',
  async run(bench) {
    const ours: Reception[] = [];
    const bare: BareReception[] = [];
    for (let round = 0; round < (bench.isQuick ? 1 : 3); round += 1) {
      // A new office each time, because its archive remembers.
      const office = await openOffice(bench, SIZE.people + 3);
      try {
        const burst = await prepareBurst(bench, office, SIZE);
        ours.push(await receive(bench, office, burst));
        bare.push(await receiveBare(bench, office, burst));
        burst.stop();
      } finally {
        await office.close();
      }
    }
    return rowsOf(ours, bare);
  },
};

interface Reception {
  readonly cpuSeconds: number;
  /** From the last message written by its sender to its being painted in the open conversation. */
  readonly lagMs: number;
  readonly lost: number;
  readonly doubled: number;
}

interface BareReception {
  readonly cpuSeconds: number;
  readonly lagMs: number;
}

async function receive(bench: BenchRun, office: BenchOffice, burst: Burst): Promise<Reception> {
  const { xmpp, address, password, ca } = office.lab.account('alice', 'direct');
  const computer = createComputer(bench, { address, password, ca, xmpp });
  const port = await freePort();
  const running = computer.start([`--remote-debugging-port=${port}`]);
  try {
    await running.session();
    await running.time('settled');
    const control = await running.app.control();
    const lastSender = conversationOf(SIZE.count - 1, office);
    await openConversation(control, port, lastSender);
    const cpuBefore = running.tree.cpuSeconds();
    const { lastAt } = await burst.go();
    const shownAt = await whenShown(running, control, lastSender);
    await pause(QUIET_MS);
    const cpuSeconds = running.tree.cpuSeconds() - cpuBefore;
    return { cpuSeconds, lagMs: shownAt - lastAt, ...(await count(control, office)) };
  } finally {
    await running.quit();
  }
}

/** Who sent the nth message. */
function conversationOf(n: number, { lab }: BenchOffice): ConversationId {
  return `person-${(n % SIZE.people) + 1}@${lab.domain}` as ConversationId;
}

/** In the window, as a person does it: by a link, and the button of the question that it asks. */
async function openConversation(control: ContractClient, port: number, id: ConversationId): Promise<void> {
  const page = await connectPage(port);
  unwrap(await control.call('links/open', { url: `xmpp:${id}?message` }));
  await page.pressInDialog('Open');
  page.close();
  await pause(500);
}

/** When the last message of the burst was painted, ms since 1970. */
async function whenShown(
  running: RunningApp,
  control: ContractClient,
  conversationId: ConversationId,
): Promise<number> {
  const until = performance.now() + 120_000;
  for (;;) {
    const { messages } = unwrap(await control.call('chat/history', { conversationId, limit: 1 }));
    const [last] = messages;
    if (last?.body === burstText(SIZE.count - 1)) {
      const { t } = await running.app.waitFor('message-shown', ({ id }) => id === last.id, 30_000);
      return running.startedAt + t;
    }
    if (performance.now() > until) throw new Error('the last message of the burst never came');
    await pause(100);
  }
}

async function count(
  control: ContractClient,
  office: BenchOffice,
): Promise<{ lost: number; doubled: number }> {
  const bodies: string[] = [];
  for (let person = 0; person < SIZE.people; person += 1) {
    const conversationId = conversationOf(person, office);
    bodies.push(...(await wholeHistory(control, conversationId)));
  }
  const distinct = new Set(bodies);
  const expected = Array.from({ length: SIZE.count }, (_, n) => burstText(n));
  return {
    lost: expected.filter((text) => !distinct.has(text)).length,
    doubled: bodies.length - distinct.size,
  };
}

async function receiveBare(bench: BenchRun, office: BenchOffice, burst: Burst): Promise<BareReception> {
  const client = await startBareClient(bench, office);
  try {
    await pause(QUIET_MS);
    const cpuBefore = client.tree.cpuSeconds();
    const [{ lastAt }, receivedAt] = await Promise.all([burst.go(), client.received(SIZE.count)]);
    await pause(QUIET_MS);
    return { cpuSeconds: client.tree.cpuSeconds() - cpuBefore, lagMs: receivedAt - lastAt };
  } finally {
    client.stop();
  }
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'burst', ...facts });

/** Half of what the reference's native client took on the reference's machine. */
const CPU_GOAL_SECONDS = 1.65;

function rowsOf(ours: readonly Reception[], bare: readonly BareReception[]): Row[] {
  const lost = ours.reduce((sum, one) => sum + one.lost, 0);
  const doubled = ours.reduce((sum, one) => sum + one.doubled, 0);
  return [
    line({
      name: 'CPU',
      unit: 'CPU s',
      measured: ours.map(({ cpuSeconds }) => cpuSeconds),
      reference: { label: 'bare client', value: medianOf(bare, ({ cpuSeconds }) => cpuSeconds) },
      goal: { of: 'measured', atMost: CPU_GOAL_SECONDS },
      note: 'all processes, until quiet, one of the conversations open',
    }),
    line({
      name: 'last one written → shown',
      unit: 'ms',
      measured: ours.map(({ lagMs }) => lagMs),
      reference: { label: 'bare client has it', value: medianOf(bare, ({ lagMs }) => lagMs) },
      goal: { of: 'ratio', atMost: 1.2 },
    }),
    line({
      name: 'lost',
      unit: '',
      measured: lost,
      goal: { of: 'measured', atMost: 0 },
      isWrong: lost > 0,
      note: `of ${SIZE.count * ours.length}, counted in the store`,
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
