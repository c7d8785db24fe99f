import { describe, expect, it } from 'vitest';
import {
  type ConfiguredValue,
  effectiveConfiguration,
} from '../../../shared/deployment/effective-configuration.ts';
import { deploymentSchema } from '../config-cache/deployment.schema.ts';
import { ldapSettings } from './ldap-settings.ts';

type Given = Readonly<Record<string, string>>;
const values = (given: Given): readonly ConfiguredValue[] =>
  Object.entries(given).map(([name, value]) => ({ name, value, section: 'Directory' }));
const settings = (file: Given, profile: Given = {}) =>
  ldapSettings(
    effectiveConfiguration({ profile: values(profile), 'global-file': values(file) }),
    'example.test',
  );

describe('C2: how LDAP is asked', () => {
  it.each(['LDAP', 'ldap', 'BDI', 'edi'])('C2: %s chooses it, UDS and nothing do not', (word) => {
    expect(settings({ DirectoryServerType: word })).toBeDefined();
    expect(settings({ DirectoryServerType: 'UDS' })).toBeUndefined();
    expect(settings({})).toBeUndefined();
  });

  it('C2: the old names of BDI and EDI are the same parameters', () => {
    expect(
      settings({
        DirectoryServerType: 'BDI',
        BDIPrimaryServerName: 'dc1.example.test',
        BDIServerPort1: '3269',
        BDISearchBase1: 'ou=a',
        BDISearchBase2: 'ou=b',
        BDIBaseFilter: '(objectClass=person)',
        BDIPredictiveSearchFilter: '(mail=*)',
        BDIEnableTLS: 'false',
        EDISearchTimeout: '9',
      }),
    ).toMatchObject({
      servers: [{ host: 'dc1.example.test', port: 3269 }],
      bases: ['ou=a', 'ou=b'],
      baseFilter: '(objectClass=person)',
      predictiveFilter: '(mail=*)',
      isEncrypted: false,
      timeoutS: 9,
      minimumCharacters: 3,
    });
  });

  const ldap = { DirectoryServerType: 'LDAP' };
  const file = { ...ldap, ConnectionUsername: 'file', ConnectionPassword: 'f' };
  it.each<[string, Given, Given, object]>([
    [
      'the profile’s before the file’s',
      file,
      { ConnectionUsername: 'profile', ConnectionPassword: 'p' },
      { kind: 'account', username: 'profile', password: 'p' },
    ],
    ['the file’s without a profile', file, {}, { kind: 'account', username: 'file', password: 'f' }],
    ['none without either', ldap, {}, { kind: 'anonymous' }],
    ['none with a name alone', { ...ldap, ConnectionUsername: 'x' }, {}, { kind: 'anonymous' }],
    ['none where it is so configured', { ...file, LdapAnonymousBinding: 'true' }, {}, { kind: 'anonymous' }],
    [
      'the person’s own',
      { ...file, LDAP_UseCredentialsFrom: 'CUCM', LdapUserDomain: 'corp.test' },
      {},
      { kind: 'own', domain: 'corp.test' },
    ],
    [
      'the person’s own, by the address’s domain where none is named',
      { ...ldap, LDAP_UseCredentialsFrom: 'CUCM' },
      {},
      { kind: 'own', domain: 'example.test' },
    ],
  ])('C2: credentials: %s', (_title, given, profile, wanted) => {
    expect(settings(given, profile)?.credentials).toEqual(wanted);
  });

  it('C2: servers are looked for in the forest’s domain, the users’ and the own one', () => {
    const domains = { LdapDNSForestDomain: 'forest.test', LdapUserDomain: 'corp.test' };
    expect(settings({ ...ldap, ...domains })).toMatchObject({
      servers: [],
      domains: ['forest.test', 'corp.test', 'example.test'],
    });
  });

  it('a remembered deployment keeps them', () => {
    const deployment = { mode: 'im-only', address: 'a@b', username: 'a', ldap: settings(file) };
    expect(deploymentSchema.parse(JSON.parse(JSON.stringify(deployment)))).toEqual(deployment);
  });
});
