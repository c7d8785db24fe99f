import { describe, expect, it } from 'vitest';
import type { CallId } from '../../../shared/domain/ids.ts';
import { type QualityCounts, QualityMeter } from './quality-meter.ts';

/** A second's worth of packets: 50 at 20 ms. */
function call() {
  const meter = new QualityMeter('call' as CallId);
  let [received, lost, insideLost] = [0, 0, 0];
  const second = (
    bad: Partial<Pick<QualityCounts, 'jitterMs' | 'remoteReport'>> & {
      readonly lost?: number;
      readonly inside?: number;
      readonly isSilent?: boolean;
    } = {},
  ) => {
    const { lost: gone = 0, inside = 0, isSilent, ...rest } = bad;
    received += isSilent ? 0 : 50 - gone;
    lost += gone;
    insideLost += inside;
    return meter.take({
      ...{ packetsReceived: received, packetsLost: lost, jitterMs: 2, codec: 'PCMU', ...rest },
      window: { packetsReceived: received - insideLost, packetsLost: insideLost },
    });
  };
  const seconds = (count: number, bad: Parameters<typeof second>[0] = {}) => {
    let last: ReturnType<typeof second>;
    for (let at = 0; at < count; at += 1) last = second(bad);
    return last;
  };
  return { meter, second, seconds };
}

const report = (fractionLost: number, roundTripMs = 20) => ({
  remoteReport: { fractionLost, packetsLost: 0, jitterMs: 1, roundTripMs },
});

describe('the quality of a call', () => {
  it('V12: a clean call is good, from its first second', () => {
    const { second, seconds } = call();
    expect(second()).toBeUndefined();
    expect(seconds(3)).toMatchObject({ level: 'good', codec: 'PCMU', now: { lossIn: 0, jitterMs: 2 } });
  });

  it('V12: it is said after five bad seconds, not after four, and taken back after ten good ones', () => {
    const { seconds } = call();
    seconds(5);
    expect(seconds(4, { lost: 10 })?.level).toBe('good');
    expect(seconds(1, { lost: 10 })).toMatchObject({ level: 'poor', cause: 'loss-in' });
    expect(seconds(9)?.level).toBe('poor');
    const cleared = seconds(1);
    expect(cleared?.level).toBe('good');
    expect(cleared?.cause).toBeUndefined();
  });

  it.each([
    ['loss-in', { lost: 10 }],
    ['loss-out', report(0.25)],
    ['jitter', { jitterMs: 300 }],
    ['delay', report(0, 1_500)],
    ['computer', { inside: 15 }],
  ] as const)('V12: the cause %s is told from the others', (cause, bad) => {
    const { seconds } = call();
    seconds(3);
    expect(seconds(6, bad)).toMatchObject({ level: 'poor', cause });
  });

  it('V12: a pause in speech is nothing, ten seconds without a packet are', () => {
    const { seconds } = call();
    seconds(3);
    expect(seconds(4, { isSilent: true })?.level).toBe('good');
    expect(seconds(1)?.level).toBe('good');
    expect(seconds(10, { isSilent: true })).toMatchObject({ level: 'poor', cause: 'silence' });
  });

  it('V12: hold is no loss', () => {
    const { meter, seconds } = call();
    seconds(5);
    meter.pause();
    expect(seconds(1, { lost: 40 })).toBeUndefined();
    expect(meter.record()).toMatchObject({ level: 'good', lossIn: 0 });
  });

  it('V12: a minute is shown, the whole call is kept', () => {
    const { meter, seconds } = call();
    expect(meter.record()).toBeUndefined();
    expect(seconds(91)?.recent).toHaveLength(60);
    seconds(10, { lost: 25 });
    const record = meter.record();
    expect(record).toMatchObject({ level: 'good', seconds: 100, codec: 'PCMU', lossIn: 0.05 });
    expect(record?.worst).toBeLessThan(2);
  });
});
