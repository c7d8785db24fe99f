import { unwrap } from '../../src/shared/errors/result.ts';
import { describeChain } from '../measure/chain.ts';
import { median } from '../measure/statistics.ts';
import { type Computer, createComputer } from '../office/app-run.ts';
import { startBareClient } from '../office/bare-client.ts';
import { type BenchOffice, openOffice } from '../office/bench-office.ts';
import type { BenchRun, Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';
import type { End, Floor, Start } from '../sign-in/floors.ts';
import { readSignIn, type SignIn } from '../sign-in/read-sign-in.ts';
import { type Site, sites } from '../sign-in/sites.ts';

/** Round trips there and back that are put between the client and all servers, ms. */
const LATENCIES = [0, 50, 150] as const;
const CONTACTS = 50;
const STARTS = ['cold', 'cached'] as const satisfies readonly Start[];

/** Sign-in until chat, or the phone, is up: how many dependent round trips, and how much more than them it takes. */
export const signInPart: Part = {
  name: 'sign-in',
  measures: 'chain of dependent round trips, and sign-in time at 0, 50 and 150 ms, for five kinds of office',
  async run(bench) {
    const rows: Row[] = [];
    for (const site of sites) {
      bench.say(`sign-in: ${site.name}`);
      const office = await openOffice(bench, CONTACTS, site.options);
      try {
        await site.prepare?.(office.lab);
        rows.push(...(await measureSite(bench, office, site)));
      } finally {
        await office.close();
      }
    }
    return rows;
  },
};

/** The sign-ins of one site, by what was waited for and how it began. */
type Found = Map<string, SignIn[]>;

async function measureSite(bench: BenchRun, office: BenchOffice, site: Site): Promise<Row[]> {
  const computer = createComputer(bench, office.lab.account('alice'));
  const ends = Object.keys(site.ends) as End[];
  const rows: Row[] = [];
  for (const latency of LATENCIES) {
    const found: Found = new Map();
    for (let run = 0; run < (bench.isQuick ? 1 : 5); run += 1) {
      computer.wipe();
      for (const start of STARTS)
        for (const [end, one] of await signIn(office, computer, site, latency)) {
          const key = `${end} ${start}`;
          found.set(key, [...(found.get(key) ?? []), one]);
        }
    }
    const bareMs = latency === 0 && site.name === 'plain' ? await bareLogin(bench, office) : undefined;
    for (const end of ends)
      for (const start of STARTS) {
        const name = `${site.name}, ${end}, ${start}`;
        const runs = found.get(`${end} ${start}`) ?? [];
        rows.push(latencyRow(name, latency, runs, bareMs));
        // At the longest latency the order of things is clearest.
        const floor = site.ends[end]?.[start];
        if (latency === LATENCIES.at(-1) && floor) rows.unshift(chainRow(name, floor, runs));
      }
  }
  return rows;
}

/** One start of the app until all is up that the site is about, over a network of this latency. */
async function signIn(
  { lab }: BenchOffice,
  computer: Computer,
  site: Site,
  latency: number,
): Promise<[End, SignIn][]> {
  lab.network.delay(latency / 2);
  const running = computer.start();
  const ends = Object.keys(site.ends) as End[];
  try {
    const visit = site.visit?.(lab, running.app);
    if (ends.includes('chat')) await running.session();
    if (ends.includes('phone')) await running.mark('registered');
    const personMs = (await visit) ?? 0;
    const control = await running.app.control();
    const spans = unwrap(await control.call('diagnostics/trace'));
    control.close();
    return ends.map((end) => {
      const { wallMs, chain } = readSignIn(spans, end);
      return [end, { wallMs: wallMs - personMs, chain }];
    });
  } finally {
    await running.quit();
    lab.network.delay(0);
  }
}

async function bareLogin(bench: BenchRun, office: BenchOffice): Promise<number> {
  const client = await startBareClient(bench, office);
  client.stop();
  return client.loginMs;
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'sign-in', ...facts });

function chainRow(name: string, floor: Floor, runs: readonly SignIn[]): Row {
  const [first] = runs;
  const lookups = first?.chain.waits.filter((wait) => wait.name.startsWith('address')).length ?? 0;
  return line({
    name: `${name}: dependent round trips`,
    unit: '',
    measured: runs.map(({ chain }) => chain.roundTrips),
    reference: { label: 'floor', value: floor.reduce((sum, [, roundTrips]) => sum + roundTrips, 0) },
    goal: { of: 'ratio', atMost: 1 },
    note: `${lookups} of them are questions for addresses, which the floor leaves to the resolver's cache. ${first ? describeChain(first.chain) : ''}. Floor: ${floor.map(([step, roundTrips]) => `${step} ${roundTrips}`).join(', ')}`,
  });
}

function latencyRow(name: string, latency: number, runs: readonly SignIn[], bareMs: number | undefined): Row {
  const walls = runs.map(({ wallMs }) => wallMs);
  const common = { name: `${name}, at ${latency} ms`, unit: 'ms', measured: walls };
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
