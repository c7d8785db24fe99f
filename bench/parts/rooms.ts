import type { ContractClient, EntityChange } from '../../src/shared/contract/client.ts';
import type { ConversationId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { freePorts } from '../../lab/real/free-port.ts';
import { percentile } from '../measure/statistics.ts';
import { createComputer, type RunningApp } from '../office/app-run.ts';
import { openOffice } from '../office/bench-office.ts';
import { type BusyRoom, openBusyRoom } from '../office/busy-room.ts';
import { roomText } from '../office/busy-room-process.ts';
import { type Frames, scrollFrames } from '../office/page-frames.ts';
import { connectPage, freePort, type PageRemote } from '../office/page-remote.ts';
import { wholeHistory } from '../office/whole-history.ts';
import type { Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

const OCCUPANTS = 1_000;
const RATE = 200;
/** What is there to scroll over before the talk begins. */
const BEFORE = 400;
const SCROLLING = { list: '[role=log]', stepPx: 60, reachPx: 6_000 } as const;
/** As the goals have it; the CPU at most is half of what the native client took where they were set. */
const FLOOD = { count: 5_000, rate: 300, cpuSeconds: 2.39 } as const;
const QUIET_MS = 1_500;
const SECRET = 'bench';

/** A thousand people in a room, two hundred messages a second, and somebody who reads back meanwhile. */
export const roomsPart: Part = {
  name: 'rooms',
  measures: `a room of ${OCCUPANTS}, ${RATE} messages a second: going in, scrolling, CPU, lost`,
  async run(bench) {
    const ms = bench.isQuick ? 5_000 : 15_000;
    const [componentPort = 0] = await freePorts('127.0.0.1', 1);
    const service = 'busy.example.test';
    const office = await openOffice(bench, 3, {
      chat: { archive: 'memory', component: { name: service, port: componentPort, secret: SECRET } },
    });
    try {
      const id = `everybody@${service}` as ConversationId;
      const host = office.lab.prosody.address;
      const busy = await openBusyRoom(bench, {
        ...{ host, port: componentPort, secret: SECRET, service, room: id },
        occupants: OCCUPANTS,
      });
      const { xmpp, address, password, ca } = office.lab.account('alice', 'direct');
      const port = await freePort();
      const computer = createComputer(bench, { address, password, ca, xmpp });
      const running = computer.start([`--remote-debugging-port=${port}`]);
      await running.session();
      await running.time('settled');
      const control = await running.app.control();
      const page = await connectPage(port);
      const inside = everybodyInside(control, id);
      unwrap(await control.call('links/open', { url: `xmpp:${id}?join` }));
      await page.pressInDialog('Join');
      const joinMs = (await inside) - (await busy.joined);
      await busy.speak({ count: BEFORE, rate: RATE });
      await whenStored(control, id, BEFORE - 1);
      await page.until('the room to be open', `document.querySelector('[role=log] article') !== null`);
      const idle = await scrollFrames(page, { ...SCROLLING, ms });
      const count = Math.round((ms / 1000) * RATE);
      const cpuBefore = running.tree.cpuSeconds();
      const [lastAt, loud] = await Promise.all([
        busy.speak({ count, rate: RATE }),
        scrollFrames(page, { ...SCROLLING, ms }),
      ]);
      await whenStored(control, id, BEFORE + count - 1);
      const cpuSeconds = running.tree.cpuSeconds() - cpuBefore;
      const lagMs = performance.timeOrigin + performance.now() - lastAt;
      const flood = await followFlood(page, busy, control, running, {
        ...{ id, before: BEFORE + count },
        count: bench.isQuick ? 1_000 : FLOOD.count,
      });
      const bodies = await wholeHistory(control, id);
      page.close();
      await running.quit();
      busy.stop();
      const distinct = new Set(bodies);
      const expected = Array.from({ length: BEFORE + count + flood.count }, (_, n) => roomText(n));
      return rowsOf({
        ...{ joinMs, cpuSeconds, lagMs, count, flood },
        ...{ idle, loud },
        lost: expected.filter((text) => !distinct.has(text)).length,
        doubled: bodies.length - distinct.size,
      });
    } finally {
      await office.close();
    }
  },
};

/** The talk of a conference, followed at its end: nobody scrolls. */
async function followFlood(
  page: PageRemote,
  busy: BusyRoom,
  control: ContractClient,
  { tree }: RunningApp,
  { id, before, count }: { readonly id: ConversationId; readonly before: number; readonly count: number },
): Promise<Flood> {
  await page.evaluate(`document.querySelector('[role=log]').scrollTop = 0`);
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  const cpuBefore = tree.cpuSeconds();
  await busy.speak({ count, rate: FLOOD.rate });
  await whenStored(control, id, before + count - 1);
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  return { count, cpuSeconds: tree.cpuSeconds() - cpuBefore };
}

/** When the window knows of everybody, ms since 1970. */
function everybodyInside(control: ContractClient, id: ConversationId): Promise<number> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('the room never filled')), 60_000).unref();
    const look = (changes: readonly EntityChange[]): void => {
      for (const change of changes)
        if (change.topic === 'rooms' && change.key === id && change.value?.occupantCount === OCCUPANTS)
          resolve(performance.timeOrigin + performance.now());
    };
    void control.subscribe(['rooms'], { snapshot: look, changes: look });
  });
}

