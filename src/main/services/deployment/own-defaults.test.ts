import { describe, expect, it } from 'vitest';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { managedSettings } from '../../../shared/deployment/managed-settings.ts';
import { ownDefaults } from '../../../shared/deployment/own-defaults.ts';
import { allParameters } from '../../../shared/deployment/parameters.ts';
import { windowRules } from '../../../shared/deployment/window-rules.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { announcementRules } from '../../app/call-announcement.ts';
import { addressFamily } from '../../engines/link/address-family.ts';
import { readSignOnSettings } from '../authentication/sign-on-settings.ts';
import { ldapSettings } from '../bootstrap/ldap-settings.ts';
import { callPolicies } from '../calls/call-policies.ts';
import { encryptionPolicy } from '../chat/encryption-policy.ts';
import { readFilePolicy } from '../files/file-policy.ts';
import { retention } from '../history/retention.ts';
import { linkRules } from '../links/link-rules.ts';
import { idleRules } from '../presence/idle-rules.ts';
import { certificatePolicyOf } from '../session/certificate-policy.ts';
import { readLaunchSettings } from './launch-settings.ts';

type Rows = readonly { readonly name: string; readonly section: string; readonly value: string }[];

/** Everything that reads the configuration as a whole and needs nothing else, as one text. */
function behaviour(rows: Rows): string {
  const configuration = effectiveConfiguration({ 'global-file': rows });
  const withLdap = effectiveConfiguration({
    policy: [{ name: 'DirectoryServerType', section: '', value: 'LDAP' }],
    'global-file': rows,
  });
  const settings = {
    ...defaultSettings,
    ...Object.fromEntries(managedSettings(configuration).map(({ key, value }) => [key, value])),
  };
  const links = linkRules(configuration);
  return JSON.stringify([
    settings,
    windowRules(configuration),
    idleRules(settings, configuration),
    readFilePolicy(configuration),
    callPolicies(configuration, { needsEncryption: false, hasSoftkeys: true }),
    retention(settings, configuration),
    encryptionPolicy(configuration),
    readSignOnSettings(configuration),
    readLaunchSettings(configuration, { domain: 'example.test', source: 'address' }),
    certificatePolicyOf(configuration),
    addressFamily(configuration),
    announcementRules(configuration, 'computer'),
    announcementRules(configuration, 'desk'),
    ['tel', 'ciscotel', 'clicktocall', 'sip', 'parlance'].map((scheme) => [
      links.isHandled(scheme),
      links.limitOf(scheme),
    ]),
    ldapSettings(configuration, 'example.test'),
    ldapSettings(withLdap, 'example.test'),
  ]);
}

const written = (name: string, value: string): Rows => [{ name, section: '', value }];

describe('defaults', () => {
  it('S3: a documented default that is written down changes nothing, but where another is ours on purpose', () => {
    const silent = behaviour([]);
    const changing = allParameters
      .filter(({ effect, defaultValue }) => effect && defaultValue !== '')
      .filter(({ name, defaultValue }) => behaviour(written(name, defaultValue)) !== silent)
      .map(({ name }) => name);
    // On is the documented default there, and here no more than a permission: it is the person who switches it on.
    const known = Object.keys(ownDefaults).filter((name) => name !== 'EnableAccessoriesManager');
    expect(changing.toSorted()).toEqual(known.toSorted());
  });

  it('S3: the documented set for a phone behind another app (T17) is obeyed, but for what needs Cisco’s rooms', () => {
    const configuration = effectiveConfiguration({
      'global-file': Object.entries({
        PresenceDomain: 'example.test',
        EnableProximity: 'false',
        CalendarIntegrationType: '0',
        MacCalendarIntegrationType: '0',
        EnableCalendarIntegration: 'false',
        Meetings_Enabled: 'false',
        DockedWindowVisible: 'false',
        Start_Client_On_Start_OS: 'true',
        EnableSIPURIDialling: 'true',
      }).map(([name, value]) => ({ name, section: '', value })),
    });
    const given = configuration.values.filter(({ source }) => source === 'global-file');
    expect(given.every(({ problem }) => problem === undefined)).toBe(true);
    expect(given.filter(({ hasEffect }) => !hasEffect).map(({ name }) => name)).toEqual(['EnableProximity']);
    expect(windowRules(configuration).showsMeetings).toBe(false);
    expect(managedSettings(configuration)).toMatchObject([
      { key: 'showDocked', value: false },
      { key: 'startAtLogin', value: true },
    ]);
  });
});
