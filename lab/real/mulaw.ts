/** One G.711 µ-law byte for a 16-bit sample (ITU-T G.711 table 2a, by its segments). */
export function encodeMuLaw(sample: number): number {
  const clipped = Math.min(Math.abs(sample), 32_635) + 132;
  const exponent = Math.max(0, Math.floor(Math.log2(clipped)) - 7);
  const mantissa = (clipped >> (exponent + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

/** One second of a tone as PCMU at 8 kHz: repeated without a seam when the frequency is a whole number. */
export function muLawTone(frequency: number, level = 0.4): Buffer {
  return Buffer.from(
    Array.from({ length: 8_000 }, (_, index) =>
      encodeMuLaw(Math.round(level * 32_767 * Math.sin((2 * Math.PI * frequency * index) / 8_000))),
    ),
  );
}
