import type { TraceSpan } from '../../src/shared/domain/trace.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { adopt, type Chain, describeChain, longestChain, withAddressLookups } from '../measure/chain.ts';
import { median } from '../measure/statistics.ts';
import { type Computer, createComputer } from '../office/app-run.ts';
import { startBareClient } from '../office/bare-client.ts';
import { type BenchOffice, openOffice } from '../office/bench-office.ts';
import type { BenchRun, Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

/** Round trips there and back that are put between the client and all servers, ms. */
const LATENCIES = [0, 50, 150] as const;
const CONTACTS = 50;

type Site = 'plain' | 'cisco';
type Start = 'cold' | 'cached';

/**
 * The least dependent round trips that the protocols need until chat is up (performance reference, "The floor of a sign-in"),
 * names in the resolver's cache, TLS 1.3, STARTTLS.
 */
const FLOORS: Readonly<Record<Site, Readonly<Record<Start, readonly (readonly [string, number])[]>>>> = {
  plain: {
    cold: [
      ['SRV', 1],
      ['TCP', 1],
      ['STARTTLS', 1],
      ['TLS', 1],
      ['features and SCRAM', 3],
      ['bind, roster, presence', 1],
    ],
    cached: [
      ['TCP', 1],
      ['STARTTLS', 1],
      ['TLS', 1],
      ['SCRAM, as last time', 2],
      ['bind, roster, presence', 1],
    ],
  },
  cisco: {
    cold: [
      ['SRV', 1],
      ['TCP and TLS to UDS', 2],
      ['clusterUser', 1],
      ['TCP and TLS to the home node', 2],
      ['servers and sign-on probe', 1],
      ['user', 1],
      ['TCP and TLS to SOAP', 2],
      ['SOAP login', 1],
      ['TCP', 1],
      ['STARTTLS and TLS', 2],
      ['features and token', 2],
      ['bind, roster, presence', 1],
    ],
    cached: [
      ['TCP', 1],
      ['STARTTLS and TLS', 2],
      ['features and token', 2],
      ['bind, roster, presence', 1],
    ],
  },
};

/** Sign-in until chat is up: how many dependent round trips, and how much more than them it takes. */
export const signInPart: Part = {
  name: 'sign-in',
  measures: 'chain of dependent round trips, and sign-in time at 0, 50 and 150 ms',
  async run(bench) {
    const sites = { plain: {}, cisco: { cisco: true } } as const;
    const rows: Row[] = [];
    for (const site of ['plain', 'cisco'] as const) {
      const office = await openOffice(bench, CONTACTS, sites[site]);
      try {
        rows.push(...(await measureSite(bench, office, site)));
      } finally {
        await office.close();
      }
    }
    return rows;
  },
};

interface SignIn {
  readonly wallMs: number;
  readonly chain: Chain;
}

async function measureSite(bench: BenchRun, office: BenchOffice, site: Site): Promise<Row[]> {
  const computer = createComputer(bench, office.lab.account('alice'));
  const runs = bench.isQuick ? 1 : 5;
  const rows: Row[] = [];
  for (const latency of LATENCIES) {
    const found: Record<Start, SignIn[]> = { cold: [], cached: [] };
    for (let run = 0; run < runs; run += 1) {
      computer.wipe();
      found.cold.push(await signIn(office, computer, latency));
      found.cached.push(await signIn(office, computer, latency));
    }
    const bareMs = latency === 0 && site === 'plain' ? await bareLogin(bench, office) : undefined;
    for (const start of ['cold', 'cached'] as const)
      rows.push(latencyRow(`${site}, ${start}`, latency, found[start], bareMs));
    // At the longest latency the order of things is clearest.
    if (latency === LATENCIES.at(-1))
      rows.unshift(...(['cold', 'cached'] as const).map((start) => chainRow(site, start, found[start])));
  }
  return rows;
}

/** One start of the app until chat is up, over a network of this latency. */
async function signIn({ lab }: BenchOffice, computer: Computer, latency: number): Promise<SignIn> {
  lab.network.delay(latency / 2);
  const running = computer.start();
  try {
    await running.session();
    const control = await running.app.control();
    const spans = unwrap(await control.call('diagnostics/trace'));
    control.close();
    return readSignIn(spans);
  } finally {
    await running.quit();
    lab.network.delay(0);
  }
}

function readSignIn(trace: readonly TraceSpan[]): SignIn {
  const spans = withAddressLookups(adopt(trace, 'one-time-password', 'sasl'));
  const root = spans.find(({ name }) => name === 'sign-in');
  const chat = root && spans.find(({ name, parentId }) => name === 'chat' && parentId === root.id);
  if (!root || chat?.endMs === undefined) throw new Error('the trace has no sign-in with a chat step');
  return { wallMs: chat.endMs - root.startMs, chain: longestChain(spans, root.id, chat.endMs) };
}

async function bareLogin(bench: BenchRun, office: BenchOffice): Promise<number> {
  const client = await startBareClient(bench, office);
  client.stop();
  return client.loginMs;
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'sign-in', ...facts });

function chainRow(site: Site, start: Start, runs: readonly SignIn[]): Row {
  const floor = FLOORS[site][start];
  const [first] = runs;
  const lookups = first?.chain.waits.filter(({ name }) => name.startsWith('address')).length ?? 0;
  return line({
    name: `${site}, ${start}: dependent round trips`,
    unit: '',
    measured: runs.map(({ chain }) => chain.roundTrips),
    reference: { label: 'floor', value: floor.reduce((sum, [, roundTrips]) => sum + roundTrips, 0) },
    goal: { of: 'ratio', atMost: 1 },
    note: `${lookups} of them are questions for addresses, which the floor leaves to the resolver's cache. ${first ? describeChain(first.chain) : ''}. Floor: ${floor.map(([step, roundTrips]) => `${step} ${roundTrips}`).join(', ')}`,
  });
}

function latencyRow(name: string, latency: number, runs: readonly SignIn[], bareMs: number | undefined): Row {
  const walls = runs.map(({ wallMs }) => wallMs);
  const common = {
    name: `${name}, at ${latency} ms`,
    unit: 'ms',
    measured: walls,
  };
  if (latency === 0)
    return line({
      ...common,
      ...(bareMs !== undefined && { reference: { label: 'bare client', value: bareMs } }),
    });
  const trips = median(runs.map(({ chain }) => chain.roundTrips));
  return line({
    ...common,
    reference: { label: `${trips} × ${latency} ms`, value: trips * latency },
    goal: { of: 'ratio', atMost: 1.15 },
  });
}
