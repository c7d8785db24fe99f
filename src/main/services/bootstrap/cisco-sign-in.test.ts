import { describe, expect, it, vi } from 'vitest';
import {
  alice,
  type CiscoHarness,
  ciscoHarness,
  createEngines,
} from '../../../../test/fakes/cisco-harness.ts';
import { settled, signIn, step } from '../../../../test/fakes/cisco-person.ts';
import { RIGHT, sessionHarness } from '../../../../test/fakes/session-harness.ts';
import type { ManualSettings } from '../../../shared/domain/session.ts';

const start = ciscoHarness;

describe('signing in to Unified CM', () => {
  it('D10, A3: goes from the address to phone, chat and directory', async () => {
    const harness = await start();
    await signIn(harness);
    const session = harness.now();
    expect(session).toMatchObject({ phase: 'signed-in', name: 'Alice Archer', mode: 'full-uc' });
    expect('steps' in session && session.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'finding-services done',
      'home-server done',
      'sign-in-method done',
      'profile done',
      'phone done',
      'chat done',
      'voicemail skipped',
      'directory done',
    ]);
    const [, home] = harness.lab.nodes['ucm-b'].fqdn.match(/^(.*)$/) ?? [];
    expect(harness.accounts.phone).toMatchObject({
      aor: `sip:1001@${home}`,
      displayName: 'Alice Archer',
      registrars: [{ host: home, port: 5060, transport: 'tcp' }],
      device: { name: 'CSFALICE', contactUser: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      expires: 3600,
    });
    expect(harness.accounts.chat).toMatchObject({
      domain: 'example.test',
      targets: [
        { host: 'imp-a.example.test', port: 5222, tls: 'starttls', alsoAccept: ['imp-a.example.test'] },
      ],
      credentials: { kind: 'one-time', address: 'alice@example.test' },
    });
    const saved = await harness.cache.deployment('alice@example.test').get();
    expect(saved?.deployment).toMatchObject({
      uds: ['https://ucm-b.example.test:8443/cucm-uds'],
      voicemailPilot: '8000',
      sip: { mediaPorts: { start: 16_384, stop: 32_766 } },
    });
  });

  it('V6: the rules for numbers that are dialled and looked up come with the profile, and stay known', async () => {
    const harness = await start();
    await signIn(harness, RIGHT);
    const saved = await harness.cache.deployment('alice@example.test').get();
    expect(saved?.deployment.dialRules).toEqual({
      application: [
        { beginsWith: '', length: 4, remove: 0, prefix: '' },
        { beginsWith: '+1', length: 12, remove: 2, prefix: '91' },
      ],
      lookup: [{ beginsWith: '9', length: 12, remove: 1, prefix: '+1' }],
    });
  });

  it('A2: shows the password to one service first, and to each once', async () => {
    const harness = await start();
    await signIn(harness, 'wrong');
    expect(harness.now()).toMatchObject({
      needs: { username: 'alice', error: { code: 'auth.wrong-password' } },
    });
    expect(step(harness, 'sign-in-method')).toMatchObject({ state: 'running' });
    expect(harness.lab.counters.authFailures.get('alice')).toBe(1);
    expect(harness.passwords).toEqual([]);
    await harness.givePassword(RIGHT);
    await settled(harness);
    expect(harness.now().phase).toBe('signed-in');
    expect(harness.lab.counters.authFailures.get('alice')).toBe(1);
  });

  it('8.1: chat gets a fresh one-time password for each login', async () => {
    const harness = await start();
    await signIn(harness);
    const credentials = harness.accounts.chat?.credentials;
    if (credentials?.kind !== 'one-time') throw new Error('no one-time password');
    const second = await credentials.get();
    harness.lab.forgetSoapSessions();
    const third = await credentials.get();
    expect(second.ok && third.ok && second.value !== third.value).toBe(true);
    for (const each of [second, third])
      expect(each.ok && harness.lab.accounts.redeemToken('alice', each.value)).toBe(true);
  });

  it('8.1: once refused, a password is not shown to the chat service again', async () => {
    const harness = await start();
    await signIn(harness);
    harness.lab.accounts.setPassword('alice', 'new one');
    harness.lab.forgetSoapSessions();
    const credentials = harness.accounts.chat?.credentials;
    if (credentials?.kind !== 'one-time') throw new Error('no one-time password');
    const before = harness.lab.counters.authFailures.get('alice') ?? 0;
    expect(await credentials.get()).toMatchObject({ error: { code: 'auth.wrong-password' } });
    expect(await credentials.get()).toMatchObject({ error: { code: 'auth.wrong-password' } });
    expect(harness.lab.counters.authFailures.get('alice')).toBe(before + 1);
  });

  it('D10: finds a user by mail address', async () => {
    const harness = await start();
    await signIn(harness, RIGHT, 'alice.archer@example.test');
    expect(harness.now()).toMatchObject({ phase: 'signed-in', name: 'Alice Archer' });
  });

  it('D10: names the user and the server when the cluster knows neither', async () => {
    const harness = await start();
    await signIn(harness, RIGHT, 'nobody@example.test');
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      error: {
        code: 'discovery.user-not-found',
        params: { user: 'nobody@example.test', server: 'ucm-a.example.test' },
      },
    });
  });

  it('says so when nobody can be shown the provider’s page, before asking for a password', async () => {
    const harness = await start({ sso: 'enabled', session: { signOn: undefined } });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code: 'auth.sso-not-supported' } });
  });

  it('takes an absent single sign-on service for "password"', async () => {
    const harness = await start({ sso: 'absent' });
    await signIn(harness);
    expect(harness.now().phase).toBe('signed-in');
  });

  it('a user without a softphone gets chat, and the step says why there is no phone', async () => {
    const harness = await start({ users: [{ ...alice, devices: [{ name: 'SEP1', model: 'Cisco 8845' }] }] });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'im-only' });
    expect(step(harness, 'phone')).toMatchObject({
      state: 'skipped',
      summary: { key: 'step.skipped.no-device' },
    });
  });

  it('without a SOAP service chat signs in with the password itself', async () => {
    const harness = await start();
    harness.lab.addFault({ kind: 'not-found', node: 'imp-a' });
    await signIn(harness);
    expect(harness.accounts.chat?.credentials).toEqual({
      kind: 'password',
      username: 'alice',
      password: RIGHT,
    });
  });
});

