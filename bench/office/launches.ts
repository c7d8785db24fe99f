import { median } from '../measure/statistics.ts';
import type { BenchRun } from '../part.ts';
import { createComputer } from './app-run.ts';
import { type BareClient, startBareClient } from './bare-client.ts';
import { type BenchOffice, openOffice } from './bench-office.ts';
import { type EmptyWindow, measureEmptyWindow } from './empty-window.ts';

/** One start of the app, until nothing changes any more. Times are ms since the process started. */
export interface Launch {
  readonly sessionMs: number;
  readonly contactsMs: number;
  readonly cpuSeconds: number;
  /** Bytes, PSS of the whole tree of processes. */
  readonly memory: number;
}

export interface BareRun {
  readonly rosterMs: number;
  readonly cpuSeconds: number;
  readonly memory: number;
}

/** All starts with one size of contact list. */
export interface Launches {
  readonly contacts: number;
  readonly cold: readonly Launch[];
  readonly cached: readonly Launch[];
  readonly bare: readonly BareRun[];
}

export interface LaunchReport {
  readonly small: Launches;
  readonly large: Launches;
  readonly window: readonly EmptyWindow[];
}

const QUIET_MS = 1_000;
const reports = new WeakMap<BenchRun, Promise<LaunchReport>>();

/** Starts of the app with 500 and 5,000 contacts. Made once a run, whoever asks first. */
export function launchReport(bench: BenchRun): Promise<LaunchReport> {
  const known = reports.get(bench);
  if (known) return known;
  const made = makeReport(bench);
  reports.set(bench, made);
  return made;
}

/** The median over runs of one of their numbers. */
export function medianOf<T>(runs: readonly T[], pick: (run: T) => number): number {
  return median(runs.map(pick));
}

async function makeReport(bench: BenchRun): Promise<LaunchReport> {
  const window: EmptyWindow[] = [];
  const rounds = bench.isQuick ? 2 : bench.withPeers ? 3 : 5;
  for (let round = 0; round < rounds; round += 1) window.push(await measureEmptyWindow(bench));
  return {
    small: await launchesWith(bench, 500, rounds),
    large: await launchesWith(bench, 5_000, bench.isQuick ? 1 : bench.withPeers ? 2 : 3),
    window,
  };
}

async function launchesWith(bench: BenchRun, contacts: number, rounds: number): Promise<Launches> {
  const office = await openOffice(bench, contacts);
  const { xmpp, ...account } = office.lab.account('alice', 'direct');
  const computer = createComputer(bench, {
    address: account.address,
    password: account.password,
    ca: account.ca,
    xmpp,
  });
  const [cold, cached, bare]: [Launch[], Launch[], BareRun[]] = [[], [], []];
  try {
    for (let round = 0; round < rounds; round += 1) {
      bench.say(`launch: ${contacts} contacts, round ${round + 1} of ${rounds}`);
      bare.push(await bareRun(bench, office));
      computer.wipe();
      cold.push(await launch(computer, office.contacts));
      cached.push(await launch(computer, office.contacts));
    }
  } finally {
    await office.close();
  }
  return { contacts: office.contacts, cold, cached, bare };
}

async function launch(computer: ReturnType<typeof createComputer>, contacts: number): Promise<Launch> {
  const { mark, tree, time, session, quit } = computer.start();
  try {
    const shown = await mark('contacts-shown', ({ count }) => Number(count) >= contacts);
    const sessionMs = await session();
    await time('settled');
    return { sessionMs, contactsMs: shown.t, cpuSeconds: tree.cpuSeconds(), memory: tree.memory() };
  } finally {
    await quit();
  }
}

async function bareRun(bench: BenchRun, office: BenchOffice): Promise<BareRun> {
  const client: BareClient = await startBareClient(bench, office);
  try {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    return {
      rosterMs: client.rosterMs,
      cpuSeconds: client.tree.cpuSeconds(),
      memory: client.tree.memory(),
    };
  } finally {
    client.stop();
  }
}
