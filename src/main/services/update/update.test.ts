import { describe, expect, it } from 'vitest';
import { fixedPolicies } from '../../../../test/fakes/fixed-policies.ts';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { UpdateOffer } from '../../ports/updater.port.ts';
import { isNewer } from './compare-versions.ts';
import { createUpdates } from './create-updates.ts';
import { changeUpdates, type UpdateEvent, type Updating, updatesOff } from './update.machine.ts';

const context = { signal: new AbortController().signal };
const offer: UpdateOffer = {
  version: '2.0.0',
  isMandatory: false,
  downloadUrl: 'https://u.corp.test/p.exe',
  feed: 'https://u.corp.test/',
};

function bench(
  options: {
    readonly offer?: UpdateOffer;
    readonly isManaged?: true;
    readonly download?: Result<void>;
    readonly url?: string;
  } = {},
) {
  const clock = manualClock();
  const policies = fixedPolicies({ UpdateURL: options.url ?? 'https://u.corp.test/' });
  const did: string[] = [];
  let isOnCall = false;
  let announced: UpdateOffer | undefined = 'offer' in options ? options.offer : offer;
  const updates = createUpdates({
    version: '1.2.3',
    platform: 'windows',
    policies,
    feed: {
      look: async (url) => {
        did.push(`look ${url}`);
        return ok(announced);
      },
    },
    updater: options.isManaged
      ? undefined
      : {
          download: async ({ feed, version }, onProgress) => {
            did.push(`download ${version} from ${feed}`);
            onProgress(50.4);
            return options.download ?? ok();
          },
          install: () => void did.push('install'),
        },
    isOnCall: () => isOnCall,
    clock,
    log: silentLog,
    onChange: () => undefined,
  });
  const settle = async () => {
    for (let n = 0; n < 10; n += 1) await Promise.resolve();
  };
  return {
    updates,
    clock,
    policies,
    did,
    settle,
    announce: (next: UpdateOffer | undefined) => {
      announced = next;
    },
    calls: (next: boolean) => {
      isOnCall = next;
      updates.callsChanged();
    },
    begin: async () => {
      updates.begin();
      await settle();
    },
    press: (name: keyof typeof updates.handlers) => updates.handlers[name](undefined, context),
  };
}

