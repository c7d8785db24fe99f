import { missingPrograms } from '../../lab/real/installed.ts';
import { startBaresip } from '../../lab/real/baresip.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { type CallTimes, type SipTap, startSipTap } from '../call/sip-tap.ts';
import { median } from '../measure/statistics.ts';
import { createComputer } from '../office/app-run.ts';
import { type BenchOffice, openOffice } from '../office/bench-office.ts';
import { type BenchRun, NotHere, type Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

/** From the wish to call to the INVITE on the wire, to audio both ways; baresip does the same beside it. */
export const callPart: Part = {
  name: 'call',
  measures: 'click → INVITE → audio both ways, beside baresip',
  async run(bench) {
    if (missingPrograms(['baresip']).length > 0) throw new NotHere('baresip not installed');
    const office = await openOffice(bench, 3, { phones: { bob: { sound: { toneHz: 440 } } } });
    try {
      const calls = bench.isQuick ? 5 : 15;
      const ours = await callFromApp(bench, office, calls);
      const theirs = await callFromBaresip(bench, office, calls);
      return rowsOf(ours, theirs);
    } finally {
      await office.close();
    }
  },
};

interface Call extends CallTimes {
  /** When it was asked for. */
  readonly dialled: number;
}

const BETWEEN_MS = 300;
/** How long it rings: nobody answers at once, and what can be made ready meanwhile should be. */
const RINGS_MS = 800;

async function tapFor(bench: BenchRun, { lab }: BenchOffice): Promise<SipTap> {
  const { address, ports } = lab.plan.sip;
  const tap = await startSipTap({ address, port: ports.sip });
  bench.defer(() => tap.close());
  return tap;
}

async function callFromApp(bench: BenchRun, office: BenchOffice, count: number): Promise<Call[]> {
  const tap = await tapFor(bench, office);
  const { sip, ...account } = office.lab.account('alice', 'direct');
  const registrar = `sip:127.0.0.1:${tap.port};transport=tcp`;
  const computer = createComputer(bench, { ...account, sip: { ...sip, registrar } });
  const running = computer.start(['--use-fake-device-for-media-stream']);
  try {
    await running.time('registered');
    await running.time('settled');
    const control = await running.app.control();
    const calls: Call[] = [];
    for (let n = 0; n < count; n += 1) {
      const onWire = tap.nextCall();
      const answered = answerCall(office);
      const dialled = performance.now();
      const { callId } = unwrap(
        await control.call('calls/dial', { target: office.lab.person('bob').number }),
      );
      await answered;
      calls.push({ dialled, ...(await onWire) });
      unwrap(await control.call('calls/hang-up', { callId }));
      await running.mark('call', ({ id, state }) => id === callId && state === 'ended');
      await pause(BETWEEN_MS);
    }
    return calls;
  } finally {
    await running.quit();
  }
}

async function callFromBaresip(bench: BenchRun, office: BenchOffice, count: number): Promise<Call[]> {
  const tap = await tapFor(bench, office);
  const { name, password } = office.lab.person('carol');
  const phone = await startBaresip({
    ...{ user: name, password, domain: office.lab.domain },
    registrar: { address: '127.0.0.1', port: tap.port, transport: 'tcp' },
    codecs: ['PCMU'],
  });
  bench.defer(() => phone.stop());
  const calls: Call[] = [];
  for (let n = 0; n < count; n += 1) {
    const onWire = tap.nextCall();
    const answered = answerCall(office);
    const dialled = performance.now();
    await phone.dial(`sip:${office.lab.person('bob').number}@${office.lab.domain}`);
    await answered;
    calls.push({ dialled, ...(await onWire) });
    await phone.hangUp();
    await phone.waitFor({ type: 'CALL_CLOSED' });
    await pause(BETWEEN_MS);
  }
  return calls;
}

/** Bob lets it ring and takes it. */
async function answerCall({ lab }: BenchOffice): Promise<void> {
  const bob = lab.phones.get('bob');
  await bob?.waitFor({ type: 'CALL_INCOMING', timeoutMs: 20_000 });
  await pause(RINGS_MS);
  await bob?.accept();
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'call', ...facts });

function rowsOf(ours: readonly Call[], theirs: readonly Call[]): Row[] {
  const compare = (name: string, pick: (call: Call) => number, goal?: RowFacts['goal']): Row =>
    line({
      name,
      unit: 'ms',
      measured: ours.map(pick),
      reference: { label: 'baresip', value: median(theirs.map(pick)) },
      ...(goal && { goal }),
      note: `the first one ${ours[0] ? pick(ours[0]).toFixed(1) : ''} ms`,
    });
  return [
    compare('dial → INVITE', (call) => call.invite - call.dialled, { of: 'measured', atMost: 5 }),
    compare('200 → first RTP sent', (call) => Math.max(0, call.audioOut - call.answered), {
      of: 'ratio',
      atMost: 2,
    }),
    compare('200 → audio both ways', (call) => Math.max(call.audioIn, call.audioOut) - call.answered),
  ];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
