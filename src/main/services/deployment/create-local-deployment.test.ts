import { describe, expect, it } from 'vitest';
import { fakeSources, type FakeComputer } from '../../../../test/fakes/fake-sources.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import { parseWorkAddress, type WorkAddress } from '../bootstrap/work-address.ts';
import { createConfigCache } from '../config-cache/create-config-cache.ts';
import { createLocalDeployment } from './create-local-deployment.ts';

/** Starts the app on a computer again and again: the store stays. */
function bench(computer: FakeComputer = {}) {
  const store = memoryKeyValue();
  const cache = createConfigCache({ store, log: silentLog, random: seededRandom() });
  const warnings: string[] = [];
  const log: Log = {
    ...silentLog,
    warn: (text, facts) => void warnings.push(`${text} ${JSON.stringify(facts)}`),
  };
  const launch = () => createLocalDeployment({ sources: fakeSources(computer), cache, log });
  return { computer, cache, warnings, launch };
}

const address = (text: string): WorkAddress => {
  const parsed = parseWorkAddress(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};
const alice = address('alice@example.test');
const deployment: Deployment = { mode: 'im-only', address: alice.full, username: 'alice' };
const link = (...keys: readonly (readonly [string, string])[]) =>
  keys.map(([name, value]) => ({ name, value }));

describe('D2: what spares a new installation the address', () => {
  it('nothing, where nobody has said anything', async () => {
    expect(await bench().launch().suggestion()).toBeUndefined();
  });

  it('the user principal name, unless it is switched off', async () => {
    const desk = bench({ user: 'Alice@Example.test' });
    expect(await desk.launch().suggestion()).toEqual({ kind: 'person', address: 'Alice@example.test' });
    desk.computer.bootstrap = 'UPN_DISCOVERY_ENABLED=false';
    expect(await desk.launch().suggestion()).toBeUndefined();
    expect(await bench({ user: 'LOCAL\\alice' }).launch().suggestion()).toBeUndefined();
  });

  it('the installer’s domain before the user principal name, which fills the field', async () => {
    const desk = bench({ bootstrap: 'SERVICES_DOMAIN=example.test', user: 'alice@corp.test' });
    const suggested = { kind: 'domain', domain: 'example.test', source: 'bootstrap' };
    expect(await desk.launch().suggestion()).toEqual({ ...suggested, asks: 'user-name', initial: 'alice' });
    const mailed = bench({
      bootstrap: 'SERVICES_DOMAIN=example.test\nSSO_EMAIL_PROMPT=ON',
      user: 'alice@corp.test',
    });
    expect(await mailed.launch().suggestion()).toEqual({
      ...suggested,
      asks: 'email',
      initial: 'alice@corp.test',
    });
  });

  it('D8: a confirmed link before the installer, a policy before both', async () => {
    const desk = bench({ bootstrap: 'SERVICES_DOMAIN=installer.test' });
    const local = desk.launch();
    const heard: string[] = [];
    local.onChange(() => heard.push('changed'));
    await local.adoptLink(link(['ServicesDomain', 'link.test'], ['ServicesDomainSsoEmailPrompt', 'ON']));
    expect(heard).toEqual(['changed']);
    expect(await local.suggestion()).toMatchObject({ domain: 'link.test', source: 'link', asks: 'email' });
    desk.computer.policies = [{ name: 'SERVICES_DOMAIN', value: 'policy.test' }];
    expect(await desk.launch().suggestion()).toMatchObject({ domain: 'policy.test', source: 'policy' });
  });

  it('is turned down for good; a policy stays, and a new link counts again', async () => {
    const desk = bench({ bootstrap: 'SERVICES_DOMAIN=installer.test' });
    await desk.launch().turnDown();
    expect(await desk.launch().suggestion()).toBeUndefined();
    expect(await desk.launch().launchSettings(alice)).toMatchObject({ domain: 'example.test' });
    await desk.launch().adoptLink(link(['ServicesDomain', 'link.test']));
    expect(await desk.launch().suggestion()).toMatchObject({ domain: 'link.test' });
    await desk.launch().turnDown();
    desk.computer.policies = [{ name: 'ServicesDomain', value: 'policy.test' }];
    expect(await desk.launch().suggestion()).toMatchObject({ domain: 'policy.test' });
  });

  it('nothing for whom has signed in before', async () => {
    const desk = bench({ bootstrap: 'SERVICES_DOMAIN=example.test', user: 'alice@example.test' });
    await desk.cache.last.set({ address: alice.full, name: 'Alice' });
    expect(await desk.launch().suggestion()).toBeUndefined();
  });
});

describe('D13: the installer’s file', () => {
  it('is remembered: one that is gone later changes nothing', async () => {
    const desk = bench({ bootstrap: 'VOICE_SERVICES_DOMAIN=voice.test' });
    expect(await desk.launch().launchSettings(alice)).toMatchObject({ voiceDomain: 'voice.test' });
    delete desk.computer.bootstrap;
    expect(await desk.launch().launchSettings(alice)).toMatchObject({ voiceDomain: 'voice.test' });
  });

  it('is read on the first launch only: one that was edited later changes nothing', async () => {
    const desk = bench({ bootstrap: 'VOICE_SERVICES_DOMAIN=voice.test' });
    await desk.launch().values();
    desk.computer.bootstrap = 'VOICE_SERVICES_DOMAIN=edited.test';
    expect(await desk.launch().launchSettings(alice)).toMatchObject({ voiceDomain: 'voice.test' });
  });

  it('counts anew when the installer was run again with CLEAR=1, and after a reset', async () => {
    const desk = bench({ bootstrap: 'SERVICES_DOMAIN=one.test' });
    const first = desk.launch();
    await first.suggestion();
    await first.turnDown();
    desk.computer.bootstrap = 'CLEAR=1\nSERVICES_DOMAIN=two.test';
    const local = desk.launch();
    await local.launchSettings(alice);
    expect(await local.suggestion()).toMatchObject({ domain: 'two.test' });
    await desk.cache.forgetEverything();
    expect(await local.suggestion()).toMatchObject({ domain: 'two.test' });
  });

  it('logs lines that it skips by their number, and keys that nobody knows', async () => {
    const desk = bench({ bootstrap: 'TFTP=ucm\nwhat is this\nFAX_SERVER=x' });
    await desk.launch().values();
    expect(desk.warnings).toEqual([
      'line of the bootstrap file skipped {"line":2,"problem":"malformed"}',
      'unknown keys {"source":"bootstrap","names":"FAX_SERVER"}',
    ]);
  });
});

describe('A4: the sources of this computer', () => {
  it('stand in their places of the one order', async () => {
    const desk = bench({
      bootstrap: 'Telephony_Enabled=false\nVOICE_SERVICES_DOMAIN=installer.test\nTFTP=ucm-installer',
      policies: [{ name: 'Telephony_Enabled', value: 'true' }],
    });
    await desk.launch().adoptLink(link(['VoiceServicesDomain', 'link.test']));
    await desk.cache.manual.set({ kind: 'cucm', tftp: ['ucm-hand'], ccmcip: [], cti: [] });
    const row = (name: string, value: string, source: string) =>
      expect.objectContaining({ name, value, source });
    const { values } = await desk.launch().configuration();
    expect(values).toEqual(
      expect.arrayContaining([
        row('Telephony_Enabled', 'true', 'policy'),
        row('VoiceServicesDomain', 'link.test', 'link'),
        row('TftpServer1', 'ucm-hand', 'manual'),
        row('AUTHENTICATOR', 'CUCM', 'manual'),
      ]),
    );
  });

  it('D4: files of the last sign-in stand between policy and link, until a new link is confirmed', async () => {
    const desk = bench();
    const configuration = [
      { name: 'VoiceServicesDomain', section: 'Policies', value: 'file.test', source: 'global-file' },
    ];
    await desk.cache.last.set({ address: alice.full, name: 'Alice' });
    await desk.cache.deployment(alice.full).set({ deployment, configuration });
    const local = desk.launch();
    expect(await local.launchSettings(alice)).toMatchObject({ voiceDomain: 'file.test' });
    expect(await local.launchSettings(address('bob@example.test'))).not.toHaveProperty('voiceDomain');
    await local.adoptLink(link(['ServicesDomain', 'example.test'], ['VoiceServicesDomain', 'link.test']));
    expect(await local.launchSettings(alice)).toMatchObject({ voiceDomain: 'link.test' });
    // The account itself is kept, for a start without the network.
    expect((await desk.cache.deployment(alice.full).get())?.deployment).toEqual(deployment);
  });

  it('D12: Webex by hand turns the CAS on, at the address entered', async () => {
    const desk = bench();
    await desk.cache.manual.set({ kind: 'webex', casUrl: 'https://cas.example.test/cas/FederatedSSO' });
    expect(await desk.launch().launchSettings(alice)).toMatchObject({ casHost: 'cas.example.test' });
    await desk.cache.manual.set({ kind: 'webex', casUrl: '' });
    expect(await desk.launch().launchSettings(alice)).toMatchObject({ casHost: 'loginp.webexconnect.com' });
  });

  it('A2: a secret of the files is not kept, and what stands in its place is not taken for it', async () => {
    const { cache, launch } = bench();
    const row = (name: string, value: string) => ({ name, section: 'Client', source: 'global-file', value });
    const configuration = [row('OAuthClientSecret', '••••••'), row('OAuthClientId', 'C1')];
    await cache.deployment(alice.full).set({ deployment, configuration });
    const recalled = await launch().configuration(alice.full);
    expect([recalled.text('OAuthClientSecret'), recalled.text('OAuthClientId')]).toEqual(['', 'C1']);
  });
});
