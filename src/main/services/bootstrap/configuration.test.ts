import { describe, expect, it, vi } from 'vitest';
import {
  alice,
  type CiscoHarness,
  type CiscoHarnessOptions,
  ciscoHarness as start,
} from '../../../../test/fakes/cisco-harness.ts';
import { settled, signIn, step } from '../../../../test/fakes/cisco-person.ts';
import { RIGHT } from '../../../../test/fakes/session-harness.ts';
import type { CiscoUser } from '../../../../lab/cisco/model.ts';

const config = (values: Record<string, string>): string =>
  `<config version="1.0"><Policies>${Object.entries(values)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</Policies></config>`;
const profile = (inside: string): string => `<serviceProfile name="Default">${inside}</serviceProfile>`;
const chatAt = (product: string, host: string): string =>
  `<imPresence type="${product}"><server order="1"><address>${host}</address></server></imPresence>`;

async function rowOf(harness: CiscoHarness, name: string) {
  const signal = new AbortController().signal;
  const rows = await harness.session.handlers['diagnostics/effective-configuration'](undefined, { signal });
  return rows.ok ? rows.value.find((row) => row.name === name) : undefined;
}

/** Alice, with her softphone's Cisco Support Field filled in. */
const inGroup = (file: string): CiscoUser => ({
  ...alice,
  devices: (alice.devices ?? []).map((device) => ({ ...device, supportField: `configurationfile=${file}` })),
});
const asked = ({ lab }: CiscoHarness, server = 'tftp'): string[] =>
  lab.counters.requests
    .filter(({ node }) => node === server)
    .map(({ path, status }) => `${path.slice(1)} ${status}`);

describe('A4: where a value comes from', () => {
  const everywhere: CiscoHarnessOptions = {
    users: [inGroup('group.xml')],
    files: {
      'jabber-config.xml': config({ UdsServer: 'global' }),
      'group.xml': config({ UdsServer: 'group' }),
      'SPDefault.cnf.xml': profile(
        `${chatAt('ucm', 'imp-a.example.test')}<jabberClientConfig><setting name="UdsServer">profile</setting></jabberClientConfig>`,
      ),
    },
    session: {
      computer: { bootstrap: 'UdsServer: bootstrap', policies: [{ name: 'UdsServer', value: 'policy' }] },
    },
  };
  const without = (...files: string[]) => ({
    ...everywhere.files,
    ...Object.fromEntries(files.map((file) => [file, file.startsWith('SP') ? profile('') : config({})])),
  });

  it.each<[string, CiscoHarnessOptions, string]>([
    ['the system’s policy', everywhere, 'policy'],
    ['the profile’s client configuration', { ...everywhere, session: {} }, 'profile'],
    ['the group file', { ...everywhere, session: {}, files: without('SPDefault.cnf.xml') }, 'group-file'],
    [
      'the global file',
      { ...everywhere, session: {}, files: without('SPDefault.cnf.xml', 'group.xml') },
      'global-file',
    ],
    [
      'the installer',
      {
        ...everywhere,
        session: { computer: { bootstrap: 'UdsServer: bootstrap' } },
        files: without('SPDefault.cnf.xml', 'group.xml', 'jabber-config.xml'),
      },
      'bootstrap',
    ],
  ])('%s, when nothing above says anything', async (_title, options, source) => {
    const harness = await start(options);
    await signIn(harness);
    expect(await rowOf(harness, 'UdsServer')).toMatchObject({
      source,
      value: source.replace('-file', ''),
      hasEffect: true,
    });
  });

  it('a confirmed link goes before the installer, what is set by hand before everything', async () => {
    const harness = await start({
      ...everywhere,
      files: without('SPDefault.cnf.xml', 'group.xml', 'jabber-config.xml'),
      session: { computer: { bootstrap: 'VOICE_SERVICES_DOMAIN: installed.test\nTFTP: bootstrap' } },
    });
    await harness.cache.link.set({ keys: [{ name: 'VoiceServicesDomain', value: 'linked.test' }] });
    const tftp = ['tftp.example.test'];
    await harness.cache.manual.set({ kind: 'cucm', tftp, ccmcip: ['ucm-b.example.test'], cti: [] });
    await signIn(harness);
    expect(await rowOf(harness, 'VoiceServicesDomain')).toMatchObject({
      value: 'linked.test',
      source: 'link',
    });
    expect(await rowOf(harness, 'TftpServer1')).toMatchObject({ value: tftp[0], source: 'manual' });
  });

  it('S3: what has no effect says why; what has one says nothing', async () => {
    const harness = await start({
      ...everywhere,
      files: {
        ...without('jabber-config.xml'),
        'jabber-config.xml': config({ EMMType: '1', EnableVideo: 'false' }),
      },
    });
    await signIn(harness);
    expect(await rowOf(harness, 'EMMType')).toMatchObject({ hasEffect: false, reason: 'mobile' });
    const obeyed = await rowOf(harness, 'EnableVideo');
    expect([obeyed?.hasEffect, obeyed?.reason]).toEqual([true, undefined]);
  });

  it('the profile’s own file (12.5) counts as the profile', async () => {
    const harness = await start({
      hasJabberProfile: true,
      tftpHttpsPort: 6972,
      jabberConfig: { Policies: { EnableVideo: 'false' } },
    });
    harness.lab.setFile('jabber-config.xml', config({ EnableVideo: 'true' }));
    await signIn(harness);
    expect(await rowOf(harness, 'EnableVideo')).toMatchObject({
      value: 'false',
      source: 'profile',
      hasEffect: true,
    });
  });
});

