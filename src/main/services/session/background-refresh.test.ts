import { describe, expect, it } from 'vitest';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import {
  bothZone,
  type HarnessOptions,
  RIGHT,
  type SessionHarness,
  sessionHarness,
  xmppZone,
} from '../../../../test/fakes/session-harness.ts';
import type { Dns } from '../../ports/dns.port.ts';
import { isMaterialChange, liveChange } from './material-change.ts';

const HOUR = 3_600_000;

async function signedIn(options: HarnessOptions = {}, remember = true): Promise<SessionHarness> {
  const harness = sessionHarness(options);
  await harness.session.start();
  await harness.begin();
  await harness.settle();
  await harness.givePassword(RIGHT, remember);
  await harness.settle();
  return harness;
}

/** A cached start in a domain that has got a phone service meanwhile, and the look behind it. */
async function changedBehind(): Promise<SessionHarness> {
  const first = await signedIn();
  const second = sessionHarness({ zone: bothZone, store: first.store });
  await second.session.start();
  await second.settle();
  await pass(second, 60_000);
  return second;
}

async function pass(harness: SessionHarness, ms: number): Promise<void> {
  harness.clock.advance(ms);
  await harness.settle();
}

const looks = (harness: SessionHarness): number =>
  harness.trace
    .spans()
    .filter(({ name, attributes }) => name === 'sign-in' && attributes['kind'] === 'refresh').length;

describe('D11: looking again behind the person’s back', () => {
  it('comes within minutes of signing in, then every eight hours, one more or less', async () => {
    const harness = await signedIn();
    await pass(harness, 100_000);
    expect(looks(harness)).toBe(0);
    await pass(harness, 220_000);
    expect(looks(harness)).toBe(1);
    await pass(harness, 7 * HOUR - 320_000);
    expect(looks(harness)).toBe(1);
    await pass(harness, 2 * HOUR + 320_000);
    expect(looks(harness)).toBe(2);
  });

  it('a server that cannot be had is asked again ever more patiently', async () => {
    const first = await signedIn();
    const second = sessionHarness({ zone: { srv: {} }, isReachable: false, store: first.store });
    await second.session.start();
    await second.settle();
    await pass(second, 30_000);
    for (const [minutes, expected] of [
      [1, 2],
      [1, 2],
      [1, 3],
      [3, 3],
      [1, 4],
      [8, 5],
    ] as const) {
      await pass(second, minutes * 60_000);
      expect(looks(second)).toBe(expected);
    }
    expect(second.now()).toMatchObject({ phase: 'signed-in', hasNewConfiguration: false });
  });

  it('D5: a network that changes under a look is looked at again at once', async () => {
    let hold: Promise<void> | undefined;
    const memory = memoryDns(xmppZone);
    const dns: Dns = {
      ...memory,
      srv: async (...asked) => {
        await hold;
        return memory.srv(...asked);
      },
    };
    const harness = await signedIn({ dns });
    await pass(harness, 400_000);
    const before = looks(harness);
    let release: () => void = () => undefined;
    hold = new Promise((resolve) => (release = resolve));
    harness.network('changed');
    await pass(harness, 3_000);
    harness.network('changed');
    release();
    await harness.settle();
    expect(looks(harness)).toBe(before + 1);
    await pass(harness, 3_000);
    expect(looks(harness)).toBe(before + 2);
    await pass(harness, 60_000);
    expect(looks(harness)).toBe(before + 2);
  });

  it('nothing new is no news', async () => {
    const first = await signedIn();
    const second = sessionHarness({ zone: xmppZone, store: first.store });
    await second.session.start();
    await second.settle();
    await pass(second, 60_000);
    expect(looks(second)).toBe(1);
    expect(second.now()).toMatchObject({ phase: 'signed-in', hasNewConfiguration: false });
  });
});

