import { describe, expect, it } from 'vitest';
import { step } from '../../../../test/fakes/cisco-person.ts';
import {
  bar,
  needs,
  pass,
  requests,
  right,
  signIn,
  signedIn,
  start,
  stored,
  eventually,
} from '../../../../test/fakes/sign-on-person.ts';
import { RIGHT } from '../../../../test/fakes/session-harness.ts';

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

  it('A2: once the page has come back nothing is wanted of the person, however long the code takes', async () => {
    const harness = await start([right]);
    const heal = harness.lab.addFault({ kind: 'slow', delayMs: 900, path: 'access_token' });
    await harness.session.start();
    await harness.begin();
    await eventually(() => expect(harness.browser.seen).not.toEqual([]));
    await eventually(() => expect(needs(harness)).toBeUndefined());
    expect(requests(harness, /access_token/)).toEqual([]);
    expect(harness.now().phase).toBe('signing-in');
    heal();
    await eventually(() => expect(harness.now().phase).toBe('signed-in'));
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
      await eventually(() =>
        expect(needs(harness)).toMatchObject({ kind: 'single-sign-on', isOpen: false, error: { code } }),
      );
      harness.browser.spoil = (url) => url;
      harness.browser.deeds.push(right);
      await harness.signOn('window');
      await eventually(() => expect(harness.now().phase).toBe('signed-in'));
    },
  );

  it('A2: ten minutes without an answer end the visit, not the sign-in', async () => {
    const harness = await start([{ kind: 'wait' }]);
    await signIn(harness);
    await eventually(() => expect(needs(harness)).toMatchObject({ isOpen: true, host: 'idp.example.test' }));
    await eventually(() => expect(harness.browser.seen.at(-1)).toMatch(/idp\/sso 200/));
    pass(harness, 600_000);
    await eventually(() =>
      expect(needs(harness)).toMatchObject({ isOpen: false, error: { code: 'auth.sign-on-timeout' } }),
    );
  });

  it('A2: the person may go on in the browser while the window is open', async () => {
    const harness = await start([{ kind: 'wait' }, right]);
    await signIn(harness);
    await eventually(() => expect(needs(harness)).toMatchObject({ place: 'window', isOpen: true }));
    await eventually(() => expect(harness.browser.seen.at(-1)).toMatch(/idp\/sso 200/));
    await harness.signOn('browser');
    await eventually(() => expect(harness.now().phase).toBe('signed-in'));
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
    await eventually(() => expect(needs(harness)).toMatchObject({ isOpen: true }));
    await harness.run('session/cancel');
    expect(harness.now()).toMatchObject({ phase: 'signed-out' });
    expect('error' in harness.now()).toBe(false);
  });

  it('A2: where no browser can be opened the person is told, and can try the other place', async () => {
    const harness = await start([right]);
    harness.browser.cannotOpen = true;
    await signIn(harness);
    await eventually(() =>
      expect(needs(harness)).toMatchObject({ error: { code: 'auth.sign-on-no-browser' } }),
    );
    harness.browser.cannotOpen = false;
    await harness.signOn('browser');
    await eventually(() => expect(harness.now().phase).toBe('signed-in'));
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
    await eventually(() => expect(bar(harness)).toMatchObject({ reason: 'ended' }));
  });

  it('7.2: single sign-on without a place that hands out tokens is said as it is, and no page is opened', async () => {
    const harness = await start([right], { oauth: { hasRefreshFlow: false } });
    harness.lab.addFault({ kind: 'not-found', path: 'oauth/authorize' });
    await signIn(harness);
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      error: { code: 'auth.sso-without-tokens', params: { host: 'ucm-b.example.test' } },
    });
    expect(harness.browser.seen).toEqual([]);
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
    await eventually(() =>
      expect(needs(other)).toMatchObject({ error: { code: 'auth.sign-on-bad-answer' } }),
    );
  });
});
