/** RTP packets (RFC 3550 section 5.1) and telephone events (RFC 4733 section 2.3). */
export interface RtpPacket {
  readonly payloadType: number;
  readonly hasMarker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Buffer;
}

export function readRtp(packet: Buffer): RtpPacket | undefined {
  if (packet.length < 12 || (packet.readUInt8(0) & 0xc0) !== 0x80) return undefined;
  const first = packet.readUInt8(0);
  const second = packet.readUInt8(1);
  let offset = 12 + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (packet.length < offset + 4) return undefined;
    offset += 4 + packet.readUInt16BE(offset + 2) * 4;
  }
  const padding = first & 0x20 ? packet.readUInt8(packet.length - 1) : 0;
  if (offset + padding > packet.length) return undefined;
  return {
    payloadType: second & 0x7f,
    hasMarker: (second & 0x80) !== 0,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payload: packet.subarray(offset, packet.length - padding),
  };
}

export function writeRtp(packet: RtpPacket): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x80, 0);
  header.writeUInt8((packet.hasMarker ? 0x80 : 0) | packet.payloadType, 1);
  header.writeUInt16BE(packet.sequence & 0xffff, 2);
  header.writeUInt32BE(packet.timestamp >>> 0, 4);
  header.writeUInt32BE(packet.ssrc >>> 0, 8);
  return Buffer.concat([header, packet.payload]);
}

const DIGITS = '0123456789*#ABCD';

export interface TelephoneEvent {
  readonly digit: string;
  readonly isEnd: boolean;
  /** In timestamp units. */
  readonly duration: number;
}

export function readTelephoneEvent(payload: Buffer): TelephoneEvent | undefined {
  if (payload.length < 4) return undefined;
  const digit = DIGITS[payload.readUInt8(0)];
  return digit === undefined
    ? undefined
    : { digit, isEnd: (payload.readUInt8(1) & 0x80) !== 0, duration: payload.readUInt16BE(2) };
}

export function writeTelephoneEvent(digit: string, isEnd: boolean, duration: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt8(Math.max(0, DIGITS.indexOf(digit)), 0);
  payload.writeUInt8((isEnd ? 0x80 : 0) | 10, 1);
  payload.writeUInt16BE(duration, 2);
  return payload;
}