describe('A3: the group file', () => {
  const files = {
    'one.xml': config({ UdsServer: 'one' }),
    'two.xml': config({ UdsServer: 'two' }),
    'jabber-config.xml': config({ UdsServer: 'global' }),
  };
  const installed = { computer: { bootstrap: 'TFTP_FILE_NAME: two.xml' } };

  it.each<[string, CiscoHarnessOptions, string, string]>([
    ['is named by the device’s Cisco Support Field', { users: [inGroup('one.xml')] }, 'one', 'group-file'],
    ['is named by TFTP_FILE_NAME', { session: installed }, 'two', 'group-file'],
    [
      'of the device goes before the installer’s',
      { users: [inGroup('one.xml')], session: installed },
      'one',
      'group-file',
    ],
    [
      'of the installer serves where the device’s is missing',
      { users: [inGroup('gone.xml')], session: installed },
      'two',
      'group-file',
    ],
    ['is missing: the global file', { users: [inGroup('gone.xml')] }, 'global', 'global-file'],
  ])('%s', async (_title, options, value, source) => {
    const harness = await start({ files, ...options });
    await signIn(harness);
    expect(await rowOf(harness, 'UdsServer')).toMatchObject({ value, source });
  });
});

describe('A3: the file servers', () => {
  it('TFTP names where every file is fetched, TftpServer2 the backup', async () => {
    const harness = await start({
      session: {
        computer: { bootstrap: 'TFTP: nowhere.example.test\nTftpServer2: tftp.example.test' },
      },
    });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(step(harness, 'profile')).toMatchObject({ state: 'done' });
    expect(asked(harness)).toEqual(
      expect.arrayContaining(['jabber-config.xml 200', 'CSFALICE.cnf.xml 200', 'SPDefault.cnf.xml 200']),
    );
  });

  it('6970 is silent: the files come by HTTPS on 6972', async () => {
    const harness = await start({
      tftpHttpsPort: 6972,
      files: { 'jabber-config.xml': config({ UdsServer: 'secure' }) },
    });
    await harness.lab.setNodeDown('tftp', true);
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(await rowOf(harness, 'UdsServer')).toMatchObject({ value: 'secure' });
    expect(asked(harness, 'tftp-s')).toEqual(
      expect.arrayContaining(['jabber-config.xml 200', 'CSFALICE.cnf.xml 200', 'SPDefault.cnf.xml 200']),
    );
  });

  it('a profile that names a dead file server: the cluster’s nodes have the files', async () => {
    const harness = await start();
    harness.dnsServer.remove('tftp.example.test');
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(step(harness, 'profile')).toMatchObject({ state: 'done' });
    expect(step(harness, 'profile')?.details).toContainEqual({
      name: 'jabber-config.xml',
      value:
        'http://tftp.example.test:6970/jabber-config.xml, http://ucm-b.example.test:6970/jabber-config.xml',
    });
  });

  it('nobody has it any more: the last valid file, until there is a new one', async () => {
    const harness = await start({ files: { 'jabber-config.xml': config({ EnableVideo: 'false' }) } });
    await signIn(harness);
    const heal = harness.lab.addFault({ kind: 'unavailable', node: 'tftp', path: 'jabber-config.xml' });
    const again = async () => {
      await harness.run('session/retry');
      await settled(harness);
      await harness.givePassword(RIGHT);
      await settled(harness);
    };
    await again();
    expect(step(harness, 'profile')).toMatchObject({
      state: 'failed',
      error: { code: 'config.unavailable' },
    });
    expect(await rowOf(harness, 'EnableVideo')).toMatchObject({ value: 'false', source: 'global-file' });
    heal();
    harness.lab.setFile('jabber-config.xml', config({}));
    await again();
    expect(await rowOf(harness, 'EnableVideo')).toMatchObject({ value: 'true', source: 'default' });
  });
});

