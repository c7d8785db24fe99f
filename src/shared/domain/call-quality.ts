import * as z from 'zod/mini';
import { callIdSchema } from './ids.ts';

/** Where it goes wrong: on the way to us, on the way to them, both ways long, or inside this computer. */
const qualityCauseSchema = z.enum(['loss-in', 'loss-out', 'jitter', 'delay', 'silence', 'computer']);
export type QualityCause = z.infer<typeof qualityCauseSchema>;

const qualityLevelSchema = z.enum(['good', 'fair', 'poor']);
export type QualityLevel = z.infer<typeof qualityLevelSchema>;

/** One second of a call, measured between this computer and the far end. */
const qualitySampleSchema = z.object({
  /** Estimated mean opinion score, 1 to 4.5. */
  mos: z.number(),
  /** Shares of the packets of that second, 0 to 1. `lossOut` as the far end reports it. */
  lossIn: z.number(),
  lossOut: z.optional(z.number()),
  jitterMs: z.number(),
  roundTripMs: z.optional(z.number()),
});
export type QualitySample = z.infer<typeof qualitySampleSchema>;

/** A running call's quality (V12). */
export const callQualitySchema = z.object({
  callId: callIdSchema,
  /** Steady: it changes to the worse after five bad seconds, to the better after ten good ones. */
  level: qualityLevelSchema,
  cause: z.optional(qualityCauseSchema),
  now: qualitySampleSchema,
  codec: z.optional(z.string()),
  /** Packets go through a relay or straight; enterprise RTP is always straight (ICE stays on this computer). */
  path: z.literal('direct'),
  /** The last minute, oldest first. */
  recent: z.array(z.number()),
});
export type CallQuality = z.infer<typeof callQualitySchema>;

/** What is kept of it with the call. */
export const qualityRecordSchema = z.object({
  mos: z.number(),
  worst: z.number(),
  level: qualityLevelSchema,
  cause: z.optional(qualityCauseSchema),
  lossIn: z.number(),
  jitterMs: z.number(),
  roundTripMs: z.optional(z.number()),
  codec: z.optional(z.string()),
  seconds: z.number(),
});
export type QualityRecord = z.infer<typeof qualityRecordSchema>;

interface CodecImpairment {
  /** Equipment impairment Ie and robustness Bpl of ITU-T G.113 appendix I. */
  readonly ie: number;
  readonly bpl: number;
  /** Delay of packing and playing, ms. */
  readonly delayMs: number;
}

/** G.113 appendix I; wide-band codecs are taken as G.711 with concealment, on the narrow-band scale that people know. */
const CODECS: Readonly<Record<string, CodecImpairment>> = {
  PCMU: { ie: 0, bpl: 25.1, delayMs: 20 },
  PCMA: { ie: 0, bpl: 25.1, delayMs: 20 },
  G722: { ie: 0, bpl: 25.1, delayMs: 21 },
  opus: { ie: 0, bpl: 20, delayMs: 26 },
  G7221: { ie: 0, bpl: 20, delayMs: 40 },
  G729: { ie: 11, bpl: 19, delayMs: 25 },
};
const UNKNOWN: CodecImpairment = { ie: 5, bpl: 19, delayMs: 25 };
/** G.107 default of the basic signal-to-noise ratio minus the simultaneous impairment: R0 − Is. */
const BEST_R = 93.2;

/**
 * The E-model (ITU-T G.107) with everything but codec, loss and delay at its defaults:
 * `R = 93.2 − Id − Ie,eff`; `Id = 0.024 d + 0.11 (d − 177.3) H(d − 177.3)` with `d` one way; `Ie,eff = Ie + (95 − Ie) Ppl / (Ppl + Bpl)`.
 * Jitter counts as the delay of the buffer that takes it up (twice the jitter). Then R to MOS as in G.107 annex B.
 */
export function estimateMos(
  sample: { readonly loss: number; readonly jitterMs: number; readonly roundTripMs?: number | undefined },
  codec: string | undefined,
): number {
  const known =
    codec === undefined ? undefined : Object.entries(CODECS).find(([name]) => isCodec(name, codec));
  const { ie, bpl, delayMs } = known?.[1] ?? (codec === undefined ? (CODECS['PCMU'] ?? UNKNOWN) : UNKNOWN);
  const oneWay = (sample.roundTripMs ?? 0) / 2 + 2 * Math.max(0, sample.jitterMs) + delayMs;
  const late = Math.max(0, oneWay - 177.3);
  const lossPercent = 100 * Math.min(1, Math.max(0, sample.loss));
  const equipment = ie + (95 - ie) * (lossPercent / (lossPercent + bpl));
  return mosOf(BEST_R - 0.024 * oneWay - 0.11 * late - equipment);
}

const isCodec = (name: string, codec: string): boolean =>
  codec.toLowerCase().replace(/[^a-z0-9]/g, '') === name.toLowerCase();

/** G.107 annex B, to two places. */
export function mosOf(r: number): number {
  if (r <= 0) return 1;
  const within = Math.min(r, 100);
  const mos = 1 + 0.035 * within + within * (within - 60) * (100 - within) * 7e-6;
  return Math.round(Math.min(4.5, Math.max(1, mos)) * 100) / 100;
}

/** Bounds of what people call good and bad (G.107: R 80 is 4.03, R 70 is 3.60, R 60 is 3.10). */
export function levelOf(mos: number): QualityLevel {
  if (mos >= 3.6) return 'good';
  return mos >= 3.1 ? 'fair' : 'poor';
}
