import type { CallEnds } from './ends.ts';

/** One way, ms, of every packet that arrived. */
export interface LatencyMeasure {
  readonly latencies: readonly number[];
  readonly sent: number;
}

const PACKET_MS = 20;
const HEADER = 12;
/** G.711, 20 ms. */
const PAYLOAD = 160;
const MARK = 0x5eed5eed;
const KEEP_ALIVE_MS = 4_000;

/** Sends voice both ways on every call, each packet stamped, and hears what arrives. */
export class LatencyMeter {
  private latencies: number[] = [];
  /** Sequence numbers go on from run to run: a number seen before is a replay, and dropped. */
  private sequence = 0;

  /** To be told of every packet at either end. */
  readonly arrived = (packet: Buffer): void => {
    if (packet.length !== HEADER + PAYLOAD || packet.readUInt32BE(HEADER + 8) !== MARK) return;
    this.latencies.push(performance.now() - packet.readDoubleBE(HEADER));
  };

  /** Traffic for so long on these calls, spread evenly over the 20 ms so that packets don't queue behind each other. */
  async run(calls: readonly CallEnds[], seconds: number): Promise<LatencyMeasure> {
    this.latencies = [];
    const startedAt = performance.now() + PACKET_MS;
    const keepAlive = setInterval(() => calls.forEach((call) => void call.keepAlive()), KEEP_ALIVE_MS);
    const count = Math.round((seconds * 1000) / PACKET_MS);
    const first = this.sequence;
    this.sequence += count;
    await Promise.all(
      calls.map((call, index) => talk(call, startedAt + (index * PACKET_MS) / calls.length, first, count)),
    );
    clearInterval(keepAlive);
    // What is still on its way may arrive.
    await pause(200);
    return { latencies: this.latencies, sent: count * 2 * calls.length };
  }
}

async function talk(call: CallEnds, startAt: number, first: number, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await pause(startAt + n * PACKET_MS - performance.now());
    call.sendOut(stamped(first + n, 1));
    call.sendIn(stamped(first + n, 2));
  }
}

function stamped(n: number, ssrc: number): Buffer {
  const packet = Buffer.alloc(HEADER + PAYLOAD);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt16BE(n & 0xffff, 2);
  packet.writeUInt32BE(n * PAYLOAD, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet.writeUInt32BE(MARK, HEADER + 8);
  packet.writeDoubleBE(performance.now(), HEADER);
  return packet;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
