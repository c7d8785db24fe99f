/** G.711 in both laws (ITU-T G.711), 8 kHz, one byte a sample. */
export type G711Law = 'PCMU' | 'PCMA';

const BIAS = 0x84;

export function encodeG711(law: G711Law, samples: Int16Array): Buffer {
  const out = Buffer.alloc(samples.length);
  for (let index = 0; index < samples.length; index++)
    out[index] = law === 'PCMU' ? toMu(samples[index] ?? 0) : toA(samples[index] ?? 0);
  return out;
}

export function decodeG711(law: G711Law, payload: Uint8Array): Int16Array {
  const out = new Int16Array(payload.length);
  for (let index = 0; index < payload.length; index++)
    out[index] = law === 'PCMU' ? fromMu(payload[index] ?? 0) : fromA(payload[index] ?? 0);
  return out;
}

function toMu(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function fromMu(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 7);
  return bits & 0x80 ? BIAS - magnitude : magnitude - BIAS;
}

function toA(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767) >> 4;
  const exponent = magnitude < 16 ? 0 : 31 - Math.clz32(magnitude) - 3;
  const mantissa = exponent === 0 ? magnitude >> 0 : magnitude >> (exponent - 1);
  return (sign | (exponent << 4) | (mantissa & 0x0f)) ^ 0x55;
}

function fromA(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = (bits & 0x0f) << 4;
  const magnitude = exponent === 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}
