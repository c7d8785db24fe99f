import type { Socket } from 'node:dgram';
import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import { bindUdp } from './udp.ts';

export interface PortRange {
  readonly start: number;
  readonly stop: number;
}

/** An even port for RTP and the odd one after it for RTCP (RFC 3550 section 11). */
export interface PortPair {
  readonly rtp: Socket;
  readonly rtcp: Socket;
}

/** What CUCM's SIP profile holds unless an administrator changed it, and how the guide says it is divided. */
const standardRange: PortRange = { start: 16_384, stop: 32_766 };
const standardSplit = { audio: { start: 16_384, stop: 24_574 }, video: { start: 24_575, stop: 32_766 } };
const maxAttempts = 200;

/**
 * Lower half audio, upper half video. The guide's example (3000–4000 ⇒ 3000–3501 and 3502–4000) and its standard range
 * (16384–24574 and 24575–32766) follow no common formula: the standard range is taken as written, others as the example.
 */
export function splitMediaPorts(range: PortRange): { readonly audio: PortRange; readonly video: PortRange } {
  if (range.start === standardRange.start && range.stop === standardRange.stop) return standardSplit;
  const middle = range.start + Math.floor((range.stop - range.start) / 2);
  return {
    audio: { start: range.start, stop: Math.min(middle + 1, range.stop) },
    video: { start: middle + 2, stop: range.stop },
  };
}

/**
 * Binds a free pair of the range, beginning anywhere in it so that calls don't meet on one port again at once.
 * Error: `media.no-ports` when the range has no pair, none is free, or the address isn't ours.
 */
export async function bindPortPair(
  address: string,
  range: PortRange,
  fraction: () => number,
): Promise<Result<PortPair>> {
  const first = range.start + (range.start % 2);
  const pairs = Math.floor((range.stop - first + 1) / 2);
  if (first < 1 || range.stop > 65_535 || pairs < 1) return noPorts(range, 'no such range');
  const offset = Math.floor(fraction() * pairs);
  for (let attempt = 0; attempt < Math.min(pairs, maxAttempts); attempt += 1) {
    const port = first + 2 * ((offset + attempt) % pairs);
    const bound = await tryPair(address, port);
    if (typeof bound !== 'string') return ok(bound);
    if (bound === 'EADDRNOTAVAIL' || bound === 'EINVAL') return noPorts(range, bound);
  }
  return noPorts(range, 'all in use');
}

/** The pair, or the system's error code. */
async function tryPair(address: string, port: number): Promise<PortPair | string> {
  let rtp: Socket | undefined;
  try {
    rtp = await bindUdp({ address, port });
    return { rtp, rtcp: await bindUdp({ address, port: port + 1 }) };
  } catch (error) {
    rtp?.close();
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

function noPorts(range: PortRange, detail: string): Result<never> {
  return fail('media.no-ports', { start: range.start, stop: range.stop }, detail);
}
