import { LatencyMeter } from '../gateway/latency-meter.ts';
import { startBareRelay, startGatewayUnderTest, type Subject } from '../gateway/subjects.ts';
import { watchProcessTree } from '../measure/process-tree.ts';
import { median, percentile } from '../measure/statistics.ts';
import type { BenchRun, Part } from '../part.ts';
import { row, type Row, type RowFacts } from '../row.ts';

const CALLS = 10;

/** What the media gateway adds to a packet's way and what a call costs, with main idle and with main busy. */
export const gatewayPart: Part = {
  name: 'gateway',
  measures: 'media gateway: latency and CPU, main idle and blocked',
  async run(bench) {
    const rounds = bench.isQuick ? 2 : 5;
    const found: Each<Measure[]> = { idle: [], blocked: [], bare: [] };
    for (let round = 0; round < rounds; round += 1) {
      const meter = new LatencyMeter();
      const subjectOptions = { calls: CALLS, onArrival: meter.arrived };
      const relay = await startBareRelay(subjectOptions);
      found.bare.push(...(await measureEach(bench, meter, relay, [() => undefined])));
      const gateway = await startGatewayUnderTest(subjectOptions);
      const [idle, blocked] = await measureEach(bench, meter, gateway, [() => undefined, gateway.makeBusy]);
      found.idle.push(...(idle ? [idle] : []));
      found.blocked.push(...(blocked ? [blocked] : []));
    }
    return rowsOf(found);
  },
};

type Kind = 'idle' | 'blocked' | 'bare';
type Each<T> = Readonly<Record<Kind, T>>;

interface Measure {
  readonly p50: number;
  readonly p99: number;
  /** Percent of one processor a call takes. */
  readonly cpuPerCall: number;
  readonly lost: number;
}

/** One measure after each change of what the process has to do besides. */
async function measureEach(
  bench: BenchRun,
  meter: LatencyMeter,
  subject: Subject,
  changes: readonly (() => void)[],
): Promise<Measure[]> {
  try {
    // Long enough for the compiler to have seen every path.
    await meter.run(subject.calls, 1.5);
    const measures: Measure[] = [];
    for (const change of changes) {
      change();
      measures.push(await measure(meter, subject, bench.isQuick ? 2 : 10));
    }
    return measures;
  } finally {
    subject.stop();
  }
}

async function measure(meter: LatencyMeter, subject: Subject, seconds: number): Promise<Measure> {
  const tree = watchProcessTree(subject.pid);
  const [cpuBefore, startedAt] = [tree.cpuSeconds(), performance.now()];
  const { latencies, sent } = await meter.run(subject.calls, seconds);
  const elapsed = (performance.now() - startedAt) / 1000;
  return {
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    cpuPerCall: ((tree.cpuSeconds() - cpuBefore) / elapsed / CALLS) * 100,
    lost: sent - latencies.length,
  };
}

const line = (facts: Omit<RowFacts, 'part'>): Row => row({ part: 'gateway', ...facts });

function rowsOf({ idle, blocked, bare }: Each<readonly Measure[]>): Row[] {
  const of = (measures: readonly Measure[], pick: (measure: Measure) => number) => median(measures.map(pick));
  const lost = [...idle, ...blocked].reduce((sum, measured) => sum + measured.lost, 0);
  return [
    line({
      name: 'packets lost',
      unit: '',
      measured: lost,
      goal: { of: 'measured', atMost: 0 },
      note: `${CALLS} calls at once, main idle and blocked`,
    }),
    line({
      name: 'latency one way, main idle: p50',
      unit: 'ms',
      measured: idle.map(({ p50 }) => p50),
      reference: { label: 'bare UDP relay', value: of(bare, ({ p50 }) => p50) },
      note: `${CALLS} calls at once, PCMU both ways, DTLS-SRTP to plain RTP`,
    }),
    line({
      name: 'latency one way, main idle: p99',
      unit: 'ms',
      measured: idle.map(({ p99 }) => p99),
      reference: { label: 'bare UDP relay', value: of(bare, ({ p99 }) => p99) },
    }),
    line({
      name: 'latency one way, main blocked: p50',
      unit: 'ms',
      measured: blocked.map(({ p50 }) => p50),
      reference: { label: 'main idle', value: of(idle, ({ p50 }) => p50) },
    }),
    line({
      name: 'latency one way, main blocked: p99',
      unit: 'ms',
      measured: blocked.map(({ p99 }) => p99),
      reference: { label: 'main idle', value: of(idle, ({ p99 }) => p99) },
      goal: { of: 'ratio', atMost: 1.3 },
      note: 'main busy 100 ms of every 500',
    }),
    line({
      name: 'CPU a call',
      unit: '%',
      measured: idle.map(({ cpuPerCall }) => cpuPerCall),
      reference: { label: 'bare UDP relay', value: of(bare, ({ cpuPerCall }) => cpuPerCall) },
      note: 'of one processor, gateway and main together',
    }),
  ];
}
