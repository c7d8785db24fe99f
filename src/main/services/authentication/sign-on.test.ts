import { describe, expect, it, vi } from 'vitest';
import {
  type CiscoHarness,
  ciscoHarness,
  type CiscoHarnessOptions,
} from '../../../../test/fakes/cisco-harness.ts';
import { step } from '../../../../test/fakes/cisco-person.ts';
import type { PageDeed } from '../../../../test/fakes/lab-browser.ts';
import { RIGHT } from '../../../../test/fakes/session-harness.ts';

const right: PageDeed = { kind: 'sign-in', user: 'alice', password: RIGHT };
const ADDRESS = 'alice@example.test';

/** A cluster with single sign-on and a person who does these things on the pages. */
async function start(deeds: readonly PageDeed[], options: CiscoHarnessOptions = {}): Promise<CiscoHarness> {
  const harness = await ciscoHarness({ sso: 'enabled', ...options });
  harness.browser.deeds.push(...deeds);
  return harness;
}

/** Types the address, and waits until somebody must act or all is done. */
async function signIn(harness: CiscoHarness): Promise<void> {
  await harness.session.start();
  await harness.begin();
  await settled(harness);
}

const settled = (harness: CiscoHarness): Promise<void> =>
  vi.waitFor(
    () => {
      const stands = needs(harness)?.isOpen === false || harness.browser.isWaiting;
      if (harness.now().phase === 'signing-in' && !stands) throw new Error('still signing in');
    },
    { timeout: 15_000, interval: 5 },
  );

async function signedIn(options: CiscoHarnessOptions = {}): Promise<CiscoHarness> {
  const harness = await start([right], options);
  await signIn(harness);
  expect(harness.now()).toMatchObject({ phase: 'signed-in' });
  return harness;
}

/** The app ended and started again on the same disk, at the same cluster. */
async function restarted(before: CiscoHarness): Promise<CiscoHarness> {
  await before.session.stop();
  const { store, lab, ca } = before;
  const after = await ciscoHarness({ session: { store }, lab: { lab, ca } });
  await after.session.start();
  await vi.waitFor(() => expect(after.now().phase).not.toBe('starting'));
  return after;
}

const needs = ({ now }: CiscoHarness) => {
  const session = now();
  const asked = session.phase === 'signing-in' ? session.needs : undefined;
  return asked?.kind === 'single-sign-on' ? asked : undefined;
};
const bar = ({ now }: CiscoHarness) => {
  const session = now();
  return session.phase === 'signed-in' ? session.signInAgain : undefined;
};
/** Time passes here and at the cluster. */
const pass = ({ clock, lab }: CiscoHarness, ms: number): void => {
  lab.tokens.policy.skewMs += ms;
  clock.advance(ms);
};
const requests = ({ lab }: CiscoHarness, pattern: RegExp) =>
  lab.counters.requests
    .map(({ node, path, status }) => `${node} ${path} ${status}`)
    .filter((line) => pattern.test(line));
const stored = async ({ credentials }: CiscoHarness) => {
  const record = await credentials.tokens(ADDRESS);
  return record.ok ? record.value : undefined;
};

