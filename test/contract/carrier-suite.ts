import { describe, expect, it } from 'vitest';
import {
  type ContractClient,
  createContractClient,
  type EntityChange,
  type Wire,
} from '../../src/shared/contract/client.ts';
import { defaultSettings } from '../../src/shared/domain/settings.ts';
import { failure, ok } from '../../src/shared/errors/result.ts';
import { createPublication, type Publication } from '../../src/main/router/publication.ts';
import { createRouter, type Router, type ServiceHandlers } from '../../src/main/router/router.ts';
import type { Carrier } from '../../src/main/ports/carrier.port.ts';
import { StorageError } from '../../src/main/ports/storage.port.ts';
import { realClock } from '../fakes/real-clock.ts';
import { silentLog } from '../fakes/silent-log.ts';

/** What a carrier gives the suite: a wire for the client whose far end it attaches to the router. */
export interface CarrierUnderTest {
  connect(attach: (carrier: Carrier) => void): Promise<Wire>;
  stop(): Promise<void>;
}

interface Rig {
  readonly client: ContractClient;
  readonly wire: Wire;
  readonly publication: Publication;
  readonly router: Router;
  readonly calls: string[];
  readonly aborted: string[];
}

async function withRig(
  start: () => Promise<CarrierUnderTest>,
  test: (rig: Rig) => Promise<void>,
): Promise<void> {
  const calls: string[] = [];
  const aborted: string[] = [];
  const handlers = {
    'calls/mark-history-seen': async () => {
      calls.push('mark');
      return ok();
    },
    'chat/discard': async () => ({ ok: false, error: failure('chat.no-such-message') }),
    'chat/retry': async () => {
      throw new StorageError(failure('storage.unavailable'));
    },
    'settings/set': async () => {
      throw new TypeError('secret body');
    },
    'directory/search': (_: unknown, context: { signal: AbortSignal }) =>
      new Promise((resolve) => {
        context.signal.addEventListener('abort', () => {
          aborted.push('search');
          resolve({ ok: false, error: failure('app.cancelled') });
        });
      }),
  } as unknown as ServiceHandlers;
  const publication = createPublication();
  const router = createRouter({
    ...{ handlers, publication, clock: realClock, log: silentLog },
    soundPlace: () => 'window',
  });
  const carrier = await start();
  const wire = await carrier.connect((far) => router.attach(far, 'window'));
  const client = createContractClient(wire);
  try {
    await test({ client, wire, publication, router, calls, aborted });
  } finally {
    client.close();
    await carrier.stop();
  }
}

const until = async (isTrue: () => boolean) => {
  await expect.poll(isTrue, { timeout: 5000, interval: 5 }).toBe(true);
};

/** The behaviour every carrier must show; run once per carrier. */
export function describeCarrier(name: string, start: () => Promise<CarrierUnderTest>): void {
  describe(`Q1: contract over ${name}`, () => {
    it('Q1: answers a call with its value', () =>
      withRig(start, async ({ client, calls }) => {
        expect(await client.call('calls/mark-history-seen')).toEqual(ok());
        expect(calls).toEqual(['mark']);
      }));

    it('Q1: carries a failure as its catalogue code', () =>
      withRig(start, async ({ client }) => {
        const result = await client.call('chat/discard', { id: 'm1' });
        expect(result).toEqual({ ok: false, error: { code: 'chat.no-such-message' } });
      }));

    it('Q1: refuses input of the wrong shape before any service sees it', () =>
      withRig(start, async ({ client, calls }) => {
        const result = await client.call('calls/history', { limit: 9999, missedOnly: false });
        expect(!result.ok && result.error.code).toBe('app.bad-request');
        const sent = await client.call('calls/mark-history-seen', { sneaky: true } as never);
        expect(sent.ok).toBe(false);
        expect(calls).toEqual([]);
      }));

    it('Q1: refuses a command that is not in the contract, also one named like an object member', () =>
      withRig(start, async ({ client }) => {
        for (const bad of ['no/such', 'constructor', '__proto__']) {
          const result = await client.call(bad as 'calls/mark-history-seen');
          expect(!result.ok && result.error.code).toBe('app.unknown-command');
        }
      }));

    it('Q1: a throwing service becomes a fault without its message', () =>
      withRig(start, async ({ client }) => {
        const result = await client.call('settings/set', {});
        expect(result.ok).toBe(false);
        expect(JSON.stringify(result)).toContain('app.fault');
        expect(JSON.stringify(result)).not.toContain('secret body');
      }));

    it('a store that refuses says why', () =>
      withRig(start, async ({ client }) => {
        const result = await client.call('chat/retry', { id: 'm' });
        expect(!result.ok && result.error.code).toBe('storage.unavailable');
      }));

    it('Q1: cancels a call on the far side', () =>
      withRig(start, async ({ client, aborted }) => {
        const controller = new AbortController();
        const pending = client.call(
          'directory/search',
          { text: 'a', limit: 5 },
          { signal: controller.signal },
        );
        await new Promise((resolve) => setTimeout(resolve, 20));
        controller.abort();
        expect(await pending).toEqual({ ok: false, error: { code: 'app.cancelled' } });
        await until(() => aborted.length === 1);
      }));

    it('Q1: sends a snapshot, then numbered changes, coalesced by key', () =>
      withRig(start, async ({ client, publication }) => {
        publication.set('settings', 'only', defaultSettings);
        const seen: EntityChange[] = [];
        let snapshot: readonly EntityChange[] = [];
        const result = await client.subscribe(['settings', 'notices'], {
          snapshot: (entities) => {
            snapshot = entities;
          },
          changes: (changes) => void seen.push(...changes),
        });
        expect(result.ok).toBe(true);
        expect(snapshot).toEqual([{ topic: 'settings', key: 'only', value: defaultSettings }]);
        for (let scale = 0.8; scale < 2; scale += 0.1)
          publication.set('settings', 'only', { ...defaultSettings, textScale: scale });
        publication.set('settings', 'only', { ...defaultSettings, textScale: 2 });
        await until(() => seen.some((c) => c.topic === 'settings' && c.value?.textScale === 2));
        expect(seen.length).toBeLessThan(5);
        publication.remove('settings', 'only');
        await until(() => seen.at(-1)?.value === undefined);
      }));

    it('Q1: delivers 5,000 changes in paced batches without losing one', () =>
      withRig(start, async ({ client, publication }) => {
        const seen = new Set<string>();
        await client.subscribe(['notices'], {
          snapshot: () => {},
          changes: (changes) => changes.forEach((c) => seen.add(c.key)),
        });
        for (let i = 0; i < 5000; i += 1) {
          publication.set('notices', `n${i}`, {
            id: `n${i}` as never,
            tone: 'info',
            text: { key: 'x' },
            at: i,
          });
        }
        await until(() => seen.size === 5000);
      }));

    it('Q1: closes on a frame that is not of the envelope', () =>
      withRig(start, async ({ client, wire }) => {
        let isClosed = false;
        client.onClose(() => {
          isClosed = true;
        });
        wire.send({ t: 'nonsense' } as never);
        await until(() => isClosed);
        const result = await client.call('calls/mark-history-seen');
        expect(!result.ok && result.error.code).toBe('app.disconnected');
      }));

    it('Q1: fails waiting calls when the wire goes down', () =>
      withRig(start, async ({ client, router }) => {
        const pending = client.call('directory/search', { text: 'a', limit: 5 });
        await new Promise((resolve) => setTimeout(resolve, 20));
        router.closeAll('window');
        expect(await pending).toEqual({ ok: false, error: { code: 'app.disconnected' } });
      }));
  });
}
