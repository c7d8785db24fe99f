import type { CodecName } from '../../ports/media-gateway.port.ts';

/**
 * Overwrites an audio payload with silence, so that a muted call still sends: far ends and their firewalls take a stream
 * that stops for a dead one. Opus gets its shortest silent frame, so the packet may come back shorter.
 */
export function silenced(codec: CodecName, packet: Buffer, headerLength: number): Buffer {
  // The last byte no longer says how much padding there is.
  packet.writeUInt8(packet.readUInt8(0) & ~0x20, 0);
  switch (codec) {
    case 'PCMU':
    // The smallest code of both of G.722's bands: Chromium decodes it to nothing at all.
    case 'G722':
      return packet.fill(0xff, headerLength);
    case 'PCMA':
      return packet.fill(0xd5, headerLength);
    case 'opus':
      // A 20 ms frame of no energy (RFC 6716 section 3.1: CELT, full band, one frame).
      return Buffer.concat([packet.subarray(0, headerLength), Buffer.from([0xf8, 0xff, 0xfe])]);
  }
}
