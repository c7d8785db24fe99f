import { describe, expect, it } from 'vitest';
import { fakeXmpp } from '../../../../test/fakes/fake-xmpp.ts';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { PresenceShow } from '../../../shared/domain/presence.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Blocking } from '../../ports/blocking.port.ts';
import { createPeopleWatch } from './create-people-watch.service.ts';

const context = { signal: new AbortController().signal };
type Change = Parameters<Parameters<Blocking['onChange']>[0]>[0];

function server(list: Result<readonly string[]> = ok([])) {
  const listeners = new Set<(change: Change) => void>();
  const asked: string[] = [];
  const blocking: Blocking = {
    list: async () => list,
    set: async (address, isBlocked) => {
      asked.push(`${isBlocked ? 'block' : 'unblock'} ${address}`);
      return list.ok ? ok() : list;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { blocking, asked, push: (change: Change) => listeners.forEach((listener) => listener(change)) };
}

async function start(store = temporaryStore(), at = server(), policies = fixedPolicies()) {
  const xmpp = fakeXmpp();
  const publisher = memoryPublisher();
  const told: string[] = [];
  const service = createPeopleWatch({
    ...{ xmpp, blocking: at.blocking, policies, publisher },
    onAvailable: (address) => told.push(address),
  });
  await service.start(store, 'alice@example.test');
  xmpp.goOnline();
  await new Promise((resolve) => setImmediate(resolve));
  return {
    ...{ service, xmpp, told, store, at },
    state: () => publisher.get('peopleWatch', 'only'),
    block: (address: string, isBlocked = true) =>
      service.handlers['people/block']({ address, isBlocked }, context),
    alert: (address: string, isOn = true) => service.handlers['people/alert']({ address, isOn }, context),
    hear: (address: string, show: PresenceShow) =>
      xmpp.emit({ kind: 'presence', address, presence: { show } }),
  };
}

describe('keeping people away', () => {
  it('M4: the server’s list, what is changed here, and what another device changes', async () => {
    const at = server(ok(['spam@example.test']));
    const own = await start(temporaryStore(), at);
    expect(own.state()).toMatchObject({ canBlock: true, blocked: ['spam@example.test'] });
    expect(await own.block(' Eve@Example.test ')).toEqual(ok());
    expect(at.asked).toEqual(['block eve@example.test']);
    at.push({ addresses: ['spam@example.test'], isBlocked: false });
    expect(own.state()?.blocked).toEqual(['eve@example.test']);
    at.push({ addresses: [], isBlocked: false });
    expect(own.state()?.blocked).toEqual([]);
    expect(await own.block('nobody')).toMatchObject({ error: { code: 'contacts.bad-address' } });
  });

  it('M4: a server without such a list', async () => {
    const own = await start(temporaryStore(), server(fail('xmpp.stanza', {}, 'service-unavailable')));
    expect(own.state()?.canBlock).toBe(false);
    expect(await own.block('eve@example.test')).toMatchObject({ ok: false });
    expect(own.state()?.blocked).toEqual([]);
  });
});

describe('tell me when available', () => {
  it('M3: once, at the change, also after a restart', async () => {
    const first = await start();
    first.hear('bob@example.test', 'away');
    await first.alert('bob@example.test');
    await first.service.stop();
    const own = await start(first.store);
    expect(own.state()?.alerts).toEqual(['bob@example.test']);
    own.hear('bob@example.test', 'on-a-call');
    own.hear('carol@example.test', 'available');
    expect(own.told).toEqual([]);
    own.hear('bob@example.test', 'available');
    own.hear('bob@example.test', 'away');
    own.hear('bob@example.test', 'available');
    expect(own.told).toEqual(['bob@example.test']);
    expect(own.state()?.alerts).toEqual([]);
  });

  it('M3: who is available already is waited for until they come back', async () => {
    const own = await start();
    own.hear('bob@example.test', 'available');
    await own.alert('bob@example.test');
    own.hear('bob@example.test', 'available');
    expect(own.told).toEqual([]);
    own.hear('bob@example.test', 'away');
    own.hear('bob@example.test', 'available');
    expect(own.told).toEqual(['bob@example.test']);
  });

  it('S3: not where the administrator does not want it', async () => {
    const own = await start(temporaryStore(), server(), fixedPolicies({ AlertOnAvailableEnabled: 'false' }));
    expect(await own.alert('bob@example.test')).toMatchObject({ error: { code: 'app.not-allowed' } });
    expect(own.state()?.canAlert).toBe(false);
  });
});
