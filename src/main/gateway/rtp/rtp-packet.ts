/** Where things stand in an RTP packet (RFC 3550 section 5.1). Packets are never copied into objects: they are read and patched in place. */
export interface RtpHeader {
  readonly payloadType: number;
  readonly hasMarker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  /** Bytes before the payload: fixed header, CSRCs and extension. */
  readonly headerLength: number;
}

/** Reads the header of a packet from outside; undefined when it isn't one that can be right. */
export function readRtpHeader(packet: Buffer): RtpHeader | undefined {
  const headerLength = rtpHeaderLength(packet);
  if (headerLength === undefined) return undefined;
  const second = packet.readUInt8(1);
  return {
    payloadType: second & 0x7f,
    hasMarker: second >= 0x80,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    headerLength,
  };
}

/** Length of fixed header, CSRC list and extension; undefined when they don't fit the packet or the version isn't 2. */
export function rtpHeaderLength(packet: Buffer): number | undefined {
  if (packet.length < 12) return undefined;
  const first = packet.readUInt8(0);
  if (first >> 6 !== 2) return undefined;
  const fixed = 12 + 4 * (first & 0x0f);
  if ((first & 0x10) === 0) return fixed <= packet.length ? fixed : undefined;
  if (packet.length < fixed + 4) return undefined;
  const whole = fixed + 4 + 4 * packet.readUInt16BE(fixed + 2);
  return whole <= packet.length ? whole : undefined;
}

/** RFC 5761 section 4: on a shared port, second bytes 192–223 are RTCP packet types. */
export function isRtcp(packet: Buffer): boolean {
  const type = packet.length >= 2 ? packet.readUInt8(1) : 0;
  return type >= 192 && type <= 223;
}

/** The signed distance from one 16-bit sequence number to another, −32768…32767. */
export function sequenceDistance(from: number, to: number): number {
  return (((to - from) & 0xffff) << 16) >> 16;
}
