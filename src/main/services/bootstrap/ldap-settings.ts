import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { LdapSettings } from '../../ports/ldap-settings.port.ts';

/** Not a parameter: Active Directory's own name for it. */
const DEPARTMENT = 'department';

/** Neither: the manager is a DN there, which is shown by its first part. */
const MANAGER = 'manager';

const BASES = ['SearchBase1', 'SearchBase2', 'SearchBase3', 'SearchBase4', 'SearchBase5'];

/**
 * How the LDAP directory is asked (C2, cisco-uc 4.7), or `undefined` where UDS is searched. Credentials: the service
 * profile's before the file's (the effective configuration's own order), then none.
 */
export function ldapSettings(
  configuration: EffectiveConfiguration,
  domain: string,
): LdapSettings | undefined {
  const text = (name: string): string => configuration.text(name).trim();
  if (text('DirectoryServerType') !== 'LDAP') return undefined;
  const forest = text('LdapDNSForestDomain');
  return {
    servers: servers(configuration),
    domains: [...new Set([forest, text('LdapUserDomain'), domain])].filter((each) => each !== ''),
    isEncrypted: configuration.isOn('EnableTLS') && configuration.isOn('UseSSL'),
    credentials: credentials(configuration, domain),
    bases: BASES.map(text).filter((base) => base !== ''),
    baseFilter: text('BaseFilter'),
    predictiveFilter: text('PredictiveSearchFilter'),
    usesAnr: configuration.isOn('UseANR'),
    usesWildcards: configuration.isOn('UseWildcards'),
    usesSipUri: configuration.isOn('UseSipUriToResolveContacts'),
    uriPrefix: text('UriPrefix'),
    directoryUriPrefix: text('DirectoryUriPrefix'),
    onlyBusinessPhone: configuration.isOn('DisableSecondaryNumberLookups'),
    timeoutS: configuration.number('SearchTimeout') ?? 5,
    minimumCharacters: configuration.number('MinimumCharacterQuery') ?? 3,
    cardAttributes: {
      company: text('CompanyName'),
      manager: MANAGER,
      street: text('StreetAddress'),
      city: text('City'),
      state: text('State'),
      postalCode: text('PostalCode'),
      country: text('Country'),
    },
    photo: photo(configuration),
    numberMasks: text('PhoneNumberMasks'),
    attributes: {
      displayName: text('DisplayName'),
      commonName: text('CommonName'),
      firstName: text('Firstname'),
      lastName: text('Lastname'),
      userName: text('UserAccountName'),
      email: text('EmailAddress'),
      businessPhone: text('BusinessPhone'),
      mobilePhone: text('MobilePhone'),
      homePhone: text('HomePhone'),
      otherPhone: text('OtherPhone'),
      title: text('Title'),
      department: DEPARTMENT,
      directoryUri: text('DirectoryUri'),
      sipUri: text('SipUri'),
    },
  };
}

/** The picture itself, or an attribute that its address is made of (cisco-uc 4.7). */
function photo(configuration: EffectiveConfiguration): NonNullable<LdapSettings['photo']> {
  const template = configuration.text('PhotoUriWithToken').trim();
  const token = configuration.text('PhotoUriSubstitutionToken').trim();
  if (configuration.isOn('PhotoUriSubstitutionEnabled') && template !== '' && token !== '')
    return { attribute: token, template, token };
  return { attribute: configuration.text('PhotoSource').trim() };
}

/** A named server counts whatever ConnectionType says: an administrator who names one wants it. */
function servers(configuration: EffectiveConfiguration): LdapSettings['servers'] {
  const named = [
    [configuration.text('PrimaryServerName'), configuration.number('ServerPort1')],
    [configuration.text('SecondaryServerName'), configuration.number('ServerPort2')],
  ] as const;
  return named.flatMap(([host, port]) =>
    host.trim() === '' ? [] : [{ host: host.trim(), ...(port !== undefined && { port }) }],
  );
}

/** A bare name is nobody’s to Active Directory: it goes with the address’s domain where no other is named. */
function credentials(
  configuration: EffectiveConfiguration,
  addressDomain: string,
): LdapSettings['credentials'] {
  if (configuration.isOn('LdapAnonymousBinding')) return { kind: 'anonymous' };
  if (/^cucm$/i.test(configuration.text('LDAP_UseCredentialsFrom'))) {
    const domain = configuration.text('LdapUserDomain').trim() || addressDomain;
    return { kind: 'own', ...(domain !== '' && { domain }) };
  }
  const username = configuration.text('ConnectionUsername').trim();
  const password = configuration.text('ConnectionPassword');
  // A bind with a name and no password is anonymous to most servers, and refused by the others (RFC 4513 5.1.2).
  if (username === '' || password === '') return { kind: 'anonymous' };
  return { kind: 'account', username, password };
}
