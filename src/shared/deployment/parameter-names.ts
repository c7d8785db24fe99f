/**
 * Names in circulation that spelling alone does not bring home: switches of the installer (cisco-uc 5.1) and a misspelling
 * that people copy (T2). Plain names on both sides.
 */
const aliases: Readonly<Record<string, string>> = {
  ccmcip: 'ccmcipserver1',
  cti: 'ctiserver1',
  cupaddress: 'presenceserveraddress',
  excludedservices: 'servicediscoveryexcludedservices',
  servicediscoveryexcludeservices: 'servicediscoveryexcludedservices',
  ssoemailprompt: 'servicesdomainssoemailprompt',
  tftp: 'tftpserver1',
};

/** A name as names are compared: letter case and underscores do not count (`VOICE_SERVICES_DOMAIN`, `VoiceServicesDomain`). */
export function plainParameterName(name: string): string {
  const plain = name.trim().toLowerCase().replaceAll('_', '');
  return Object.hasOwn(aliases, plain) ? (aliases[plain] ?? plain) : plain;
}
