import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { realClock } from '../../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../../test/fakes/seeded-random.ts';
import { ok, type Result } from '../../../../shared/errors/result.ts';
import type { FileOffer } from '../../../ports/file-traffic.port.ts';
import type { Dialer } from '../../link/dialer.ts';
import { errorReply, requestFailure } from '../stanzas/stanza-error.ts';
import { type Element, xml } from '../wire/xml.ts';
import { PeerFiles } from './peer-files.ts';

const dialer = {
  connect: ({ host, port }: { host: string; port: number }) =>
    new Promise((resolve) => {
      const socket = connect(port, host, () => resolve(ok(socket)));
      socket.on('error', () => resolve({ ok: false, error: { code: 'net.refused' } }));
    }),
} as unknown as Dialer;

/** Two devices on one server; straight connections have an address or none. */
function devices(addresses: readonly string[]) {
  const waiting = new Map<string, (answer: Element) => void>();
  let count = 0;
  const device = (own: string, other: () => PeerFiles): PeerFiles =>
    new PeerFiles({
      ...{ dialer, clock: realClock, random: seededRandom(), own: () => own, proxies: async () => [] },
      place: { port: 0, addresses: () => addresses },
      request: ({ type, child }) =>
        new Promise<Result<Element>>((resolve) => {
          count += 1;
          waiting.set(`i${count}`, (answer) =>
            resolve(
              answer.attrs['type'] === 'result' ? ok(answer) : { ok: false, error: requestFailure(answer) },
            ),
          );
          const asked = xml('iq', { type, id: `i${count}`, from: own }, child);
          if (!other().onIq(asked))
            waiting.get(`i${count}`)?.(errorReply(asked, 'cancel', 'service-unavailable'));
        }),
      send: (stanza) => waiting.get(stanza.attrs['id'] ?? '')?.(stanza),
    });
  const alice: PeerFiles = device('alice@example.test/desk', () => bob);
  const bob: PeerFiles = device('bob@example.test/phone', () => alice);
  return { alice, bob };
}

const bytes = randomBytes(300_000);
const digest = createHash('md5').update(bytes).digest('hex');
const call = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

describe('M10: a file from device to device that was cut', () => {
  it.each([
    ['straight', ['127.0.0.1']],
    ['in-band', []],
  ])('M10: goes on where it ended, %s', async (_way, addresses) => {
    const { alice, bob } = devices(addresses);
    const offers: FileOffer[] = [];
    bob.on((offer) => offers.push(offer));
    const read: number[] = [];
    const offer = () =>
      alice.handOver(
        'bob@example.test/phone',
        { id: 'f1', name: 'plan.bin', size: bytes.length, digest },
        async function* (from) {
          read.push(from);
          for (let at = from; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
        },
        call(),
      );
    let held = Buffer.alloc(0);
    const cut = new AbortController();
    const first = offer();
    await vi.waitFor(() => expect(offers).toHaveLength(1));
    const broken = await bob.take(
      offers[0]?.id ?? '',
      async (chunk) => {
        held = Buffer.concat([held, chunk]);
        if (held.length > 100_000) cut.abort();
      },
      { signal: cut.signal, onProgress: () => undefined },
    );
    expect(broken.ok).toBe(false);
    expect((await first).ok).toBe(false);
    const kept = Buffer.from(held);
    expect(kept.length).toBeLessThan(bytes.length);

    const second = offer();
    await vi.waitFor(() => expect(offers).toHaveLength(2));
    // The same offer, also to who comes with another resource.
    expect(offers[1]).toEqual(offers[0]);
    held = kept;
    const whole = await bob.take(
      offers[1]?.id ?? '',
      async (chunk) => void (held = Buffer.concat([held, chunk])),
      call(),
      kept.length,
    );
    expect([whole.ok, (await second).ok]).toEqual([true, true]);
    expect(read).toEqual([0, kept.length]);
    expect(createHash('md5').update(held).digest('hex')).toBe(digest);
  });
});