async function whenStored(control: ContractClient, conversationId: ConversationId, n: number): Promise<void> {
  for (const until = performance.now() + 60_000; performance.now() < until; ) {
    const { messages } = unwrap(await control.call('chat/history', { conversationId, limit: 1 }));
    if (messages[0]?.body === roomText(n)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the last message never came');
}

interface Flood {
  readonly count: number;
  readonly cpuSeconds: number;
}

interface Stay {
  readonly flood: Flood;
  readonly joinMs: number;
  readonly idle: Frames;
  readonly loud: Frames;
  readonly cpuSeconds: number;
  readonly lagMs: number;
  readonly count: number;
  readonly lost: number;
  readonly doubled: number;
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'rooms', ...facts });

function rowsOf({ joinMs, idle, loud, cpuSeconds, lagMs, count, flood, lost, doubled }: Stay): Row[] {
  const none = { of: 'measured', atMost: 0 } as const;
  return [
    line({ name: `${OCCUPANTS} people written → all known`, unit: 'ms', measured: joinMs }),
    line({
      name: `scroll frame p95, ${RATE} messages a second`,
      unit: 'ms',
      measured: percentile(loud.intervals, 0.95),
      reference: { label: 'the same, silent', value: percentile(idle.intervals, 0.95) },
      goal: { of: 'ratio', atMost: 2 },
      note: `${loud.intervals.length} frames in the time of ${idle.intervals.length}; longest ${Math.round(Math.max(...loud.intervals))} ms`,
    }),
    line({
      name: 'work of a scrolled frame p95, talking',
      unit: 'ms',
      measured: percentile(loud.work, 0.95),
      reference: { label: 'the same, silent', value: percentile(idle.work, 0.95) },
    }),
    line({ name: `CPU of ${count} messages and scrolling`, unit: 'CPU s', measured: cpuSeconds }),
    line({
      name: `CPU of ${flood.count} messages at ${FLOOD.rate} a second, room in front`,
      unit: 'CPU s',
      measured: flood.cpuSeconds,
      goal: { of: 'measured', atMost: (FLOOD.cpuSeconds * flood.count) / FLOOD.count },
    }),
    line({ name: 'last one written → stored', unit: 'ms', measured: lagMs }),
    line({ name: 'lost', unit: '', measured: lost, goal: none, isWrong: lost > 0 }),
    line({ name: 'doubled', unit: '', measured: doubled, goal: none, isWrong: doubled > 0 }),
  ];
}