describe('D11: taking over what changed', () => {
  it('starts the services on it, below an open hub and without a question', async () => {
    const harness = await changedBehind();
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'im-only', hasNewConfiguration: true });
    const phases: string[] = [];
    harness.session.onChange(({ phase }) => phases.push(phase));
    harness.journal.length = 0;
    await harness.run('session/take-over');
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc', hasNewConfiguration: false });
    expect(new Set(phases)).toEqual(new Set(['signed-in']));
    expect(harness.journal).toEqual([
      'stop chat',
      'stop phone',
      'stop directory',
      'start chat',
      'start phone',
    ]);
  });

  it('needs no password that is remembered: the one that was typed serves', async () => {
    let zone = xmppZone;
    const dns: Dns = {
      name: 'memory',
      srv: (...asked) => memoryDns(zone).srv(...asked),
      addresses: (...asked) => memoryDns(zone).addresses(...asked),
    };
    const harness = await signedIn({ dns }, false);
    // The organisation gets a phone service while the person works.
    zone = bothZone;
    await pass(harness, 300_000);
    expect(harness.now()).toMatchObject({ mode: 'im-only', hasNewConfiguration: true });
    await harness.run('session/take-over');
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(harness.passwords.slice(-2)).toEqual([`chat ${RIGHT}`, `phone ${RIGHT}`]);
  });

  it('is refused during a call, and possible after it', async () => {
    const harness = await changedBehind();
    harness.script.isOnCall = true;
    harness.journal.length = 0;
    expect(await harness.run('session/take-over')).toMatchObject({ error: { code: 'app.on-call' } });
    await harness.settle();
    expect(harness.journal).toEqual([]);
    expect(harness.now()).toMatchObject({ hasNewConfiguration: true });
    harness.script.isOnCall = false;
    await harness.run('session/take-over');
    await harness.settle();
    expect(harness.now()).toMatchObject({ mode: 'full-uc' });
  });

  it('V2: a call is left alone by a look that finds a new configuration: nothing is stopped, started or registered anew', async () => {
    const first = await signedIn();
    const second = sessionHarness({ zone: bothZone, store: first.store });
    await second.session.start();
    await second.settle();
    second.script.isOnCall = true;
    second.journal.length = 0;
    await pass(second, 60_000);
    expect(second.now()).toMatchObject({ phase: 'signed-in', mode: 'im-only', hasNewConfiguration: true });
    expect(second.journal).toEqual([]);
  });

  it('does nothing where nothing has changed', async () => {
    const harness = await signedIn();
    harness.journal.length = 0;
    await harness.run('session/take-over');
    await harness.settle();
    expect(harness.journal).toEqual([]);
  });
});

describe('D11: what counts as a change', () => {
  const deployment = { mode: 'im-only', address: 'alice@example.test', username: 'alice' } as const;
  const row = (name: string, value: string, source = 'global-file') => ({
    name,
    section: '',
    value,
    source,
  });
  const same = { deployment, configuration: [row('UdsServer', 'one'), row('EnableVideo', 'true')] };

  it.each([
    ['nothing', same, false],
    ['another line', { ...same, deployment: { ...deployment, voicemailPilot: '8000' } }, true],
    ['a parameter that is obeyed', { ...same, configuration: [row('UdsServer', 'two')] }, true],
    ['its going back to the default', { ...same, configuration: [row('UdsServer', '', 'default')] }, true],
    ['a parameter without effect', { ...same, configuration: [row('UdsServer', 'one')] }, false],
    [
      'where a value comes from',
      { ...same, configuration: [row('UdsServer', 'one', 'profile'), row('EnableVideo', 'true')] },
      false,
    ],
    [
      'the interval, which is obeyed at once',
      { ...same, configuration: [...same.configuration, row('ConfigRefetchInterval', '24')] },
      false,
    ],
    [
      'parameters that the kept record does not know yet',
      { ...same, configuration: [...same.configuration, row('PRODUCT_MODE', '', 'default')] },
      false,
    ],
  ])('%s', (_title, fetched, expected) => {
    expect(isMaterialChange(same, fetched)).toBe(expected);
  });

  it('S3: M13: what may be kept of chats counts at once, and asks nobody to sign in again', () => {
    const fetched = [row('UdsServer', 'two'), row('Disable_IM_History', 'true')];
    const next = liveChange(same.configuration, fetched) ?? [];
    expect(next).toEqual([...same.configuration, row('Disable_IM_History', 'true')]);
    expect(liveChange(next, fetched)).toBeUndefined();
    expect(isMaterialChange({ ...same, configuration: next }, { ...same, configuration: next })).toBe(false);
    const configuration = [...same.configuration, row('Disable_IM_History', 'true')];
    expect(isMaterialChange(same, { ...same, configuration })).toBe(false);
    expect(liveChange(next, [row('UdsServer', 'one')])).toEqual(same.configuration);
  });

  it('of many nodes, which three are drawn for the directory is not one', () => {
    const uds = (...hosts: string[]) => ({ ...same, deployment: { ...deployment, uds: hosts } });
    expect(isMaterialChange(uds('a', 'b', 'c'), uds('d', 'b', 'a'))).toBe(false);
    expect(isMaterialChange(uds('a', 'b'), uds('b', 'a'))).toBe(false);
    expect(isMaterialChange(uds('a'), uds('b'))).toBe(true);
  });
});