describe('single sign-on', () => {
  it('A2: the provider’s page leads into the hub, and every service is given tokens in place of a password', async () => {
    const harness = await signedIn();
    expect(harness.now()).toMatchObject({ phase: 'signed-in', name: 'Alice Archer', mode: 'full-uc' });
    expect(step(harness, 'sign-in-method')).toMatchObject({ summary: { key: 'step.done.single-sign-on' } });
    expect(harness.browser.seen).toContain('window idp.example.test /idp/sso 200');
    expect(harness.accounts.phone).toMatchObject({ password: '', tokens: expect.anything() });
    // Of the servers only the provider has seen a password, once.
    expect(harness.lab.counters.authAttempts.get('alice')).toBe(1);
    expect(harness.passwords.filter((line) => line.includes(RIGHT))).toEqual([]);
    // The code was asked for first, without a browser, and then by one.
    expect(requests(harness, /oauth\/authorize/)).toHaveLength(2);
    expect(requests(harness, /access_token 200/)).toHaveLength(1);
  });

  it('A2: tokens are stored sealed, and nothing of them can be read on the disk', async () => {
    const harness = await signedIn();
    const record = await stored(harness);
    expect(record?.refresh).toMatch(/^eyJ/);
    const disk = [...harness.store.entries.values()].join('\n');
    for (const secret of [record?.access ?? '?', record?.refresh ?? '?']) {
      expect(disk).not.toContain(secret);
      expect(disk).not.toContain(Buffer.from(secret).toString('base64').slice(0, 40));
    }
  });

  it('A2: a wrong password is the provider’s matter: its page says so and asks again', async () => {
    const harness = await start([{ ...right, password: 'wrong' }, right]);
    await signIn(harness);
    expect(harness.browser.seen).toContain('Wrong user name or password.');
    expect(harness.now().phase).toBe('signed-in');
  });

  it('A2: the provider’s certificate button is as good as a password', async () => {
    const harness = await start([{ kind: 'certificate' }], {
      oauth: { hasRefreshFlow: true, certificateUser: 'alice' },
    });
    await signIn(harness);
    expect(harness.now().phase).toBe('signed-in');
  });

  it.each([
    ['the window is closed', { kind: 'close' }, undefined, 'auth.sign-on-closed'],
    ['it is cancelled on the page', { kind: 'cancel' }, undefined, 'auth.sign-on-denied'],
    [
      'the state is another’s',
      right,
      (url: string) => url.replace(/state=\w/, 'state=~'),
      'auth.sign-on-bad-answer',
    ],
    [
      'there is no code',
      right,
      (url: string) => url.replace(/code=[^&]+/, 'code='),
      'auth.sign-on-bad-answer',
    ],
    [
      'the code is wrong',
      right,
      (url: string) => url.replace(/code=[^&]+/, 'code=1'),
      'auth.sign-on-bad-answer',
    ],
    [
      'the server has an error',
      right,
      (url: string) => url.replace(/code=/, 'error=server_error&code='),
      'auth.sign-on-refused',
    ],
  ] as const)(
    'A2: when %s, one sentence says so, and trying again on the spot works',
    async (_name, deed, spoil, code) => {
      const harness = await start([deed]);
      if (spoil) harness.browser.spoil = spoil;
      await signIn(harness);
      await vi.waitFor(() =>
        expect(needs(harness)).toMatchObject({ kind: 'single-sign-on', isOpen: false, error: { code } }),
      );
      harness.browser.spoil = (url) => url;
      harness.browser.deeds.push(right);
      await harness.signOn('window');
      await vi.waitFor(() => expect(harness.now().phase).toBe('signed-in'));
    },
  );

  it('A2: ten minutes without an answer end the visit, not the sign-in', async () => {
    const harness = await start([{ kind: 'wait' }]);
    await signIn(harness);
    await vi.waitFor(() => expect(needs(harness)).toMatchObject({ isOpen: true, host: 'idp.example.test' }));
    await vi.waitFor(() => expect(harness.browser.seen.at(-1)).toMatch(/idp\/sso 200/));
    pass(harness, 600_000);
    await vi.waitFor(() =>
      expect(needs(harness)).toMatchObject({ isOpen: false, error: { code: 'auth.sign-on-timeout' } }),
    );
  });

  it('A2: the person may go on in the browser while the window is open', async () => {
    const harness = await start([{ kind: 'wait' }, right]);
    await signIn(harness);
    await vi.waitFor(() => expect(needs(harness)).toMatchObject({ place: 'window', isOpen: true }));
    await vi.waitFor(() => expect(harness.browser.seen.at(-1)).toMatch(/idp\/sso 200/));
    await harness.signOn('browser');
    await vi.waitFor(() => expect(harness.now().phase).toBe('signed-in'));
    expect(harness.browser.seen).toContain('browser idp.example.test /idp/sso 200');
  });

  it('A2: ForceLaunchBrowser goes to the browser at once', async () => {
    const harness = await start([right], { registration: { forcesBrowser: true } });
    await signIn(harness);
    expect(harness.now().phase).toBe('signed-in');
    expect(harness.browser.seen.filter((line) => line.startsWith('window'))).toEqual([]);
  });

  it('A2: cancelling on our side ends visit and sign-in', async () => {
    const harness = await start([{ kind: 'wait' }]);
    await signIn(harness);
    await vi.waitFor(() => expect(needs(harness)).toMatchObject({ isOpen: true }));
    await harness.run('session/cancel');
    expect(harness.now()).toMatchObject({ phase: 'signed-out' });
    expect('error' in harness.now()).toBe(false);
  });

  it('A2: where no browser can be opened the person is told, and can try the other place', async () => {
    const harness = await start([right]);
    harness.browser.cannotOpen = true;
    await signIn(harness);
    await vi.waitFor(() =>
      expect(needs(harness)).toMatchObject({ error: { code: 'auth.sign-on-no-browser' } }),
    );
    harness.browser.cannotOpen = false;
    await harness.signOn('browser');
    await vi.waitFor(() => expect(harness.now().phase).toBe('signed-in'));
  });

  it('7.3: a redirect address that the cluster does not list is an administrator’s matter', async () => {
    const harness = await start([right], {
      oauth: { hasRefreshFlow: true, redirectUris: ['https://elsewhere.example.test/'] },
    });
    await signIn(harness);
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      error: { code: 'auth.sign-on-not-allowed', params: { host: 'ucm-b.example.test' } },
    });
    expect(harness.browser.seen).toEqual([]);
  });

  it('7.2: a cluster without refresh flow gets the older flow, and its tokens cannot be renewed', async () => {
    const harness = await signedIn({ oauth: { hasRefreshFlow: false } });
    const record = await stored(harness);
    expect(Buffer.from(record?.access ?? '', 'base64').toString()).toMatch(/^2:[0-9a-f-]{36}$/);
    expect(record?.refresh).toBeUndefined();
    pass(harness, 3_600_000);
    await vi.waitFor(() => expect(bar(harness)).toMatchObject({ reason: 'ended' }));
  });

  it('7.2: with the refresh flow and without single sign-on the cluster’s own page asks', async () => {
    const harness = await start([right], { sso: 'disabled', oauth: { hasRefreshFlow: true } });
    await signIn(harness);
    expect(harness.now().phase).toBe('signed-in');
    expect(harness.browser.seen[0]).toBe('window ucm-b.example.test /ssosp/oauth/authorize 200');
  });

  it('7.3: PKCE and client secret go where they are configured', async () => {
    const registration = { usesPkce: true, clientSecret: 'lab secret' };
    const harness = await start([right], {
      registration,
      oauth: { hasRefreshFlow: true, clientSecret: 'lab secret' },
    });
    await signIn(harness);
    expect(harness.now().phase).toBe('signed-in');
    expect(requests(harness, /code_challenge_method=S256/)).toHaveLength(2);
  });

  it('7.3: a state that is not sent back is taken in our own window, and nowhere else', async () => {
    const oauth = { hasRefreshFlow: true, echoesState: false };
    const harness = await start([right], { oauth });
    await signIn(harness);
    expect(harness.now().phase).toBe('signed-in');
    const other = await start([right], { oauth, registration: { forcesBrowser: true } });
    await signIn(other);
    await vi.waitFor(() =>
      expect(needs(other)).toMatchObject({ error: { code: 'auth.sign-on-bad-answer' } }),
    );
  });
});