describe('A6: the mode that a cluster gives', () => {
  const phoneMode = { computer: { bootstrap: 'PRODUCT_MODE: phone_mode' } };

  it.each<[string, CiscoHarnessOptions, string]>([
    ['a softphone and an account at IM and Presence', {}, 'full-uc'],
    ['no softphone', { users: [{ ...alice, devices: [] }] }, 'im-only'],
    ['no account at IM and Presence', { users: [{ ...alice, imPresence: 'off' }] }, 'phone-only'],
    ['PRODUCT_MODE', { session: phoneMode }, 'phone-with-contacts'],
    [
      'PRODUCT_MODE, no account at IM and Presence',
      { users: [{ ...alice, imPresence: 'off' }], session: phoneMode },
      'phone-only',
    ],
    [
      'chat in the cloud by the profile',
      { files: { 'SPDefault.cnf.xml': profile(chatAt('webex', 'messenger.example.test')) } },
      'hybrid',
    ],
  ])('%s', async (_title, options, mode) => {
    const harness = await start(options);
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode });
  });

  it.each<[string, CiscoHarnessOptions, string]>([
    [
      'a phone product without a phone',
      { users: [{ ...alice, devices: [] }], session: phoneMode },
      'sip.no-device',
    ],
    [
      'chat in the cloud and no phone',
      {
        users: [{ ...alice, devices: [] }],
        files: { 'SPDefault.cnf.xml': profile(chatAt('webex', 'messenger.example.test')) },
      },
      'discovery.cloud-only',
    ],
  ])('%s: nothing to sign in to, and why', async (_title, options, code) => {
    const harness = await start(options);
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code } });
  });
});

describe('D12: the chat server', () => {
  it('PresenceServerAddress names it where neither record nor profile does', async () => {
    const harness = await start({
      users: [{ ...alice, imPresence: 'unnamed' }],
      files: {
        'SPDefault.cnf.xml': profile(''),
        'jabber-config.xml': config({ PresenceServerAddress: 'imp-a.example.test' }),
      },
    });
    await signIn(harness);
    expect(harness.accounts.chat?.targets).toMatchObject([{ host: 'imp-a.example.test' }]);
    await vi.waitFor(() => expect(step(harness, 'chat')).toMatchObject({ state: 'done' }));
  });
});

describe('A5: a file with slips of the hand', () => {
  it('A5: is used, and its step says what was wrong, with the line', async () => {
    const harness = await start({
      files: {
        'jabber-config.xml':
          '<config>\n<Policies><UdsServer>a</UdsServer></policies>\n<Client><LANGUAGE>A & B</LANGUAGE></Client></config>',
      },
    });
    await signIn(harness);
    expect(await rowOf(harness, 'UdsServer')).toMatchObject({ value: 'a', source: 'global-file' });
    const told = step(harness, 'profile')?.details?.filter(({ name }) => name === 'jabber-config.xml');
    expect(told?.slice(1).map(({ value }) => value)).toEqual([
      'line 2: a mismatched end tag',
      'line 3: a bare "&"',
    ]);
  });
});
