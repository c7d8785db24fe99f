import type { GatewayStats } from '../../ports/media-gateway.port.ts';
import { readRtcp } from './rtcp-packet.ts';

/** How many sender reports of ours are remembered to measure the round trip; one comes every five seconds or so. */
const maxRemembered = 8;

/** Reads along in relayed RTCP: what the far end says about our stream, and how long the way there and back is. */
export class ReportReader {
  readonly #sentAt = new Map<number, number>();
  #remoteReport: GatewayStats['remoteReport'];

  get remoteReport(): GatewayStats['remoteReport'] {
    return this.#remoteReport;
  }

  /** A compound packet of the renderer, as it is passed on. */
  noteSent(packet: Buffer, nowMs: number): void {
    const report = readRtcp(packet)?.senderReport;
    if (report === undefined) return;
    this.#sentAt.set(report, nowMs);
    const [oldest] = this.#sentAt.keys();
    if (this.#sentAt.size > maxRemembered && oldest !== undefined) this.#sentAt.delete(oldest);
  }

  /** A compound packet of the far end; false when it is malformed. Only blocks about `ssrc`, our source, are read. */
  noteReceived(packet: Buffer, ssrc: number, clockRate: number, nowMs: number): boolean {
    const reports = readRtcp(packet);
    if (!reports) return false;
    const block = reports.blocks.find((one) => one.ssrc === ssrc);
    if (!block) return true;
    const sentAt = this.#sentAt.get(block.lastReport);
    // RFC 3550 section 6.4.1: arrival − LSR − DLSR, with the time we passed the report on for LSR.
    const roundTripMs =
      sentAt === undefined
        ? undefined
        : Math.max(0, nowMs - sentAt - (block.delaySinceLastReport * 1_000) / 65_536);
    this.#remoteReport = {
      fractionLost: block.fractionLost,
      packetsLost: block.packetsLost,
      jitterMs: (block.jitter * 1_000) / clockRate,
      ...(roundTripMs !== undefined && { roundTripMs }),
    };
    return true;
  }
}