describe('A4, A5: the configuration', () => {
  const rowOf = async (harness: CiscoHarness, name: string) => {
    const rows = await harness.session.handlers['diagnostics/effective-configuration'](undefined, {
      signal: new AbortController().signal,
    });
    return rows.ok ? rows.value.find((row) => row.name === name) : undefined;
  };

  it('shows each value with its source, and what was wrong with line and name', async () => {
    const file = `<config version="1.0">
<Policies>
<EnableVideo>perhaps</EnableVideo>
<FutureThing>7</FutureThing>
<VoiceServicesDomain>voice.example.test</VoiceServicesDomain>
</Policies></config>`;
    const harness = await start({ files: { 'jabber-config.xml': file } });
    await signIn(harness);
    expect(await rowOf(harness, 'VoiceServicesDomain')).toMatchObject({
      value: 'voice.example.test',
      source: 'global-file',
    });
    expect(await rowOf(harness, 'EnableVideo')).toMatchObject({
      value: 'true',
      source: 'default',
      problem: 'EnableVideo: not true or false (global-file, line 3)',
    });
    expect(await rowOf(harness, 'FutureThing')).toMatchObject({
      value: '7',
      problem: 'FutureThing: not known to this version',
    });
    expect(await rowOf(harness, 'PresenceServerAddress')).toMatchObject({
      value: 'imp-a.example.test',
      source: 'profile',
    });
  });

  it('never shows a password from the file', async () => {
    const harness = await start({ jabberConfig: { Directory: { ConnectionPassword: 'shared secret' } } });
    await signIn(harness);
    expect(await rowOf(harness, 'ConnectionPassword')).toMatchObject({ value: '••••••' });
  });

  it('A6: Telephony_Enabled false leaves the phone out', async () => {
    const harness = await start({ jabberConfig: { Policies: { Telephony_Enabled: 'false' } } });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ mode: 'im-only' });
    expect(harness.accounts.phone).toBeUndefined();
  });
});

