import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** STUN messages (RFC 8489), as much of them as ICE-lite needs. */
export interface StunMessage {
  /** Method and class as they stand on the wire: 0x0001 is a binding request. */
  readonly type: number;
  readonly transactionId: Buffer;
  /** The first attribute of each type. */
  readonly attributes: ReadonlyMap<number, Buffer>;
  /** Where MESSAGE-INTEGRITY and FINGERPRINT begin in the packet. */
  readonly integrityOffset?: number;
  readonly fingerprintOffset?: number;
  readonly packet: Buffer;
}

export const stunTypes = { bindingRequest: 0x0001, bindingSuccess: 0x0101, bindingError: 0x0111 } as const;
export const stunAttributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  xorMappedAddress: 0x0020,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlled: 0x8029,
} as const;

const cookie = 0x2112a442;
const fingerprintXor = 0x5354554e;
const maxAttributes = 32;

/** Reads a message from outside; undefined when it isn't one. Attributes after MESSAGE-INTEGRITY, but for FINGERPRINT, are ignored (section 14.5). */
export function readStun(packet: Buffer): StunMessage | undefined {
  if (packet.length < 20 || packet.readUInt8(0) > 0x3f || packet.readUInt32BE(4) !== cookie) return undefined;
  if (packet.readUInt16BE(2) !== packet.length - 20 || packet.length % 4 !== 0) return undefined;
  const attributes = new Map<number, Buffer>();
  let integrityOffset: number | undefined;
  let fingerprintOffset: number | undefined;
  let offset = 20;
  for (let count = 0; offset < packet.length; count += 1) {
    const type = packet.readUInt16BE(offset);
    const length = packet.readUInt16BE(offset + 2);
    const next = offset + 4 + length + ((4 - (length % 4)) % 4);
    if (next > packet.length || count === maxAttributes || fingerprintOffset !== undefined) return undefined;
    if (type === stunAttributes.fingerprint) fingerprintOffset = offset;
    if (integrityOffset === undefined && !attributes.has(type))
      attributes.set(type, packet.subarray(offset + 4, offset + 4 + length));
    if (type === stunAttributes.messageIntegrity) integrityOffset ??= offset;
    offset = next;
  }
  return {
    type: packet.readUInt16BE(0),
    transactionId: packet.subarray(8, 20),
    attributes,
    packet,
    ...(integrityOffset !== undefined && { integrityOffset }),
    ...(fingerprintOffset !== undefined && { fingerprintOffset }),
  };
}

/** Whether MESSAGE-INTEGRITY stands there and was made with this password (short-term credentials, section 9.1). */
export function hasIntegrity(message: StunMessage, password: string): boolean {
  const { integrityOffset } = message;
  const stated = message.attributes.get(stunAttributes.messageIntegrity);
  if (integrityOffset === undefined || stated?.length !== 20) return false;
  return timingSafeEqual(integrityOf(message.packet.subarray(0, integrityOffset), password), stated);
}

/** Whether FINGERPRINT stands there and fits (section 14.7). */
export function hasFingerprint(message: StunMessage): boolean {
  const { fingerprintOffset: offset, packet } = message;
  if (offset === undefined || packet.length !== offset + 8) return false;
  return fingerprintOf(packet.subarray(0, offset)) === packet.readUInt32BE(offset + 4);
}

/** A message with the attributes given, then MESSAGE-INTEGRITY and FINGERPRINT. */
export function buildStun(
  type: number,
  transactionId: Uint8Array,
  attributes: readonly (readonly [type: number, value: Buffer])[],
  password: string,
): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(type, 0);
  header.writeUInt32BE(cookie, 4);
  header.set(transactionId, 8);
  const body = Buffer.concat([
    header,
    ...attributes.map(([attribute, value]) => encodeAttribute(attribute, value)),
  ]);
  const signed = Buffer.concat([
    body,
    encodeAttribute(stunAttributes.messageIntegrity, integrityOf(body, password)),
  ]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(fingerprintOf(signed), 0);
  const whole = Buffer.concat([signed, encodeAttribute(stunAttributes.fingerprint, checksum)]);
  whole.writeUInt16BE(whole.length - 20, 2);
  return whole;
}

/** XOR-MAPPED-ADDRESS of an IPv4 address (section 14.2). */
export function xorMappedAddress(address: string, port: number): Buffer {
  const value = Buffer.alloc(8);
  value.writeUInt8(1, 1);
  value.writeUInt16BE(port ^ (cookie >>> 16), 2);
  const ip = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  value.writeUInt32BE((ip ^ cookie) >>> 0, 4);
  return value;
}

function encodeAttribute(type: number, value: Buffer): Buffer {
  const encoded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  encoded.writeUInt16BE(type, 0);
  encoded.writeUInt16BE(value.length, 2);
  value.copy(encoded, 4);
  return encoded;
}

/** HMAC-SHA1 over everything before the attribute, the header's length counting up to the attribute's end (section 14.5). */
function integrityOf(before: Buffer, password: string): Buffer {
  return createHmac('sha1', password)
    .update(withLength(before, before.length - 20 + 24))
    .digest();
}

function fingerprintOf(before: Buffer): number {
  return (crc32(withLength(before, before.length - 20 + 8)) ^ fingerprintXor) >>> 0;
}

function withLength(bytes: Buffer, length: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt16BE(length, 2);
  return copy;
}
