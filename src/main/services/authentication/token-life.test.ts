import { describe, expect, it } from 'vitest';
import {
  bar,
  pass,
  requests,
  restarted,
  right,
  settled,
  signIn,
  signedIn,
  start,
  stored,
  eventually,
} from '../../../../test/fakes/sign-on-person.ts';

describe('the life of a sign-in with tokens', () => {
  it('A2 D9: the second start shows no page and asks nothing', async () => {
    const after = await restarted(await signedIn());
    await eventually(() => expect(after.accounts.chat).toBeDefined());
    expect(after.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(after.browser.seen).toEqual([]);
    await eventually(() => expect(after.passwords.map((line) => line.split(' ')[0])).toContain('phone'));
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
    await eventually(() => expect(harness.lab.tokens.counts.renewed).toBe(1));
  });

  it('A2: a rotated refresh token is on the disk before it is used', async () => {
    const harness = await signedIn({
      oauth: { hasRefreshFlow: true, policy: { accessLifeS: 1_000, rotates: true } },
    });
    const first = await stored(harness);
    pass(harness, 801_000);
    await eventually(async () => expect((await stored(harness))?.refresh).not.toBe(first?.refresh));
    pass(harness, 801_000);
    await eventually(() => expect(harness.lab.tokens.counts.renewed).toBe(2));
    expect(harness.lab.tokens.counts.refused).toBe(0);
  });

  it('A2: revoked tokens are shown to nobody any more; the hub asks calmly and stays as it is', async () => {
    const harness = await signedIn();
    harness.lab.tokens.revoke('alice');
    harness.lab.forgetSoapSessions();
    const chat = harness.accounts.chat?.credentials;
    if (chat?.kind !== 'one-time') throw new Error('no one-time password');
    expect(await chat.get()).toMatchObject({ error: { code: 'auth.session-ended' } });
    await eventually(() =>
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
    await eventually(() =>
      expect(bar(harness)).toMatchObject({
        visit: { isOpen: false, error: { code: 'auth.sign-on-closed' } },
      }),
    );
    harness.browser.deeds.push(right);
    const before = harness.journal.length;
    await harness.signOn();
    await eventually(() => expect(bar(harness)).toBeUndefined());
    await eventually(() => expect(harness.journal.slice(before)).toContain('start chat'));
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
    await eventually(() => expect(bar(harness)).toEqual({ reason: 'soon' }));
    harness.browser.deeds.push(right);
    await harness.signOn();
    await eventually(() => expect(bar(harness)).toBeUndefined());
    expect(harness.journal.filter((line) => line.startsWith('stop'))).toEqual([]);
  });

  it('A2: remembered tokens that were revoked meanwhile lead to the bar, with everything readable', async () => {
    const before = await signedIn();
    before.lab.tokens.revoke('alice');
    before.lab.tokens.expireAccess();
    const after = await restarted(before);
    await eventually(() => expect(bar(after)).toMatchObject({ reason: 'ended' }));
    expect(after.browser.seen).toEqual([]);
  });

  it('A2: where the administrator wants it, ended tokens sign out', async () => {
    const jabberConfig = { Policies: { InvalidCredentialsLogout: 'true' } };
    const harness = await signedIn({ jabberConfig });
    harness.lab.tokens.revoke('alice');
    harness.lab.forgetSoapSessions();
    const chat = harness.accounts.chat?.credentials;
    if (chat?.kind === 'one-time') await chat.get();
    await eventually(() =>
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

  it('A2: a look-up that finds no word of single sign-on shows no empty password, and stops nothing', async () => {
    const harness = await signedIn();
    harness.lab.addFault({ kind: 'unavailable', path: 'singleSignOn' });
    const asked = requests(harness, /singleSignOn/).length;
    const looks = () =>
      harness.trace.spans().filter(({ name, endMs }) => name === 'sign-in' && endMs !== undefined).length;
    const before = looks();
    const seen = harness.journal.length;
    harness.network('changed');
    pass(harness, 3_000);
    await eventually(() => expect(looks()).toBe(before + 1));
    expect(requests(harness, /singleSignOn/).length).toBeGreaterThan(asked);
    expect(harness.lab.counters.authFailures.get('alice') ?? 0).toBe(0);
    expect(harness.journal.slice(seen).filter((line) => line.startsWith('stop'))).toEqual([]);
    expect(await stored(harness)).toBeDefined();
  });

  it('D11: taking over what changed needs no tokens that could be stored', async () => {
    const harness = await signedIn();
    // As where the machine has nothing to seal with.
    await harness.credentials.forgetTokens('alice@example.test');
    harness.lab.setFile(
      'jabber-config.xml',
      '<?xml version="1.0"?><config version="1.0"><Client><Telephony_Enabled>false</Telephony_Enabled></Client></config>',
    );
    harness.network('changed');
    pass(harness, 3_000);
    await eventually(() => expect(harness.now()).toMatchObject({ hasNewConfiguration: true }));
    harness.journal.length = 0;
    const pages = harness.browser.seen.length;
    await harness.run('session/take-over');
    await eventually(() => expect(harness.journal).toContain('start chat'));
    expect(harness.browser.seen).toHaveLength(pages);
  });

  it('A11: signing out and resetting delete the tokens', async () => {
    const harness = await signedIn();
    await harness.run('session/sign-out');
    expect(await stored(harness)).toBeUndefined();
    harness.browser.deeds.push(right);
    await harness.begin();
    await settled(harness);
    await eventually(() => expect(harness.now().phase).toBe('signed-in'));
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
    await eventually(() => expect(harness.lab.tokens.counts.renewed).toBe(1));
  });
});
