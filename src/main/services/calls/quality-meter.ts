import {
  type CallQuality,
  estimateMos,
  levelOf,
  type QualityCause,
  type QualityLevel,
  type QualityRecord,
  type QualitySample,
} from '../../../shared/domain/call-quality.ts';
import type { MediaStats } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import type { GatewayStats } from '../../ports/media-gateway.port.ts';

/** Counts as they stand: the gateway's of the way to the far end, the window's of the way inside this computer. */
export type QualityCounts = Pick<
  GatewayStats,
  'packetsReceived' | 'packetsLost' | 'jitterMs' | 'remoteReport' | 'codec'
> & { readonly window?: Pick<MediaStats, 'packetsReceived' | 'packetsLost'> };

/** Warned of after five bad seconds, cleared after ten good ones: bad moments are no news. */
const [WORSE_AFTER, BETTER_AFTER] = [5, 10];
const RECENT = 60;
/** From here on a cause is worth its name. */
const BAD = { loss: 0.03, jitterMs: 40, roundTripMs: 400 } as const;
/** Nothing at all for so long is no pause in somebody's speech: phones that save silence still send a sign of life. */
const SILENT_SAMPLES = 5;

const ranks: Readonly<Record<QualityLevel, number>> = { good: 0, fair: 1, poor: 2 };
const levels = ['good', 'fair', 'poor'] as const;

/** One call's quality, a sample a second; pure but for what it remembers. */
export class QualityMeter {
  readonly #callId: CallId;
  #before: QualityCounts | undefined;
  #samples: QualitySample[] = [];
  #ranks: number[] = [];
  #level: QualityLevel = 'good';
  #cause: QualityCause | undefined;
  #codec: string | undefined;
  #silent = 0;
  readonly #sums = { mos: 0, lossIn: 0, jitterMs: 0, count: 0, worst: 5, roundTripMs: 0, roundTrips: 0 };
  readonly #causes = new Map<QualityCause, number>();

  constructor(callId: CallId) {
    this.#callId = callId;
  }

  /** After a pause (hold, another media session) the next counts are only a beginning. */
  pause(): void {
    this.#before = undefined;
    this.#silent = 0;
  }

  /** The first counts give nothing: quality is what happens between two. */
  take(counts: QualityCounts): CallQuality | undefined {
    const before = this.#before;
    this.#before = counts;
    this.#codec = counts.codec ?? this.#codec;
    if (!before || counts.packetsReceived < before.packetsReceived) return undefined;
    const lossIn = share(before, counts);
    const inside = before.window && counts.window ? share(before.window, counts.window) : 0;
    this.#silent = counts.packetsReceived === before.packetsReceived ? this.#silent + 1 : 0;
    const sample = this.#sample(counts, lossIn, inside);
    const cause = causeOf(sample, inside, this.#silent);
    this.#note(sample, cause);
    return this.#shown(sample);
  }

  /** What is kept with the call; undefined for one that was too short to tell. */
  record(): QualityRecord | undefined {
    const { mos, lossIn, jitterMs, count, worst, roundTripMs, roundTrips } = this.#sums;
    if (count === 0) return undefined;
    const average = Math.round((mos / count) * 100) / 100;
    const [cause] = [...this.#causes].toSorted((a, b) => b[1] - a[1])[0] ?? [];
    const level = levelOf(average);
    return {
      ...{ mos: average, worst, level, seconds: count },
      ...(level !== 'good' && cause && { cause }),
      lossIn: rounded(lossIn / count, 4),
      jitterMs: rounded(jitterMs / count, 1),
      ...(roundTrips > 0 && { roundTripMs: rounded(roundTripMs / roundTrips, 1) }),
      ...(this.#codec !== undefined && { codec: this.#codec }),
    };
  }

  #sample(counts: QualityCounts, lossIn: number, inside: number): QualitySample {
    const { jitterMs, remoteReport } = counts;
    const lossOut = remoteReport?.fractionLost;
    const roundTripMs = remoteReport?.roundTripMs;
    const isSilent = this.#silent >= SILENT_SAMPLES;
    const loss = isSilent ? 1 : Math.max(lossIn, lossOut ?? 0, inside);
    return {
      mos: estimateMos({ loss, jitterMs, roundTripMs }, this.#codec),
      lossIn: rounded(lossIn, 4),
      jitterMs: rounded(jitterMs, 1),
      ...(lossOut !== undefined && { lossOut: rounded(lossOut, 4) }),
      ...(roundTripMs !== undefined && { roundTripMs: rounded(roundTripMs, 1) }),
    };
  }

  #note(sample: QualitySample, cause: QualityCause | undefined): void {
    const sums = this.#sums;
    sums.mos += sample.mos;
    sums.lossIn += sample.lossIn;
    sums.jitterMs += sample.jitterMs;
    sums.count += 1;
    sums.worst = Math.min(sums.worst, sample.mos);
    if (sample.roundTripMs !== undefined) {
      sums.roundTripMs += sample.roundTripMs;
      sums.roundTrips += 1;
    }
    if (cause) this.#causes.set(cause, (this.#causes.get(cause) ?? 0) + 1);
    this.#samples = [...this.#samples, sample].slice(-RECENT);
    this.#ranks = [...this.#ranks, ranks[levelOf(sample.mos)]].slice(-BETTER_AFTER);
    const now = ranks[this.#level];
    const bad = this.#ranks.slice(-WORSE_AFTER);
    if (bad.length === WORSE_AFTER && bad.every((rank) => rank > now)) this.#set(Math.min(...bad), cause);
    else if (this.#ranks.length === BETTER_AFTER && this.#ranks.every((rank) => rank < now))
      this.#set(Math.max(...this.#ranks), cause);
    else if (this.#level !== 'good' && cause) this.#cause = cause;
  }

  #set(rank: number, cause: QualityCause | undefined): void {
    this.#level = levels[rank] ?? 'poor';
    this.#cause = this.#level === 'good' ? undefined : (cause ?? this.#cause);
  }

  #shown(now: QualitySample): CallQuality {
    return {
      ...{ callId: this.#callId, level: this.#level, now, path: 'direct' },
      ...(this.#cause && { cause: this.#cause }),
      ...(this.#codec !== undefined && { codec: this.#codec }),
      recent: this.#samples.map(({ mos }) => mos),
    };
  }
}

type Packets = { readonly packetsReceived: number; readonly packetsLost: number };

/** Late packets take losses back, so a second's count can be negative. */
function share(before: Packets, now: Packets): number {
  const lost = Math.max(0, now.packetsLost - before.packetsLost);
  const received = Math.max(0, now.packetsReceived - before.packetsReceived);
  return lost === 0 ? 0 : lost / (lost + received);
}

function causeOf(sample: QualitySample, inside: number, silent: number): QualityCause | undefined {
  if (silent >= SILENT_SAMPLES) return 'silence';
  if (sample.lossIn >= BAD.loss) return 'loss-in';
  if ((sample.lossOut ?? 0) >= BAD.loss) return 'loss-out';
  if (inside >= BAD.loss) return 'computer';
  if (sample.jitterMs >= BAD.jitterMs) return 'jitter';
  return (sample.roundTripMs ?? 0) >= BAD.roundTripMs ? 'delay' : undefined;
}

const rounded = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;
