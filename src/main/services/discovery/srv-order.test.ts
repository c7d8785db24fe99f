import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { srv } from '../../../../test/fakes/session-harness.ts';
import { isRefusal, orderSrv } from './srv-order.ts';

const names = (records: readonly { target: string }[]) => records.map(({ target }) => target);

describe('D3: the order of SRV targets (T3)', () => {
  it.each([
    [
      '_cisco-uds',
      [srv('cucm3', 8443, 6, 30), srv('cucm2', 8443, 2, 20), srv('cucm1', 8443, 1, 5)],
      ['cucm1', 'cucm2', 'cucm3'],
    ],
    [
      '_cuplogin',
      [srv('cup3', 8443, 8, 50), srv('cup1', 8443, 5, 100), srv('cup2', 8443, 7, 4)],
      ['cup1', 'cup2', 'cup3'],
    ],
    [
      '_collab-edge',
      [srv('xpre1', 8443, 3, 7), srv('xpre2', 8443, 4, 8), srv('xpre3', 8443, 5, 0)],
      ['xpre1', 'xpre2', 'xpre3'],
    ],
  ])('%s: by priority', (_name, records, expected) => {
    expect(names(orderSrv(records, seededRandom().fraction))).toEqual(expected);
  });

  it('takes an IP literal as target', () => {
    expect(names(orderSrv([srv('192.0.2.7', 8443)], () => 0))).toEqual(['192.0.2.7']);
  });

  it('leaves out the target "."', () => {
    expect(orderSrv([srv('', 0)], () => 0)).toEqual([]);
    expect(isRefusal([srv('', 0)])).toBe(true);
    expect(isRefusal([srv('', 0), srv('a', 1)])).toBe(false);
    expect(isRefusal([])).toBe(false);
  });

  it('draws by weight within a priority (RFC 2782)', () => {
    const records = [srv('a', 1, 0, 10), srv('b', 1, 0, 30), srv('c', 1, 0, 60)];
    const { fraction } = seededRandom(7);
    const first = Array.from({ length: 4_000 }, () => names(orderSrv(records, fraction))[0]);
    const share = (name: string) => first.filter((each) => each === name).length / first.length;
    expect(share('a')).toBeCloseTo(0.1, 1);
    expect(share('b')).toBeCloseTo(0.3, 1);
    expect(share('c')).toBeCloseTo(0.6, 1);
  });

  it('gives weight 0 a small chance beside others, and all targets a turn', () => {
    const records = [srv('zero', 1, 0, 0), srv('heavy', 1, 0, 1_000)];
    expect(names(orderSrv(records, () => 0))).toEqual(['zero', 'heavy']);
    expect(names(orderSrv(records, () => 0.999))).toEqual(['heavy', 'zero']);
  });

  it('Q2: never loses, doubles or misplaces a target, whatever the records', () => {
    const record = fc.record({
      target: fc.string(),
      port: fc.nat(65_535),
      priority: fc.nat(65_535),
      weight: fc.nat(65_535),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), fc.integer(), (records, seed) => {
        const ordered = orderSrv(records, seededRandom(seed).fraction);
        const offered = records.filter(({ target }) => target !== '');
        expect(new Set(ordered)).toEqual(new Set(offered));
        expect(ordered.length).toBe(offered.length);
        const priorities = ordered.map(({ priority }) => priority);
        expect(priorities).toEqual(priorities.toSorted((a, b) => a - b));
      }),
    );
  });
});
