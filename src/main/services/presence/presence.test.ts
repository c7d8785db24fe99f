import { describe, expect, it } from 'vitest';
import { fakeXmpp } from '../../../../test/fakes/fake-xmpp.ts';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ManualPresence } from '../../../shared/domain/presence.ts';
import { createPresenceService } from './create-presence.service.ts';

const context = { signal: new AbortController().signal };

async function start(store = temporaryStore()) {
  const xmpp = fakeXmpp();
  const clock = manualClock();
  const publisher = memoryPublisher();
  const service = createPresenceService({ xmpp, publisher, clock, policies: fixedPolicies() });
  await service.start(store, 'alice@example.test');
  return {
    service,
    xmpp,
    clock,
    store,
    self: () => publisher.get('self', 'only'),
    set: (manual: ManualPresence, status = '') =>
      service.handlers['self/set-presence']({ manual, status }, context),
    idle: (idleMs: number, isLocked = false) =>
      service.handlers['self/report-idle']({ idleMs, isLocked }, context),
    told: () => xmpp.presences.map(({ show, status }) => (status === undefined ? show : `${show} ${status}`)),
  };
}

describe('own presence', () => {
  it('M3: is told to the server at each change and again over every new stream, not over a resumed one', async () => {
    const own = await start();
    await own.set('do-not-disturb', 'thinking');
    expect(own.told()).toEqual([]);
    own.xmpp.goOnline();
    own.xmpp.goOffline();
    own.xmpp.goOnline({ isResumed: true });
    expect(own.told()).toEqual(['do-not-disturb thinking']);
    own.xmpp.goOffline();
    own.xmpp.goOnline();
    await own.set('do-not-disturb', 'thinking');
    expect(own.told()).toEqual(['do-not-disturb thinking', 'do-not-disturb thinking']);
  });

  it('M3: what changed while a stream was cut is told when it is resumed', async () => {
    const own = await start();
    own.xmpp.goOnline();
    own.xmpp.goOffline();
    await own.set('away');
    own.xmpp.goOnline({ isResumed: true });
    expect(own.told()).toEqual(['available', 'away']);
  });

  it('M4: a call and the keyboard are seen by themselves; what was set by hand stands over both', async () => {
    const own = await start();
    own.xmpp.goOnline();
    own.service.setOnCall(true);
    await own.idle(0, true);
    own.service.setOnCall(false);
    await own.idle(0);
    await own.set('available');
    own.service.setOnCall(true);
    await own.set('automatic');
    expect(own.told()).toEqual(['available', 'on-a-call', 'away', 'available', 'on-a-call']);
    expect(own.service.isDoNotDisturb()).toBe(false);
    await own.set('do-not-disturb');
    expect(own.service.isDoNotDisturb()).toBe(true);
  });

  it('M3: signing out clears the manual status; its text and the recent ones are there the next time', async () => {
    const store = temporaryStore();
    const first = await start(store);
    for (const text of ['one', 'two', ' three ']) await first.set('do-not-disturb', text);
    await first.service.stop();
    expect(first.self()).toBeUndefined();
    const second = await start(store);
    expect(second.self()).toMatchObject({
      manual: 'automatic',
      status: 'three',
      recentStatuses: ['three', 'two', 'one'],
      presence: { show: 'available' },
    });
  });

  it('shows name and picture when they become known', async () => {
    const own = await start();
    expect(own.self()).toMatchObject({ address: 'alice@example.test', name: 'alice' });
    own.service.setPerson({ name: 'Alice Archer', avatarHash: 'abc' });
    expect(own.self()).toMatchObject({ name: 'Alice Archer', avatarHash: 'abc' });
  });

  it('Q3: a stored status that can’t be read is forgotten, nothing else', async () => {
    const store = temporaryStore();
    store.sync.keyValue.set('own-status', '{');
    expect((await start(store)).self()).toMatchObject({ status: '', recentStatuses: [] });
  });

  it('nobody signed in has no presence to set', async () => {
    const own = await start();
    await own.service.stop();
    expect(await own.set('away')).toMatchObject({ ok: false, error: { code: 'app.not-signed-in' } });
    expect(own.self()).toBeUndefined();
  });
});
