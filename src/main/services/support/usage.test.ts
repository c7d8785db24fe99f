import { describe, expect, it } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Call } from '../../../shared/domain/call.ts';
import type { Session } from '../../../shared/domain/session.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import { createUsage } from './create-usage.ts';

const HOUR_MS = 3_600_000;
const on = {
  TelemetryEnabled: 'true',
  TelemetryUrl: 'https://usage.corp.test/in',
  TelemetryCustomerID: 'customer-7',
};
const call = (more: object): Call =>
  ({
    id: 'c1',
    direction: 'out',
    state: 'ended',
    peer: { name: 'Ann Lee', address: '2004' },
    ...more,
  }) as Call;
const session = (value: object): Session => value as Session;

async function bench(given: Readonly<Record<string, string>> = on, store = memoryKeyValue()) {
  const clock = manualClock();
  const policies = fixedPolicies(given);
  const sent: { readonly url: string; readonly body: string }[] = [];
  let sendUsage = true;
  let isRefused = false;
  const usage = createUsage({
    version: '1.2.3',
    platform: 'linux',
    policies,
    settings: { current: () => ({ ...defaultSettings, sendUsage }), onChange: () => () => undefined },
    store,
    post: async (url, body) => {
      sent.push({ url, body });
      return isRefused ? fail('net.refused') : ok();
    },
    clock,
    log: silentLog,
  });
  await usage.begin();
  const pass = async (hours: number) => {
    for (let hour = 0; hour < hours; hour += 1) {
      clock.advance(HOUR_MS);
      for (let n = 0; n < 10; n += 1) await Promise.resolve();
    }
  };
  return {
    usage,
    sent,
    store,
    clock,
    pass,
    policies,
    refuse: (next: boolean) => {
      isRefused = next;
    },
    turn: (next: boolean) => {
      sendUsage = next;
    },
  };
}

describe('counts of use', () => {
  it.each([
    ['nothing is configured', {}],
    [
      'there is no server, as in every deployment of Jabber’s',
      { TelemetryEnabled: 'true', TelemetryCustomerID: 'x' },
    ],
    ['it is switched off', { ...on, TelemetryEnabled: 'false' }],
    ['the server has no TLS', { ...on, TelemetryUrl: 'http://usage.corp.test/in' }],
  ])('S6: nothing is counted, kept or sent where %s', async (_, given) => {
    const { usage, sent, pass, store } = await bench(given);
    usage.callChanged(call({}));
    await pass(50);
    expect(sent).toEqual([]);
    expect(store.entries.size).toBe(0);
    expect(usage.offer()).toEqual({ isAllowed: false });
  });

  it('S6: once a day, with the customer’s ID, exactly what the guide says', async () => {
    const { usage, sent, pass } = await bench();
    usage.sessionChanged(session({ phase: 'signing-in' }));
    usage.sessionChanged(session({ phase: 'signed-out', error: { code: 'net.refused', detail: 'Ann Lee' } }));
    usage.sessionChanged(session({ phase: 'signed-in', name: 'Ann Lee', address: 'ann@corp.test' }));
    usage.sessionChanged(session({ phase: 'signed-in', name: 'Ann Lee', address: 'ann@corp.test' }));
    usage.callChanged(call({}));
    usage.callChanged(call({}));
    usage.callChanged(call({ id: 'c2', direction: 'in', error: { code: 'Ann Lee' } }));
    await pass(23);
    expect(sent).toEqual([]);
    await pass(1);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toBe('https://usage.corp.test/in');
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      format: 1,
      customer: 'customer-7',
      version: '1.2.3',
      platform: 'linux',
      from: '2023-11-14T22:00:00.000Z',
      to: '2023-11-15T22:00:00.000Z',
      counts: {
        'app.started': 1,
        'sign-in.done': 1,
        'sign-in.failed:net.refused': 1,
        'call.out': 1,
        'call.in': 1,
        'call.failed:other': 1,
      },
    });
    expect(sent[0]?.body).not.toMatch(/Ann|corp\.test\/|2004|ann@/);
  });

  it('S6: the person’s switch stops it at once and deletes what was counted', async () => {
    const { usage, sent, pass, store, turn } = await bench();
    usage.callChanged(call({}));
    await pass(1);
    expect(store.entries.size).toBe(1);
    turn(false);
    usage.callChanged(call({ id: 'c2' }));
    await pass(48);
    expect(sent).toEqual([]);
    expect(store.entries.size).toBe(0);
  });

  it('S6: what a server does not take waits, also over a restart; what is no count is dropped', async () => {
    const first = await bench();
    first.refuse(true);
    first.usage.callChanged(call({}));
    await first.pass(25);
    await first.usage.stop();
    const kept = JSON.parse(first.store.entries.get('usage') ?? '') as { counts: Record<string, unknown> };
    first.store.entries.set(
      'usage',
      JSON.stringify({ ...kept, counts: { ...kept.counts, 'Ann Lee': 1, 'call.in': 'x' } }),
    );
    const second = await bench(on, first.store);
    await second.pass(25);
    expect(JSON.parse(second.sent[0]?.body ?? '')).toMatchObject({
      counts: { 'app.started': 2, 'call.out': 1 },
    });
    expect(second.sent[0]?.body).not.toContain('Ann Lee');
  });
});
