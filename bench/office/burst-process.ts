import { readFileSync } from 'node:fs';
import {
  loginWithStockPackages,
  type StockClient,
  type StockLogin,
} from '../../lab/real/stock-xmpp-client.ts';

/** Who writes to whom how often. */
export interface BurstOrder {
  readonly logins: readonly StockLogin[];
  /** Messages, or a change of their status each. */
  readonly kind: 'message' | 'presence';
  readonly to: string;
  readonly count: number;
  /** Messages a second, all together. */
  readonly rate: number;
}

/** `at` is ms since 1970, with fractions. */
export type BurstNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'sent'; readonly firstAt: number; readonly lastAt: number };

/** The text of the nth message, 0 the first: no two are the same, and it is as long as chat is. */
export function burstText(n: number): string {
  return `message ${n} of the burst, and some words so that it has an ordinary length`;
}

const TICK_MS = 10;

/** Run as a child process: signs everybody in, says `ready`, and at the message `go` sends the burst, people in turn. */
async function run(orderFile: string): Promise<void> {
  const order = JSON.parse(readFileSync(orderFile, 'utf8')) as BurstOrder;
  const people = await Promise.all(order.logins.map((login) => loginWithStockPackages(login)));
  const tell = (news: BurstNews) => void process.send?.(news);
  process.on('message', () => void send(order, people).then(tell));
  process.on('disconnect', () => process.exit());
  tell({ kind: 'ready' });
}

async function send(order: BurstOrder, people: readonly StockClient[]): Promise<BurstNews> {
  const startedAt = performance.now();
  const firstAt = now();
  for (let n = 0; n < order.count; ) {
    const due = Math.min(order.count, Math.ceil(((performance.now() - startedAt) / 1000) * order.rate));
    for (; n < due; n += 1) {
      const person = people[n % people.length];
      if (person) void person.send(burstStanza(order, person, n));
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  return { kind: 'sent', firstAt, lastAt: now() };
}

function burstStanza({ kind, to }: BurstOrder, person: StockClient, n: number) {
  if (kind === 'message')
    return person.xml(
      'message',
      { to, type: 'chat', id: `burst-${n}` },
      person.xml('body', {}, burstText(n)),
    );
  const show = n % 2 === 0 ? [person.xml('show', {}, 'away')] : [];
  return person.xml('presence', {}, ...show, person.xml('status', {}, statusText(n)));
}

/** The words of the nth change of status. */
export function statusText(n: number): string {
  return `status ${n}`;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

if (process.argv[1] === import.meta.filename) await run(process.argv[2] ?? '');