describe('updates from the administrator’s server', () => {
  it('S4: nothing is asked without a server; with one it is asked at once and again', async () => {
    const off = bench({ url: '' });
    await off.begin();
    expect(off.did).toEqual([]);
    expect(off.updates.state()).toEqual({ kind: 'off' });
    const on = bench({ offer: undefined as never });
    await on.begin();
    expect(on.updates.state().kind).toBe('current');
    on.clock.advance(8 * 3_600_000);
    await on.settle();
    expect(on.did).toEqual(['look https://u.corp.test/', 'look https://u.corp.test/']);
  });

  it('S4: a newer version is loaded in the background and waits for the person', async () => {
    const { begin, did, updates, press } = bench();
    await begin();
    expect(updates.state()).toMatchObject({ kind: 'ready', version: '2.0.0', waitsForCall: false });
    expect(did).toEqual(['look https://u.corp.test/', 'download 2.0.0 from https://u.corp.test/']);
    expect(await press('support/install-update')).toMatchObject({ ok: true });
    expect(did.at(-1)).toBe('install');
  });

  it('S4: never in a call, whoever asks, and not behind the person’s back when it ends', async () => {
    const { begin, did, updates, press, calls } = bench();
    await begin();
    calls(true);
    expect(updates.state()).toMatchObject({ kind: 'ready', waitsForCall: true });
    expect(await press('support/install-update')).toMatchObject({ error: { code: 'app.on-call' } });
    calls(false);
    expect(did).not.toContain('install');
    expect(updates.state()).toMatchObject({ kind: 'ready', waitsForCall: false });
    await press('support/install-update');
    expect(did.at(-1)).toBe('install');
  });

  it('S4: is put off for a day, unless it is mandatory', async () => {
    const { begin, updates, press, clock } = bench();
    await begin();
    await press('support/postpone-update');
    expect(updates.state()).toMatchObject({ kind: 'ready', postponedUntil: clock.now() + 86_400_000 });
    clock.advance(86_400_001);
    expect(updates.state()).not.toHaveProperty('postponedUntil');
    const must = bench({ offer: { ...offer, isMandatory: true } });
    await must.begin();
    expect(await must.press('support/postpone-update')).toMatchObject({ error: { code: 'app.not-allowed' } });
    expect(must.updates.state()).toMatchObject({ isMandatory: true });
    expect(must.updates.state()).not.toHaveProperty('postponedUntil');
  });

  it('S4: what has no proven publisher is not offered for installing', async () => {
    const { begin, updates, press, did } = bench({ download: fail('update.bad-signature') });
    await begin();
    expect(updates.state()).toEqual({ kind: 'failed', error: { code: 'update.bad-signature' } });
    expect(await press('support/install-update')).toMatchObject({ error: { code: 'app.unavailable' } });
    expect(did).not.toContain('install');
  });

  it.each([
    ['an installation that is looked after (MSI), or the Node host', { isManaged: true as const }],
    ['a list that came without TLS', { offer: { version: '2.0.0', isMandatory: false } }],
  ])('S4: %s is only told', async (_, options) => {
    const { begin, updates, did } = bench(options);
    await begin();
    expect(updates.state()).toMatchObject({ kind: 'told', version: '2.0.0' });
    expect(did).toEqual(['look https://u.corp.test/']);
  });

  it('S4: an older or the same version is nothing', async () => {
    for (const version of ['1.2.3', '1.2.2', 'nonsense']) {
      const { begin, updates } = bench({ offer: { ...offer, version } });
      await begin();
      expect(updates.state().kind).toBe('current');
    }
  });

  it('S4: the server is taken away: nothing is shown or installed any more', async () => {
    const { begin, updates, policies, press } = bench();
    await begin();
    policies.set({});
    expect(updates.state()).toEqual({ kind: 'off' });
    expect(await press('support/install-update')).toMatchObject({ error: { code: 'app.unavailable' } });
  });

  it.each([
    ['2.0', '1.9.9', true],
    ['1.10.0', '1.9.0', true],
    ['1.2.3', '1.2.3', false],
    ['1.2', '1.2.0', false],
    ['1.2.3-beta.2', '1.2.3', false],
    ['1.2.3', '1.2.3-beta.2', true],
    ['1.2.3-beta.10', '1.2.3-beta.9', true],
    ['v2.0.0', '1.0.0', true],
    ['x', '1.0.0', false],
  ])('S4: %s over %s: %s', (offered, installed, expected) => {
    expect(isNewer(offered, installed)).toBe(expected);
  });

  it('S4: no order of events installs in a call, without an order, or what was not loaded', () => {
    const events: readonly UpdateEvent[] = [
      { kind: 'configured', hasFeed: true },
      { kind: 'configured', hasFeed: false },
      { kind: 'look' },
      { kind: 'looked', at: 1, offer, canInstall: true },
      { kind: 'looked', at: 1, canInstall: true },
      { kind: 'look-failed', error: { code: 'net.refused' } },
      { kind: 'progress', percent: 3 },
      { kind: 'downloaded' },
      { kind: 'download-failed', error: { code: 'update.failed' } },
      { kind: 'calls', isOnCall: true },
      { kind: 'calls', isOnCall: false },
      { kind: 'install' },
      { kind: 'postpone', until: 5 },
    ];
    const seen = new Map<string, Updating>();
    const queue: Updating[] = [updatesOff];
    for (let state = queue.shift(); state; state = queue.shift()) {
      for (const event of events) {
        const { state: next, effects } = changeUpdates(state, event);
        if (effects.some(({ kind }) => kind === 'install')) {
          expect(event.kind).toBe('install');
          expect(state).toMatchObject({ isOnCall: false, phase: { kind: 'ready' } });
        }
        const key = JSON.stringify(next);
        if (seen.has(key)) continue;
        seen.set(key, next);
        queue.push(next);
      }
    }
    expect(seen.size).toBeGreaterThan(12);
  });
});