describe('the life of a sign-in with tokens', () => {
  it('A2 D9: the second start shows no page and asks nothing', async () => {
    const after = await restarted(await signedIn());
    await vi.waitFor(() => expect(after.accounts.chat).toBeDefined());
    expect(after.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(after.browser.seen).toEqual([]);
    await vi.waitFor(() => expect(after.passwords.map((line) => line.split(' ')[0])).toContain('phone'));
  });

  it('7.6: a token that is over in the middle of work is renewed once for all who ask', async () => {
    const harness = await signedIn();
    harness.lab.tokens.expireAccess();
    harness.lab.forgetSoapSessions();
    const chat = harness.accounts.chat?.credentials;
    if (chat?.kind !== 'one-time') throw new Error('no one-time password');
    const answers = await Promise.all([chat.get(), chat.get()]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
    expect(harness.lab.tokens.counts.renewed).toBe(1);
    expect(bar(harness)).toBeUndefined();
  });

  it('7.6: at 80 % of its life the access token is renewed silently', async () => {
    const harness = await signedIn({ oauth: { hasRefreshFlow: true, policy: { accessLifeS: 1_000 } } });
    pass(harness, 799_000);
    expect(harness.lab.tokens.counts.renewed).toBe(0);
    pass(harness, 2_000);
    await vi.waitFor(() => expect(harness.lab.tokens.counts.renewed).toBe(1));
  });

  it('A2: a rotated refresh token is on the disk before it is used', async () => {
    const harness = await signedIn({
      oauth: { hasRefreshFlow: true, policy: { accessLifeS: 1_000, rotates: true } },
    });
    const first = await stored(harness);
    pass(harness, 801_000);
    await vi.waitFor(async () => expect((await stored(harness))?.refresh).not.toBe(first?.refresh));
    pass(harness, 801_000);
    await vi.waitFor(() => expect(harness.lab.tokens.counts.renewed).toBe(2));
    expect(harness.lab.tokens.counts.refused).toBe(0);
  });

  it('A2: revoked tokens are shown to nobody any more; the hub asks calmly and stays as it is', async () => {
    const harness = await signedIn();
    harness.lab.tokens.revoke('alice');
    harness.lab.forgetSoapSessions();
    const chat = harness.accounts.chat?.credentials;
    if (chat?.kind !== 'one-time') throw new Error('no one-time password');
    expect(await chat.get()).toMatchObject({ error: { code: 'auth.session-ended' } });
    await vi.waitFor(() =>
      expect(bar(harness)).toMatchObject({ reason: 'ended', error: { code: 'auth.session-ended' } }),
    );
    const asked = harness.lab.counters.requests.length;
    expect(await chat.get()).toMatchObject({ error: { code: 'auth.session-ended' } });
    expect(harness.lab.counters.requests.length).toBe(asked);
    expect(await stored(harness)).toBeUndefined();
    expect(harness.journal.filter((line) => line.startsWith('stop'))).toEqual([]);

    // Signing in again in the hub: what stood still starts, what runs is left alone.
    harness.script.stopped.add('chat');
    harness.browser.deeds.push({ kind: 'close' });
    await harness.signOn();
    await vi.waitFor(() =>
      expect(bar(harness)).toMatchObject({
        visit: { isOpen: false, error: { code: 'auth.sign-on-closed' } },
      }),
    );
    harness.browser.deeds.push(right);
    const before = harness.journal.length;
    await harness.signOn();
    await vi.waitFor(() => expect(bar(harness)).toBeUndefined());
    await vi.waitFor(() => expect(harness.journal.slice(before)).toContain('start chat'));
    expect(harness.journal.slice(before)).not.toContain('start phone');
    expect(await chat.get()).toMatchObject({ ok: true });
    expect((await stored(harness))?.refresh).toMatch(/^eyJ/);
  });

  it('A2: at 75 % of the refresh token’s life the person is asked, and nothing stops', async () => {
    const policy = { accessLifeS: 40_000, refreshLifeS: 100_000 };
    const harness = await signedIn({ oauth: { hasRefreshFlow: true, policy } });
    pass(harness, 74_000_000);
    expect(bar(harness)).toBeUndefined();
    pass(harness, 2_000_000);
    await vi.waitFor(() => expect(bar(harness)).toEqual({ reason: 'soon' }));
    harness.browser.deeds.push(right);
    await harness.signOn();
    await vi.waitFor(() => expect(bar(harness)).toBeUndefined());
    expect(harness.journal.filter((line) => line.startsWith('stop'))).toEqual([]);
  });

  it('A2: remembered tokens that were revoked meanwhile lead to the bar, with everything readable', async () => {
    const before = await signedIn();
    before.lab.tokens.revoke('alice');
    before.lab.tokens.expireAccess();
    const after = await restarted(before);
    await vi.waitFor(() => expect(bar(after)).toMatchObject({ reason: 'ended' }));
    expect(after.browser.seen).toEqual([]);
  });

  it('A2: where the administrator wants it, ended tokens sign out', async () => {
    const jabberConfig = { Policies: { InvalidCredentialsLogout: 'true' } };
    const harness = await signedIn({ jabberConfig });
    harness.lab.tokens.revoke('alice');
    harness.lab.forgetSoapSessions();
    const chat = harness.accounts.chat?.credentials;
    if (chat?.kind === 'one-time') await chat.get();
    await vi.waitFor(() =>
      expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code: 'auth.session-ended' } }),
    );
  });

  it('A2: one server that refuses a fresh token is told apart, and asked no further', async () => {
    const harness = await start([right]);
    harness.lab.addFault({ kind: 'unauthorized', path: '/cucm-uds/user/alice' });
    await signIn(harness);
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      error: { code: 'auth.token-refused', params: { host: 'ucm-b.example.test' } },
    });
    expect(requests(harness, /user\/alice 401/)).toHaveLength(2);
    expect(harness.passwords).toEqual([]);
  });

  it('A11: signing out and resetting delete the tokens', async () => {
    const harness = await signedIn();
    await harness.run('session/sign-out');
    expect(await stored(harness)).toBeUndefined();
    harness.browser.deeds.push(right);
    await harness.begin();
    await settled(harness);
    await vi.waitFor(() => expect(harness.now().phase).toBe('signed-in'));
    expect(await stored(harness)).toBeDefined();
    await harness.reset(false);
    expect([...harness.store.entries.keys()].filter((key) => key.startsWith('tokens:'))).toEqual([]);
  });

  it('7.4: clocks that differ by an hour make no token old or young', async () => {
    const policy = { accessLifeS: 1_000, skewMs: -3_600_000 };
    const harness = await signedIn({ oauth: { hasRefreshFlow: true, policy } });
    pass(harness, 700_000);
    expect(harness.lab.tokens.counts.renewed).toBe(0);
    pass(harness, 102_000);
    await vi.waitFor(() => expect(harness.lab.tokens.counts.renewed).toBe(1));
  });
});
