import { readFile } from 'node:fs/promises';

/** Decoded sound, one number per sample between −1 and 1, the first channel only. */
export interface Pcm {
  readonly sampleRate: number;
  readonly samples: Float32Array;
}

/** Reads a WAV file of 16-bit or float samples; one still being written is read as far as it goes. */
export async function readWav(file: string): Promise<Pcm> {
  return decodeWav(await readFile(file));
}

/** Decodes a WAV file. A recorder fixes the length fields only when it closes, so the data chunk runs to the end of the file. */
export function decodeWav(bytes: Buffer): Pcm {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF')
    return { sampleRate: 8_000, samples: new Float32Array() };
  let format = { tag: 1, channels: 1, sampleRate: 8_000, bits: 16 };
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ') {
      format = {
        tag: bytes.readUInt16LE(body),
        channels: bytes.readUInt16LE(body + 2),
        sampleRate: bytes.readUInt32LE(body + 4),
        bits: bytes.readUInt16LE(body + 14),
      };
    }
    if (id === 'data') {
      return { sampleRate: format.sampleRate, samples: firstChannel(bytes.subarray(body), format) };
    }
    at = body + size + (size % 2);
  }
  return { sampleRate: format.sampleRate, samples: new Float32Array() };
}

function firstChannel(data: Buffer, format: { tag: number; channels: number; bits: number }): Float32Array {
  const frame = (format.bits / 8) * format.channels;
  const samples = new Float32Array(Math.floor(data.length / frame));
  for (let index = 0; index < samples.length; index += 1) {
    const at = index * frame;
    samples[index] = format.bits === 32 ? data.readFloatLE(at) : data.readInt16LE(at) / 32_768;
  }
  return samples;
}

/** A WAV file (16 bits, mono) of a steady tone. `level` is the peak, 0…1. */
export function encodeTone(
  frequency: number,
  options: { readonly seconds: number; readonly sampleRate: number; readonly level?: number },
): Buffer {
  const count = Math.round(options.seconds * options.sampleRate);
  const file = Buffer.alloc(44 + count * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + count * 2, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(options.sampleRate, 24);
  file.writeUInt32LE(options.sampleRate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(count * 2, 40);
  const peak = (options.level ?? 0.5) * 32_767;
  for (let index = 0; index < count; index += 1) {
    file.writeInt16LE(
      Math.round(peak * Math.sin((2 * Math.PI * frequency * index) / options.sampleRate)),
      44 + index * 2,
    );
  }
  return file;
}
