import { describe, expect, it } from 'vitest';
import { fakeXmpp } from '../../../../test/fakes/fake-xmpp.ts';
import { fixedSettings } from '../../../../test/fakes/fixed-settings.ts';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import type { ManualPresence } from '../../../shared/domain/presence.ts';
import type { IdleReport } from '../../ports/idle.port.ts';
import { createPresenceService } from './create-presence.service.ts';

const context = { signal: new AbortController().signal };

async function start(store = temporaryStore(), policies = fixedPolicies(), clock = manualClock()) {
  const xmpp = fakeXmpp();
  const publisher = memoryPublisher();
  const settings = fixedSettings();
  const idle = new Set<(report: IdleReport) => void>();
  const service = createPresenceService({
    ...{ xmpp, publisher, clock, policies, settings },
    idle: {
      onChange(listener) {
        idle.add(listener);
        return () => idle.delete(listener);
      },
    },
  });
  await service.start(store, 'alice@example.test');
  return {
    service,
    xmpp,
    clock,
    ...{ store, settings, policies, publisher },
    isIdleWatched: () => idle.size > 0,
    seen: (report: IdleReport) => idle.forEach((listener) => listener(report)),
    self: () => publisher.get('self', 'only'),
    set: (manual: ManualPresence, status = '', until?: number) =>
      service.handlers['self/set-presence'](
        { manual, status, ...(until !== undefined && { until }) },
        context,
      ),
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
    own.service.notice('isOnCall', true);
    await own.idle(0, true);
    own.service.notice('isOnCall', false);
    await own.idle(0);
    await own.set('available');
    own.service.notice('isOnCall', true);
    await own.set('automatic');
    expect(own.told()).toEqual(['available', 'on-a-call', 'away', 'available', 'on-a-call']);
    expect(own.service.isSilenced()).toBe(false);
    await own.set('do-not-disturb');
    expect(own.service.isSilenced()).toBe(true);
  });

  it('M3: a restart brings the status back with its message, signing out ends both; messages stay for another time', async () => {
    const store = temporaryStore();
    const first = await start(store);
    for (const text of ['one', 'two', ' three ']) await first.set('do-not-disturb', text);
    await first.service.stop();
    expect(first.self()).toBeUndefined();
    const second = await start(store);
    expect(second.self()).toMatchObject({ manual: 'do-not-disturb', status: 'three' });
    await second.service.signedOut();
    await second.service.stop();
    const third = await start(store);
    expect(third.self()).toMatchObject({
      manual: 'automatic',
      status: '',
      recentStatuses: ['three', 'two', 'one'],
      presence: { show: 'available' },
    });
    await third.service.handlers['self/forget-status']({ status: 'two' }, context);
    expect(third.self()).toMatchObject({ recentStatuses: ['three', 'one'] });
  });

  it('M3: a status that was set for some hours ends by itself, also while nobody was there', async () => {
    const store = temporaryStore();
    const own = await start(store);
    own.xmpp.goOnline();
    await own.set('do-not-disturb', 'Thinking', own.clock.now() + 2 * 3_600_000);
    own.clock.advance(2 * 3_600_000 - 1);
    expect(own.self()).toMatchObject({ manual: 'do-not-disturb', until: own.clock.now() + 1 });
    own.clock.advance(1);
    expect(own.self()).toMatchObject({ manual: 'automatic', status: '' });
    expect(own.told()).toEqual(['available', 'do-not-disturb Thinking', 'available']);
    await own.set('away', 'Lunch', own.clock.now() + 1000);
    await own.service.stop();
    own.clock.advance(1000);
    const later = await start(store, fixedPolicies(), own.clock);
    expect(later.self()).toMatchObject({ manual: 'automatic', status: '' });
  });

  it('M4: what the system sees of absence counts by the person’s choice, under the administrator’s', async () => {
    const own = await start();
    own.seen({ idleMs: 14 * 60_000, isLocked: false });
    expect(own.self()?.presence.show).toBe('available');
    own.settings.change({ awayAfter: '10' });
    own.seen({ idleMs: 14 * 60_000, isLocked: false });
    expect(own.self()?.presence).toMatchObject({ show: 'away', idleSince: own.clock.now() - 14 * 60_000 });
    own.seen({ idleMs: 0, isLocked: false });
    expect(own.self()?.presence.show).toBe('available');
    own.policies.set({ Set_Status_Inactive_Timeout: '30' });
    own.seen({ idleMs: 14 * 60_000, isLocked: false });
    expect(own.self()?.presence.show).toBe('available');
    await own.service.stop();
    expect(own.isIdleWatched()).toBe(false);
  });

  it('M3: do not disturb lets through whom the administrator names', async () => {
    const own = await start(
      temporaryStore(),
      fixedPolicies({ DoNotDisturbExceptions: 'boss@example.test; 112' }),
    );
    expect(own.service.isSilenced('bob@example.test')).toBe(false);
    await own.set('do-not-disturb');
    expect(own.service.isSilenced('bob@example.test')).toBe(true);
    expect(own.service.isSilenced('boss@example.test')).toBe(false);
    expect(own.service.isSilenced('sip:112@ucm.example.test')).toBe(false);
    expect(own.self()?.interruptedBy).toEqual(['boss@example.test', '112']);
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
