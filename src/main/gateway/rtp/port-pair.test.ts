import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import type { PortPair } from './port-pair.ts';
import { bindPortPair, splitMediaPorts } from './port-pair.ts';
import { bindUdp } from './udp.ts';

const open: PortPair[] = [];
afterEach(() => {
  for (const { rtp, rtcp } of open.splice(0)) {
    rtp.close();
    rtcp.close();
  }
});

/** Linux has a whole network on loopback: on an address of our own nobody takes a port between two looks at it. */
const part = () => 1 + Math.floor(Math.random() * 250);
const address = process.platform === 'linux' ? `127.${part()}.${part()}.${part()}` : '127.0.0.1';
const bind = async (range: { start: number; stop: number }, at = 0) => {
  const bound = await bindPortPair(address, range, () => at);
  if (bound.ok) open.push(bound.value);
  return bound;
};
const numbers = ({ rtp, rtcp }: PortPair) => [rtp.address().port, rtcp.address().port];

/** A range nobody else is likely to use, found by asking the system. */
async function freeRange(pairs: number): Promise<{ start: number; stop: number }> {
  const probe = await bindUdp({ address, port: 0 });
  const start = Math.min((probe.address().port + 2) & ~1, 65_000);
  probe.close();
  return { start, stop: start + 2 * pairs - 1 };
}

describe('splitMediaPorts', () => {
  it.each([
    [
      'the guide’s example',
      { start: 3_000, stop: 4_000 },
      { start: 3_000, stop: 3_501 },
      { start: 3_502, stop: 4_000 },
    ],
    [
      'the standard range',
      { start: 16_384, stop: 32_766 },
      { start: 16_384, stop: 24_574 },
      { start: 24_575, stop: 32_766 },
    ],
  ])('V5: divides %s as documented', (_what, range, audio, video) => {
    expect(splitMediaPorts(range)).toEqual({ audio, video });
  });
});

describe('bindPortPair', () => {
  it('V5: takes an even port and the odd one after it, inside the range', async () => {
    const range = await freeRange(4);
    const [rtp, rtcp] = numbers(unwrap(await bind(range, 0.6)));
    expect([rtp, rtcp]).toEqual([range.start + 4, range.start + 5]);
  });

  it('V5: steps over what is in use, either half, and begins again at the range’s start', async () => {
    const range = await freeRange(3);
    const [low, high] = await Promise.all([
      bindUdp({ address, port: range.start + 4 }),
      bindUdp({ address, port: range.start + 1 }),
    ]);
    expect(numbers(unwrap(await bind(range, 0.9)))).toEqual([range.start + 2, range.start + 3]);
    low.close();
    high.close();
  });

  it('V5: is never shared: two calls never have one port', async () => {
    const range = await freeRange(2);
    const both = [unwrap(await bind(range)), unwrap(await bind(range))].map(numbers);
    expect(both).toEqual([
      [range.start, range.start + 1],
      [range.start + 2, range.start + 3],
    ]);
    expect(await bind(range)).toMatchObject({
      ok: false,
      error: { code: 'media.no-ports', detail: 'all in use' },
    });
  });

  it('V5: begins with the next even port when the range begins odd', async () => {
    const { start } = await freeRange(2);
    expect(numbers(unwrap(await bind({ start: start - 1, stop: start + 1 })))).toEqual([start, start + 1]);
  });

  it.each([
    ['a range without a pair', address, { start: 20_001, stop: 20_002 }],
    ['a range turned round', address, { start: 4_000, stop: 3_000 }],
    ['a range past the last port', address, { start: 65_530, stop: 70_000 }],
    ['no range', address, { start: 0, stop: 0 }],
    ['an address that isn’t ours', '192.0.2.1', { start: 20_000, stop: 20_100 }],
  ])('V5: says so for %s', async (_what, host, range) => {
    expect(await bindPortPair(host, range, () => 0)).toMatchObject({
      ok: false,
      error: { code: 'media.no-ports' },
    });
  });
});
