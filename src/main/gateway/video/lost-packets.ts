/** RFC 4585 section 6.2.1: a generic NACK names a packet and which of the sixteen after it are missing too. */
const entryLength = 4;
const mostAfter = 16;
/** A report that names more is no report of loss: the picture is gone, and a whole one must be asked for. */
const mostNamed = 256;

/** The sequence numbers that the entries of a generic NACK name. */
export function readLost(entries: Buffer): readonly number[] {
  const lost: number[] = [];
  for (let at = 0; at + entryLength <= entries.length && lost.length < mostNamed; at += entryLength) {
    const first = entries.readUInt16BE(at);
    const after = entries.readUInt16BE(at + 2);
    lost.push(first);
    for (let bit = 0; bit < mostAfter; bit += 1)
      if (((after >> bit) & 1) === 1) lost.push((first + bit + 1) & 0xffff);
  }
  return lost;
}

/** The entries that name these sequence numbers, which come in their order. */
export function writeLost(lost: readonly number[]): Buffer {
  const entries: { readonly first: number; after: number }[] = [];
  for (const sequence of lost) {
    const last = entries.at(-1);
    const distance = last ? (sequence - last.first) & 0xffff : 0;
    if (last && distance >= 1 && distance <= mostAfter) last.after |= 1 << (distance - 1);
    else entries.push({ first: sequence, after: 0 });
  }
  const bytes = Buffer.alloc(entries.length * entryLength);
  for (const [index, { first, after }] of entries.entries()) {
    bytes.writeUInt16BE(first, index * entryLength);
    bytes.writeUInt16BE(after, index * entryLength + 2);
  }
  return bytes;
}

interface Sent {
  readonly sequence: number;
  readonly packet: Buffer;
  readonly at: number;
  againAt?: number;
  times: number;
}

/** As many as a second of the largest picture has. */
const kept = 512;
/** Later nobody can use it. */
const usefulMs = 1_000;
/** One report of a loss is often said twice before the packet can have come; and who asks for ever gets no flood. */
const againMs = 40;
const mostTimes = 4;

/**
 * The packets of the last second as they went out, sealed where the call is: sent again byte for byte they show nobody
 * anything new, whereas sealing once more under the same index would.
 */
export class SentPackets {
  readonly #sent: (Sent | undefined)[] = Array.from({ length: kept });

  /** `now`: monotonic ms. */
  keep(sequence: number, packet: Buffer, now: number): void {
    this.#sent[sequence % kept] = { sequence, packet, at: now, times: 0 };
  }

  /** The packet, if it is to be sent once more now. */
  again(sequence: number, now: number): Buffer | undefined {
    const sent = this.#sent[sequence % kept];
    if (!sent || sent.sequence !== sequence || now - sent.at > usefulMs || sent.times >= mostTimes)
      return undefined;
    if (sent.againAt !== undefined && now - sent.againAt < againMs) return undefined;
    sent.againAt = now;
    sent.times += 1;
    return sent.packet;
  }

  /** Keys or far end are others now. */
  clear(): void {
    this.#sent.fill(undefined);
  }
}