describe('D9: the next start', () => {
  it('starts chat and phone from what is remembered, without a question to Unified CM before', async () => {
    const first = await start();
    await first.session.start();
    await first.begin();
    await settled(first);
    await first.givePassword(RIGHT, true);
    await settled(first);
    const before = first.lab.counters.requests.length;
    const second = await start({ session: { store: first.store } });
    second.script.chat = async () => ({ ok: true, value: { server: 'x' } });
    await second.session.start();
    await vi.waitFor(() => expect(second.accounts.phone).toBeDefined());
    expect(second.now()).toMatchObject({ phase: 'signed-in', name: 'Alice Archer', mode: 'full-uc' });
    expect(second.accounts.chat).toMatchObject({
      credentials: { kind: 'one-time' },
      targets: [{ alsoAccept: ['imp-a.example.test'] }],
    });
    expect(first.lab.counters.requests.length).toBe(before);
    // Only the chat sign-in, which chat needs for its password.
    expect(second.lab.counters.requests.filter(({ path }) => !path.startsWith('/EPASSoap/'))).toEqual([]);
  });
});

describe('D5: the network comes back', () => {
  it('after a start without it the directory is asked again with the next look', async () => {
    const first = await start();
    await first.session.start();
    await first.begin();
    await settled(first);
    await first.givePassword(RIGHT, true);
    await settled(first);
    await first.session.stop();
    const second = sessionHarness({
      store: first.store,
      dns: first.dns,
      authorities: [first.ca.pem],
      engines: (trust) => createEngines(trust, first.dns, first.lab),
    });
    second.script.takesToken = (token) => first.lab.accounts.redeemToken('alice', token);
    second.script.isOnline = false;
    await second.session.start();
    await vi.waitFor(() => expect(step(second, 'directory')).toMatchObject({ state: 'failed' }));
    expect(second.now()).toMatchObject({ phase: 'signed-in', isFromCache: true });
    second.script.isOnline = true;
    second.network('online');
    second.clock.advance(4_000);
    await vi.waitFor(() => expect(step(second, 'directory')).toMatchObject({ state: 'done' }), {
      timeout: 5_000,
    });
    expect(second.now()).toMatchObject({ isFromCache: false, hasNewConfiguration: false });
  });
});

describe('D12, D5: without Unified CM’s help, and by hand', () => {
  const manual = (harness: CiscoHarness, settings: ManualSettings) =>
    harness.session.handlers['session/set-manual-settings'](settings, {
      signal: new AbortController().signal,
    });

  it('_cuplogin alone signs in to chat, and the SOAP sign-in proves the password', async () => {
    const harness = await start();
    const { 'imp-a': imp } = harness.lab.nodes;
    harness.dnsServer.remove('_cisco-uds._tcp.example.test');
    harness.dnsServer.add({
      name: '_cuplogin._tcp.example.test',
      type: 'SRV',
      target: imp.fqdn,
      port: imp.port,
    });
    await signIn(harness, 'wrong');
    expect(harness.now()).toMatchObject({ needs: { error: { code: 'auth.wrong-password' } } });
    expect(harness.passwords).toEqual([]);
    await harness.givePassword(RIGHT);
    await settled(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'im-only' });
    expect(harness.accounts.chat).toMatchObject({
      domain: 'example.test',
      credentials: { kind: 'one-time' },
    });
    expect(harness.lab.counters.authFailures.get('alice')).toBe(1);
  });

  it('a server set by hand is used without a question to DNS for records, until Automatic clears it', async () => {
    const harness = await start();
    await manual(harness, { kind: 'cucm-imp', server: 'imp-a.example.test' });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'im-only' });
    expect(harness.dnsServer.queries.filter((query) => query.startsWith('SRV'))).toEqual([]);
    await manual(harness, { kind: 'automatic' });
    await harness.run('session/retry');
    await settled(harness);
    await harness.givePassword(RIGHT);
    await settled(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
  });

  it('phone mode by hand has a phone and no chat', async () => {
    const harness = await start();
    await manual(harness, {
      kind: 'cucm',
      tftp: ['tftp.example.test'],
      ccmcip: ['ucm-b.example.test'],
      cti: [],
    });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'phone-only' });
    expect(harness.accounts.phone).toMatchObject({ device: { name: 'CSFALICE' } });
    expect(harness.accounts.chat).toBeUndefined();
  });
});
