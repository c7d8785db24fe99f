import { describe, expect, it } from 'vitest';
import { fakeCalendars, meeting, readings } from '../../../../test/fakes/fake-calendars.ts';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { fixedSettings } from '../../../../test/fakes/fixed-settings.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { temporaryStore } from '../../../../test/fakes/temporary-store.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Secrets } from '../../ports/secrets.port.ts';
import { createCalendarService } from './create-calendar.service.ts';

const context = { signal: new AbortController().signal };
const HOUR = 3_600_000;
/** A morning. */
const NINE = new Date(2026, 2, 30, 9).getTime();
const secrets: Secrets = {
  kind: 'file',
  seal: async (plain) => ok(plain.map((byte) => byte ^ 255)),
  open: async (sealed) => ok({ plain: sealed.map((byte) => byte ^ 255), reseal: false }),
};

async function start(store = temporaryStore(), policies = fixedPolicies(), calendars = fakeCalendars()) {
  const clock = manualClock(NINE);
  const publisher = memoryPublisher();
  const settings = fixedSettings();
  const told: boolean[] = [];
  const service = createCalendarService({
    ...{ calendars, settings, policies, secrets, publisher, clock },
    ...{ random: seededRandom(), trace: memoryTrace(), log: silentLog },
    onMeeting: (isInMeeting) => told.push(isInMeeting),
  });
  await service.start(store, 'alice@example.test');
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  await settled();
  return {
    ...{ service, clock, publisher, settings, policies, calendars, store, told, settled },
    add: (address: string, password = '') =>
      service.handlers['calendar/add']({ kind: 'ics', address, username: '', password }, context),
    refresh: () => service.handlers['calendar/refresh'](undefined, context),
    state: () => publisher.get('calendar', 'only'),
    titles: () => publisher.all('meetings').map(({ title }) => title),
  };
}

