import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../lab/real/installed.ts';
import { watchProcessTree, type ProcessTree } from '../measure/process-tree.ts';
import { median } from '../measure/statistics.ts';
import { type BenchOffice, openOffice } from '../office/bench-office.ts';
import { type Launches, launchReport, medianOf } from '../office/launches.ts';
import { type BenchRun, NotHere, type Part } from '../part.ts';
import { gajim } from '../peers/gajim.ts';
import { mcabber } from '../peers/mcabber.ts';
import type { Peer } from '../peers/peer.ts';
import { row, type Row, type RowFacts } from '../row.ts';

const PEERS: readonly Peer[] = [gajim, mcabber];
const MB = 1024 * 1024;
/** With more than this a peer takes minutes: once is enough. */
const MANY = 1_000;
const QUIET_MS = 2_000;
const QUIET_CPU_SECONDS = 0.1;
/** The GUI peer takes about a minute of processor for 5,000 contacts. */
const LONGEST_MS = 300_000;

/** Goals against the native GUI client, by the number of contacts (performance reference). */
const CPU_GOALS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  gajim: { 500: 0.5, 5_000: 0.12 },
};

/** The same contact lists in other clients, where they are installed. */
export const peersPart: Part = {
  name: 'peers',
  measures: 'launch and memory beside other clients',
  isPeers: true,
  async run(bench) {
    const here = PEERS.filter(({ name, programs }) => {
      const missing = programs.filter((program) => findProgram(program) === undefined);
      if (missing.length > 0) bench.say(`${name}: not installed (${missing.join(', ')})`);
      return missing.length === 0;
    });
    if (here.length === 0) throw new NotHere(`${PEERS.map(({ name }) => name).join(' and ')} not installed`);
    const { small, large } = await launchReport(bench);
    const rows: Row[] = [];
    const sizes = [[500, small] as const, ...(bench.isQuick ? [] : [[5_000, large] as const])];
    for (const [contacts, own] of sizes) {
      const office = await openOffice(bench, contacts);
      for (const peer of here) rows.push(...(await beside(bench, office, peer, own)));
      await office.close();
    }
    return rows;
  },
};

async function beside(bench: BenchRun, office: BenchOffice, peer: Peer, own: Launches): Promise<Row[]> {
  const runs: PeerRun[] = [];
  for (let round = 0; round < (bench.isQuick || office.contacts > MANY ? 1 : 3); round += 1) {
    bench.say(`peers: ${peer.name}, ${office.contacts} contacts`);
    runs.push(await measure(bench, office, peer));
  }
  return rowsOf(peer, own, runs);
}

interface PeerRun {
  readonly contactsMs?: number;
  readonly cpuSeconds: number;
  readonly memory: number;
}

async function measure(bench: BenchRun, office: BenchOffice, peer: Peer): Promise<PeerRun> {
  const folder = mkdtempSync(join(bench.folder, `${peer.name}-`));
  // A peer that may not run as root must be able to come here.
  chmodSync(bench.folder, 0o711);
  const loginsBefore = logins(office);
  const startedAt = performance.now();
  const running = await peer.start(office, folder);
  bench.defer(() => running.stop());
  try {
    const tree = watchProcessTree(running.pid);
    let contactsMs: number | undefined;
    void running.contactsShown?.then(() => (contactsMs = performance.now() - startedAt));
    const cpuSeconds = await whenQuiet(tree, () => logins(office) > loginsBefore);
    const memory = tree.memory();
    return { ...(contactsMs !== undefined && { contactsMs }), cpuSeconds, memory };
  } finally {
    await running.stop();
  }
}

/** How often Alice has signed in, by the server's own log. */
function logins({ lab }: BenchOffice): number {
  return readFileSync(lab.prosody.logFile, 'utf8').split('Authenticated as alice@').length - 1;
}

/** CPU so far, once two seconds have passed with less than a twentieth of a processor in use. */
async function whenQuiet(tree: ProcessTree, isSignedIn: () => boolean): Promise<number> {
  const until = performance.now() + LONGEST_MS;
  let last = tree.cpuSeconds();
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const now = tree.cpuSeconds();
    if (isSignedIn() && now - last < QUIET_CPU_SECONDS) return now;
    last = now;
  }
  throw new Error(isSignedIn() ? 'it never became quiet' : 'it did not sign in');
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'peers', ...facts });

function rowsOf(peer: Peer, own: Launches, runs: readonly PeerRun[]): Row[] {
  const { contacts } = own;
  const compare = (
    name: string,
    unit: string,
    measured: number,
    values: readonly number[],
    goal?: number,
  ): Row =>
    line({
      name: `${name}, ${contacts} contacts, cold`,
      unit,
      measured,
      reference: { label: peer.name, value: median(values) },
      ...(goal !== undefined && { goal: { of: 'ratio', atMost: goal } }),
    });
  const shown = runs.flatMap(({ contactsMs }) => (contactsMs === undefined ? [] : [contactsMs]));
  return [
    ...(shown.length === 0
      ? []
      : [
          compare(
            'contact list on screen',
            'ms',
            medianOf(own.cold, ({ contactsMs }) => contactsMs),
            shown,
          ),
        ]),
    compare(
      'CPU until quiet',
      'CPU s',
      medianOf(own.cold, ({ cpuSeconds }) => cpuSeconds),
      runs.map(({ cpuSeconds }) => cpuSeconds),
      CPU_GOALS[peer.name]?.[contacts],
    ),
    compare(
      'memory',
      'MB',
      medianOf(own.cold, ({ memory }) => memory) / MB,
      runs.map(({ memory }) => memory / MB),
    ),
  ];
}
