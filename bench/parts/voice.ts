import { missingPrograms } from '../../lab/real/installed.ts';
import { type Baresip, startBaresip } from '../../lab/real/baresip.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { type SipTap, startSipTap } from '../call/sip-tap.ts';
import { findProcess } from '../measure/find-process.ts';
import { type ProcessTree, watchProcessTree } from '../measure/process-tree.ts';
import { spacingDeviation } from '../measure/spacing.ts';
import { createComputer } from '../office/app-run.ts';
import { type BenchOffice, openOffice } from '../office/bench-office.ts';
import { type Burst, prepareBurst } from '../office/burst.ts';
import { type BenchRun, NotHere, type Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

const MESSAGES = { people: 50, count: 5_000, rate: 1_000 } as const;
const BURST_MS = 7_000;
const WARM_MS = 3_000;
/** The goals are twice what linphonec took, which took 1.46 times what baresip did where they were set. */
const WHOLE_CLIENT = 2 * 1.46;

/** Registering, and a call of G.711 by the whole app: processor time, and how evenly it sends, also while messages pour in. */
export const voicePart: Part = {
  name: 'voice',
  measures: 'REGISTER → 200; a G.711 call: CPU, spacing of RTP, alone and while 5,000 messages arrive',
  async run(bench) {
    if (missingPrograms(['baresip']).length > 0) throw new NotHere('baresip not installed');
    const office = await openOffice(bench, MESSAGES.people + 3, {
      phones: { bob: { sound: { toneHz: 440 }, codecs: ['PCMU'] } },
    });
    try {
      const seconds = bench.isQuick ? 8 : 30;
      const burst = await prepareBurst(bench, office, MESSAGES);
      const ours = await fromApp(bench, office, burst, seconds);
      burst.stop();
      return rowsOf(ours, await fromBaresip(bench, office, seconds), seconds);
    } finally {
      await office.close();
    }
  },
};

interface Voice {
  readonly registeredMs: number;
  readonly cpuSeconds: number;
  readonly spacingMs: number;
  /** While messages arrive. */
  readonly busySpacingMs?: number;
}

async function tapFor(bench: BenchRun, { lab }: BenchOffice): Promise<SipTap> {
  const { address, ports } = lab.plan.sip;
  const tap = await startSipTap({ address, port: ports.sip });
  bench.defer(() => tap.close());
  return tap;
}

async function fromApp(bench: BenchRun, office: BenchOffice, burst: Burst, seconds: number): Promise<Voice> {
  const tap = await tapFor(bench, office);
  const { sip, ...account } = office.lab.account('alice', 'direct');
  const registrar = `sip:127.0.0.1:${tap.port};transport=tcp`;
  const computer = createComputer(bench, { ...account, sip: { ...sip, registrar } });
  const running = computer.start(['--use-fake-device-for-media-stream']);
  try {
    await running.time('registered');
    await running.session();
    await running.time('settled');
    const control = await running.app.control();
    const onWire = tap.nextCall();
    const answered = accept(office);
    unwrap(await control.call('calls/dial', { target: office.lab.person('bob').number }));
    await Promise.all([answered, onWire]);
    const alone = await listen(tap, running.tree, seconds);
    tap.takeArrivals();
    await Promise.all([burst.go(), pause(BURST_MS)]);
    const busySpacingMs = spacingDeviation(tap.takeArrivals());
    return { registeredMs: await tap.registeredMs, ...alone, busySpacingMs };
  } finally {
    await running.quit();
  }
}

async function fromBaresip(bench: BenchRun, office: BenchOffice, seconds: number): Promise<Voice> {
  const tap = await tapFor(bench, office);
  const { name, password } = office.lab.person('carol');
  const phone: Baresip = await startBaresip({
    ...{ user: name, password, domain: office.lab.domain },
    registrar: { address: '127.0.0.1', port: tap.port, transport: 'tcp' },
    codecs: ['PCMU'],
  });
  bench.defer(() => phone.stop());
  const onWire = tap.nextCall();
  const answered = accept(office);
  await phone.dial(`sip:${office.lab.person('bob').number}@${office.lab.domain}`);
  await Promise.all([answered, onWire]);
  const alone = await listen(tap, watchProcessTree(findProcess(phone.folder)), seconds);
  await phone.hangUp();
  return { registeredMs: await tap.registeredMs, ...alone };
}

/** What a call that stands takes, and how evenly it sends. */
async function listen(
  tap: SipTap,
  tree: ProcessTree,
  seconds: number,
): Promise<Pick<Voice, 'cpuSeconds' | 'spacingMs'>> {
  await pause(WARM_MS);
  tap.takeArrivals();
  const before = tree.cpuSeconds();
  await pause(seconds * 1_000);
  return { cpuSeconds: tree.cpuSeconds() - before, spacingMs: spacingDeviation(tap.takeArrivals()) };
}

async function accept({ lab }: BenchOffice): Promise<void> {
  const bob = lab.phones.get('bob');
  await bob?.waitFor({ type: 'CALL_INCOMING', timeoutMs: 20_000 });
  await bob?.accept();
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'voice', ...facts });

function rowsOf(ours: Voice, theirs: Voice, seconds: number): Row[] {
  const baresip = (value: number) => ({ label: 'baresip', value });
  return [
    line({
      name: 'REGISTER → 200, challenged',
      unit: 'ms',
      measured: ours.registeredMs,
      reference: baresip(theirs.registeredMs),
      goal: { of: 'ratio', atMost: 2 },
      note: 'at its first registration, Kamailio and the tap included',
    }),
    line({
      name: `CPU of ${seconds} s of G.711, all processes`,
      unit: 'CPU s',
      measured: ours.cpuSeconds,
      reference: baresip(theirs.cpuSeconds),
      goal: { of: 'ratio', atMost: WHOLE_CLIENT },
      note: 'window, browser, gateway and main; the goal is twice what linphonec took where it was set',
    }),
    line({
      name: 'spacing of RTP, deviation p99',
      unit: 'ms',
      measured: ours.spacingMs,
      reference: baresip(theirs.spacingMs),
      goal: { of: 'ratio', atMost: 1 },
    }),
    line({
      name: `the same while ${MESSAGES.count} messages arrive`,
      unit: 'ms',
      measured: ours.busySpacingMs ?? 0,
      reference: { label: 'baresip, nothing arriving', value: theirs.spacingMs },
      goal: { of: 'ratio', atMost: 1 },
    }),
  ];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