describe('calendars', () => {
  it('M5: «In a meeting» from its start to its end, and the day’s list', async () => {
    const own = await start();
    own.calendars.answers.set(
      'work',
      readings(meeting(NINE + HOUR), meeting(NINE + 72 * HOUR, { title: 'Later' })),
    );
    expect(await own.add('work')).toEqual(ok());
    expect(own.titles()).toEqual(['Plan']);
    own.clock.advance(HOUR - 1);
    expect(own.told).toEqual([]);
    own.clock.advance(1);
    expect(own.told).toEqual([true]);
    own.clock.advance(HOUR);
    expect(own.told).toEqual([true, false]);
  });

  it('M5: a calendar that cannot be read is not kept', async () => {
    const own = await start();
    expect(await own.add('nowhere')).toMatchObject({ ok: false, error: { code: 'calendar.not-found' } });
    expect(own.state()?.accounts).toEqual([]);
  });

  it('M5: is read again every few minutes, at the administrator’s pace, and after a restart', async () => {
    const own = await start();
    own.calendars.answers.set('work', readings());
    await own.add('work', 'secret');
    own.clock.advance(5 * 60_000);
    await own.settled();
    expect(own.calendars.asked).toHaveLength(2);
    await own.service.stop();
    const later = await start(own.store, fixedPolicies({ CalendarAutoRefreshTime: '30' }), own.calendars);
    expect(later.calendars.asked.at(-1)).toMatchObject({ address: 'work', password: 'secret' });
    later.clock.advance(29 * 60_000);
    await later.settled();
    expect(later.calendars.asked).toHaveLength(3);
  });

  it('M5: passwords are kept sealed, and gone with the calendar', async () => {
    const own = await start();
    own.calendars.answers.set('work', readings());
    await own.add('work', 'secret');
    const id = own.state()?.accounts[0]?.id ?? '';
    const kept = own.store.sync.keyValue.get(`calendar-password:${id}`);
    expect(kept).toBeDefined();
    expect(Buffer.from(kept ?? '', 'base64').toString()).not.toContain('secret');
    await own.service.handlers['calendar/remove']({ id }, context);
    expect(own.store.sync.keyValue.list('calendar-password:')).toEqual([]);
    expect(own.state()?.accounts).toEqual([]);
  });

  it('M5: what was read stays true while the server is away; a refused password is not tried again by itself', async () => {
    const own = await start();
    own.calendars.answers.set('work', readings(meeting(NINE + HOUR)));
    await own.add('work');
    own.calendars.answers.set('work', fail('net.timeout', { host: 'work' }));
    own.clock.advance(5 * 60_000);
    await own.settled();
    expect(own.state()?.accounts[0]).toMatchObject({ state: 'failed', error: { code: 'net.timeout' } });
    expect(own.titles()).toEqual(['Plan']);
    own.calendars.answers.set('work', fail('auth.wrong-password', { host: 'work' }));
    own.clock.advance(60_000);
    await own.settled();
    const asked = own.calendars.asked.length;
    for (let hours = 0; hours < 4; hours += 1) {
      own.clock.advance(HOUR);
      await own.settled();
    }
    expect(own.calendars.asked).toHaveLength(asked);
    own.calendars.answers.set('work', readings());
    await own.refresh();
    expect(own.state()?.accounts[0]?.state).toBe('ready');
  });

  it('M5: a server that asks to be left alone is, except by the person', async () => {
    const own = await start();
    own.calendars.answers.set('work', readings());
    await own.add('work');
    own.calendars.answers.set('work', fail('http.status', { host: 'work', status: 503, retryAfter: 3600 }));
    own.clock.advance(5 * 60_000);
    await own.settled();
    const asked = own.calendars.asked.length;
    for (let minutes = 0; minutes < 59; minutes += 1) {
      own.clock.advance(60_000);
      await own.settled();
    }
    expect(own.calendars.asked).toHaveLength(asked);
    await own.refresh();
    expect(own.calendars.asked).toHaveLength(asked + 1);
    own.calendars.answers.set('work', readings());
    for (let minutes = 0; minutes < 91; minutes += 1) {
      own.clock.advance(60_000);
      await own.settled();
    }
    expect(own.state()?.accounts[0]?.state).toBe('ready');
  });

  it('M5: a private link is not shown', async () => {
    const own = await start();
    const link = 'https://calendar.example.test/ical/private-0123456789/basic.ics';
    own.calendars.answers.set(link, readings());
    await own.add(link);
    expect(JSON.stringify(own.publisher.log)).not.toContain('0123456789');
    expect(own.state()?.accounts[0]?.place).toBe('calendar.example.test');
  });

  it.each<[string, Parameters<typeof fixedPolicies>, boolean, boolean]>([
    ['as the person wants', [{}], true, true],
    ['not when they do not', [{}], false, false],
    ['not where the server does it', [{}, { hasServerCalendar: true }], true, false],
  ])('M5: «In a meeting» is said %s', async (_name, policies, isWanted, isTold) => {
    const own = await start(temporaryStore(), fixedPolicies(...policies));
    own.settings.change({ showMeetings: isWanted });
    own.calendars.answers.set('work', readings(meeting(NINE)));
    await own.add('work');
    expect(own.told).toEqual(isTold ? [true] : []);
    expect(own.titles()).toEqual(['Plan']);
  });

  it.each<Readonly<Record<string, string>>>([
    { EnableCalendarIntegration: 'false' },
    { CalendarIntegrationType: '0' },
  ])('S3: %o switches calendars off', async (policies) => {
    const own = await start(temporaryStore(), fixedPolicies(policies));
    expect(await own.add('work')).toMatchObject({ error: { code: 'calendar.not-allowed' } });
    expect(own.state()?.isAllowed).toBe(false);
    expect(own.calendars.asked).toEqual([]);
  });

  it('M5: signing out ends it: no meeting, no calendar, nothing waiting', async () => {
    const own = await start();
    own.calendars.answers.set('work', readings(meeting(NINE)));
    await own.add('work');
    await own.service.stop();
    expect(own.told).toEqual([true, false]);
    expect(own.publisher.all('meetings')).toEqual([]);
    expect(own.state()).toBeUndefined();
    expect(own.clock.pending()).toBe(0);
  });
});
