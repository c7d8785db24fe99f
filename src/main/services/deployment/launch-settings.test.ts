import { describe, expect, it } from 'vitest';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { casHostOf, readLaunchSettings } from './launch-settings.ts';
import { chooseServicesDomain, type DomainFacts } from './services-domain.ts';

/** Settings from an installer's switches. */
function settings(switches: Readonly<Record<string, string>>) {
  const bootstrap = Object.entries(switches).map(([name, value]) => ({ name, value, section: 'Installer' }));
  return readLaunchSettings(effectiveConfiguration({ bootstrap }), {
    domain: 'example.test',
    source: 'address',
  });
}

describe('T1: servers by the installer’s switches', () => {
  it.each<[string, Record<string, string>, unknown]>([
    ['full UC by one guide', { AUTHENTICATOR: 'CUCM', TFTP: 'ucm1' }, cucm(['ucm1'], ['ucm1'], true)],
    [
      'full UC by the other guide, with a phone',
      { AUTHENTICATOR: 'CUP', CUP_ADDRESS: 'imp1', TFTP: 'ucm1', CCMCIP: 'ucm2' },
      cucm(['ucm2'], ['ucm1'], true),
    ],
    ['full UC 8.x, IM only', { AUTHENTICATOR: 'CUP', CUP_ADDRESS: 'imp1' }, { kind: 'imp', server: 'imp1' }],
    [
      'phone mode',
      { AUTHENTICATOR: 'CUCM', TFTP: 'ucm1', CCMCIP: 'ucm1:8443', CTI: 'ucm1', PRODUCT_MODE: 'phone_mode' },
      cucm(['ucm1:8443'], ['ucm1'], false),
    ],
    [
      'a TFTP port is not the device list’s',
      { AUTHENTICATOR: 'CUCM', TFTP: 'ucm1:6970' },
      cucm(['ucm1'], ['ucm1:6970'], true),
    ],
    ['cloud', { AUTHENTICATOR: 'WEBEX', SSO_ORG_DOMAIN: 'example.test' }, { kind: 'webex' }],
    ['nothing', { TFTP: 'ucm1' }, undefined],
  ])('%s', (_title, switches, expected) => {
    expect(settings(switches).installed).toEqual(expected);
    expect(settings(switches).problems).toEqual([]);
  });

  it.each([
    ['CUP without its server', { AUTHENTICATOR: 'CUP' }, /CUP_ADDRESS/],
    ['CUCM without servers', { AUTHENTICATOR: 'CUCM' }, /TFTP/],
  ])('says what is missing: %s', (_title, switches, problem) => {
    expect(settings(switches).installed).toBeUndefined();
    expect(settings(switches).problems).toEqual([expect.stringMatching(problem)]);
  });
});

function cucm(nodes: readonly string[], tftp: readonly string[], hasChat: boolean) {
  return { kind: 'cucm', nodes, tftp, hasChat };
}

describe('how a launch looks for its servers', () => {
  it('D6: asks no cloud unless somebody chose one', () => {
    expect(settings({}).casHost).toBeUndefined();
    expect(settings({ CAS_HOST: 'cas.example.test' }).casHost).toBe('cas.example.test');
    expect(settings({ AUTHENTICATOR: 'WEBEX' }).casHost).toBe('loginp.webexconnect.com');
    expect(settings({ SSO_ORG_DOMAIN: 'example.test' }).casHost).toBe('loginp.webexconnect.com');
  });

  it.each([
    ['cas.example.test', 'cas.example.test'],
    ['cas.example.test:8443', 'cas.example.test:8443'],
    ['https://cas.example.test/cas/FederatedSSO', 'cas.example.test'],
    ['http://cas.example.test', undefined],
    ['https://user@cas.example.test', undefined],
    ['cas example', undefined],
  ])('reads the CAS host %s', (text, host) => {
    expect(casHostOf(text)).toBe(host);
  });

  it('D1 D3 D4 D7: takes times, zones, domain and exclusions from any source', () => {
    expect(
      settings({
        CAS_WAIT_MS: '250',
        USE_INTERNAL_ZONE: 'false',
        VOICE_SERVICES_DOMAIN: 'Voice.Example.test',
        EXCLUDED_SERVICES: 'webex, CUP',
        TEAM_MESSAGING_LOOKUP_URL: 'https://team.example.test/look?x=1',
      }),
    ).toMatchObject({
      casWaitMs: 250,
      usesInternalZone: false,
      voiceDomain: 'voice.example.test',
      excluded: new Set(['WEBEX', 'CUP']),
      teamMessagingUrl: 'https://team.example.test/look?x=1',
      problems: [],
    });
    expect(settings({})).toMatchObject({ casWaitMs: 1_500, usesInternalZone: true, excluded: new Set() });
  });

  it('D13: a value that cannot be used costs only itself', () => {
    const read = settings({
      VOICE_SERVICES_DOMAIN: 'not a domain',
      EXCLUDED_SERVICES: 'CUP,FAX',
      CAS_HOST: 'ftp://x',
      TEAM_MESSAGING_LOOKUP_URL: 'http://team.example.test',
      CAS_WAIT_MS: 'soon',
    });
    expect(read).toMatchObject({ excluded: new Set(['CUP']), casWaitMs: 1_500 });
    expect(read.problems).toHaveLength(4);
    expect(read).not.toHaveProperty('voiceDomain');
    expect(read).not.toHaveProperty('casHost');
    expect(read).not.toHaveProperty('teamMessagingUrl');
  });

  it('D4: a voice services domain that is the services domain is none', () => {
    expect(settings({ VOICE_SERVICES_DOMAIN: 'example.test' })).not.toHaveProperty('voiceDomain');
  });
});

describe('D2: the services domain', () => {
  const from = (source: 'policy' | 'link' | 'bootstrap') => ({ domain: 'set.test', source });
  it.each<[string, Partial<DomainFacts>, string]>([
    ['nothing is set: the address', {}, 'address'],
    ['a confirmed link', { configured: from('link') }, 'link'],
    [
      'a confirmed link on an existing installation',
      { configured: from('link'), ofLastAddress: 'old.test' },
      'link',
    ],
    ['the installer', { configured: from('bootstrap') }, 'bootstrap'],
    [
      'the installer, same person again',
      { configured: from('bootstrap'), ofLastAddress: 'typed.test' },
      'bootstrap',
    ],
    [
      'the installer, another domain is typed later',
      { configured: from('bootstrap'), ofLastAddress: 'old.test' },
      'address',
    ],
    [
      'a policy, whatever is typed later',
      { configured: from('policy'), ofLastAddress: 'old.test' },
      'policy',
    ],
    ['a link, turned down', { configured: from('link'), isTurnedDown: true }, 'address'],
    ['the installer, turned down', { configured: from('bootstrap'), isTurnedDown: true }, 'address'],
    ['a policy cannot be turned down', { configured: from('policy'), isTurnedDown: true }, 'policy'],
  ])('%s', (_title, facts, source) => {
    const chosen = chooseServicesDomain({ ofAddress: 'typed.test', isTurnedDown: false, ...facts });
    expect(chosen).toEqual({ domain: source === 'address' ? 'typed.test' : 'set.test', source });
  });
});
