/** G.711 (ITU-T), just enough for a far end: linear samples −1…1 to bytes and back. */
export type G711 = 'PCMU' | 'PCMA';

export function encodeG711(codec: G711, samples: Float32Array): Buffer {
  const encode = codec === 'PCMU' ? encodeMu : encodeA;
  return Buffer.from(
    Array.from(samples, (sample) => encode(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767))),
  );
}

export function decodeG711(codec: G711, bytes: Buffer): Float32Array {
  const table = codec === 'PCMU' ? muTable : aTable;
  return Float32Array.from(bytes, (byte) => (table[byte] ?? 0) / 32_768);
}

function encodeMu(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 0x84;
  const exponent = Math.floor(Math.log2(magnitude)) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function decodeMu(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits & 0x80 ? -magnitude : magnitude;
}

function encodeA(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767);
  const exponent = magnitude < 256 ? 0 : Math.floor(Math.log2(magnitude)) - 7;
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}

function decodeA(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const base = ((bits & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? base : (base + 0x100) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

const muTable = Array.from({ length: 256 }, (_, byte) => decodeMu(byte));
const aTable = Array.from({ length: 256 }, (_, byte) => decodeA(byte));
