import type { LdapSettings } from '../../src/main/ports/ldap-settings.port.ts';

/** Settings for the people of the lab's slapd, whose schema has `uid` where Active Directory has `sAMAccountName`. */
export function labLdapSettings(given: Partial<LdapSettings> = {}): LdapSettings {
  return {
    servers: [],
    domains: [],
    isEncrypted: true,
    credentials: { kind: 'anonymous' },
    bases: ['ou=people,dc=example,dc=test'],
    baseFilter: '(objectClass=inetOrgPerson)',
    predictiveFilter: '',
    usesAnr: true,
    usesWildcards: false,
    usesSipUri: false,
    uriPrefix: '',
    directoryUriPrefix: '',
    onlyBusinessPhone: false,
    timeoutS: 5,
    minimumCharacters: 3,
    attributes: {
      displayName: 'displayName',
      commonName: 'cn',
      firstName: 'givenName',
      lastName: 'sn',
      userName: 'uid',
      email: 'mail',
      businessPhone: 'telephoneNumber',
      mobilePhone: 'mobile',
      homePhone: 'homePhone',
      otherPhone: 'pager',
      title: 'title',
      department: 'departmentNumber',
      directoryUri: 'mail',
      sipUri: '',
    },
    ...given,
  };
}
