/** One report block (RFC 3550 section 6.4.1): how its writer hears the source. */
export interface ReportBlock {
  readonly ssrc: number;
  /** 0…1. */
  readonly fractionLost: number;
  readonly packetsLost: number;
  /** In units of the media's clock. */
  readonly jitter: number;
  /** The middle 32 bits of the NTP time of the last sender report, 0 when none came; and the wait since, in 1/65536 s. */
  readonly lastReport: number;
  readonly delaySinceLastReport: number;
}

export interface RtcpReports {
  readonly blocks: readonly ReportBlock[];
  /** The middle 32 bits of the NTP time of a sender report in the packet. */
  readonly senderReport?: number;
}

const senderReportType = 200;
const receiverReportType = 201;

/** Reads the reports of a compound RTCP packet from outside; undefined when its parts don't fill it exactly (appendix A.2). */
export function readRtcp(packet: Buffer): RtcpReports | undefined {
  const blocks: ReportBlock[] = [];
  let senderReport: number | undefined;
  let offset = 0;
  while (offset < packet.length) {
    if (packet.length - offset < 4) return undefined;
    const first = packet.readUInt8(offset);
    const type = packet.readUInt8(offset + 1);
    const end = offset + 4 * (packet.readUInt16BE(offset + 2) + 1);
    if (
      first >> 6 !== 2 ||
      end > packet.length ||
      (offset === 0 && type !== senderReportType && type !== receiverReportType)
    ) {
      return undefined;
    }
    const isSender = type === senderReportType;
    if (isSender && end - offset >= 28) senderReport = packet.readUInt32BE(offset + 10);
    if (isSender || type === receiverReportType)
      blocks.push(...readBlocks(packet.subarray(offset + (isSender ? 28 : 8), end), first & 0x1f));
    offset = end;
  }
  return packet.length === 0 ? undefined : { blocks, ...(senderReport !== undefined && { senderReport }) };
}

function readBlocks(body: Buffer, count: number): ReportBlock[] {
  return Array.from({ length: Math.min(count, Math.floor(body.length / 24)) }, (_, index) => {
    const block = body.subarray(24 * index);
    return {
      ssrc: block.readUInt32BE(0),
      fractionLost: block.readUInt8(4) / 256,
      packetsLost: block.readIntBE(5, 3),
      jitter: block.readUInt32BE(12),
      lastReport: block.readUInt32BE(16),
      delaySinceLastReport: block.readUInt32BE(20),
    };
  });
}
