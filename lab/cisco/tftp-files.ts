import { type XmlElement, xml } from '../embedded/xml/element.ts';
import type { CiscoDevice, CiscoLabOptions, CiscoNode, CiscoUser } from './model.ts';
import { guid } from './uds.ts';

const HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const leaf = (name: string, value: string | number): XmlElement => xml(name, '', {}, String(value));

export interface FileWorld {
  readonly options: CiscoLabOptions;
  readonly home: CiscoNode;
  readonly presence: CiscoNode;
}

/** A file of the TFTP service by its exact name (cisco-uc.md 6.1: case counts), or undefined (404). */
export function tftpFile(world: FileWorld, name: string): string | undefined {
  const { options } = world;
  const own = options.files?.[name];
  if (own !== undefined) return own;
  if (name === 'SPDefault.cnf.xml') return HEADER + serviceProfile(world).toString();
  if (name === 'jabber-config.xml' || name === `JAB_${guid('jabber profile')}.cnf.xml`) return HEADER + jabberConfig(world).toString();
  if (name === 'AppDialRules.xml' || name === 'DirLookupDialRules.xml') return HEADER + dialRules(name === 'AppDialRules.xml').toString();
  for (const user of options.users) {
    const device = user.devices?.find((one) => `${one.name}.cnf.xml` === name);
    if (device) return HEADER + deviceFile(world, user, device).toString();
  }
  return undefined;
}

/** LAB shape of cisco-uc.md 3.3: the product's element names are not known. */
function serviceProfile({ options, home, presence }: FileWorld): XmlElement {
  const server = (host: string, port: number, order = 1, protocol?: string): XmlElement =>
    xml('server', '', { order }, leaf('address', host), leaf('port', port), protocol !== undefined && leaf('protocol', protocol));
  const voicemail = options.voicemailHost;
  return xml(
    'serviceProfile',
    '',
    { name: 'Default', version: options.version ?? '12.5.1' },
    xml('imPresence', '', { type: 'ucm' }, server(presence.fqdn, presence.port)),
    voicemail !== undefined && xml('voicemail', '', { useCredentialsFrom: 'phone' }, server(voicemail, 443, 1, 'HTTPS')),
    xml('cti', '', {}, server(home.fqdn, 2748)),
    xml('directory', '', {}, leaf('useUdsForContactResolution', 'true')),
  );
}

/** cisco-uc.md 4.1: root `config`, then the sections. */
function jabberConfig({ options, home }: FileWorld): XmlElement {
  const sections = options.jabberConfig ?? {
    Client: { PrtLogServerUrl: `https://${home.fqdn}:${home.port}/prt/upload` },
    Options: { EnableProximity: 'false' },
    Policies: { EnableSIPURIDialling: 'true', ServiceDiscoveryExcludedServices: 'WEBEX' },
    Directory: { DirectoryServerType: 'UDS', UdsPhotoUriWithToken: `https://${home.fqdn}:${home.port}/photos/%%uid%%.png` },
  };
  return xml('config', '', { version: '1.0' }, Object.entries(sections).map(([section, values]) => xml(section, '', {}, Object.entries(values).map(([name, value]) => leaf(name, value)))));
}

/** cisco-uc.md 6.3: four digits go out as dialled, national numbers get the outside line. */
function dialRules(isDialling: boolean): XmlElement {
  const rule = (begins: string, digits: string, remove: string, prefix: string): XmlElement => xml('DialRule', '', { BeginsWith: begins, NumDigits: digits, DigitsToRemove: remove, PrefixWith: prefix });
  return xml('DialRules', '', {}, isDialling ? [rule('', '4', '0', ''), rule('+1', '12', '2', '91')] : [rule('9', '12', '1', '+1')]);
}

/** The CSF device file, cisco-uc.md 6.2 [public P11][public P12][public P13]. */
function deviceFile({ options, home }: FileWorld, user: CiscoUser, device: CiscoDevice): XmlElement {
  const sip = options.peers?.sip;
  const ports = xml('ports', '', {}, leaf('ethernetPhonePort', 2000), leaf('sipPort', sip?.port ?? 5060), leaf('securedSipPort', sip?.tlsPort ?? 5061), leaf('sipOAuthPort', 5090), leaf('sipMRAOAuthPort', 5091));
  const manager = xml('callManager', '', {}, leaf('name', home.fqdn), xml('description', ''), ports, leaf('processNodeName', home.fqdn));
  const pool = xml(
    'devicePool',
    '',
    { uuid: `{${guid('pool')}}` },
    leaf('revertPriority', 0),
    leaf('name', 'Default'),
    xml('dateTimeSetting', '', {}, leaf('name', 'CMLocal'), leaf('dateTemplate', 'D.M.YA'), leaf('timeZone', 'W. Europe Standard/Daylight Time')),
    xml('callManagerGroup', '', {}, leaf('name', 'Default'), xml('members', '', {}, xml('member', '', { priority: 0 }, manager))),
    xml('srstInfo', '', {}, leaf('srstOption', 'Disable')),
    leaf('connectionMonitorDuration', 120),
  );
  return xml(
    'device',
    '',
    { 'xmlns:xsi': XSI, 'xsi:type': 'axl:XIPPhone', ctiid: 14, uuid: `{${guid(`device ${device.name}`)}}` },
    leaf('fullConfig', 'true'),
    leaf('deviceProtocol', 'SIP'),
    pool,
    sipProfile(user, device, sip?.port ?? 5060),
    leaf('deviceSecurityMode', 1),
    leaf('transportLayerProtocol', 1),
    leaf('capfAuthMode', 0),
    xml('capfList', '', {}, xml('capf', '', {}, leaf('phonePort', 3804), leaf('processNodeName', home.fqdn))),
    xml('certHash', ''),
    leaf('encrConfig', 'false'),
    xml('userId', '', { serviceProfileFile: 'SPDefault.cnf.xml' }, user.username),
    xml('ownerId', '', { serviceProfileFile: 'SPDefault.cnf.xml' }, user.username),
    leaf('sipOAuthMode', 0),
    leaf('versionStamp', '1700000000-lab'),
    xml('vendorConfig', '', {}, xml('ciscoSupportField', '')),
  );
}

function sipProfile(user: CiscoUser, device: CiscoDevice, port: number): XmlElement {
  const features: Record<string, string> = {
    callForwardURI: 'x-cisco-serviceuri-cfwdall',
    callPickupURI: 'x-cisco-serviceuri-pickup',
    callPickupListURI: 'x-cisco-serviceuri-opickup',
    callPickupGroupURI: 'x-cisco-serviceuri-gpickup',
    meetMeServiceURI: 'x-cisco-serviceuri-meetme',
    abbreviatedDialURI: 'x-cisco-serviceuri-abbrdial',
    remoteCcEnable: 'true',
  };
  const timers: Record<string, number> = { timerRegisterExpires: 3600, timerRegisterDelta: 5, timerKeepAliveExpires: 120, timerT1: 500, timerT2: 4000 };
  const leaves = (values: Record<string, string | number>): XmlElement[] => Object.entries(values).map(([name, value]) => leaf(name, value));
  const lines = (device.lines ?? []).map((line, index) =>
    xml(
      'line',
      '',
      { button: index + 1, lineIndex: index + 1 },
      leaf('featureID', 9),
      leaf('featureLabel', line.number),
      leaf('proxy', 'USECALLMANAGER'),
      leaf('port', port),
      leaf('name', line.number),
      leaf('displayName', line.displayName ?? user.displayName),
      // The UUID that must be the user part of the SIP Contact.
      leaf('contact', guid(`contact ${device.name} ${line.number}`)),
      leaf('messagesNumber', line.voicemailNumber ?? ''),
      leaf('maxNumCalls', 4),
      leaf('busyTrigger', 2),
    ),
  );
  return xml(
    'sipProfile',
    '',
    {},
    xml('sipProxies', '', {}, leaf('registerWithProxy', 'true')),
    xml('sipCallFeatures', '', {}, leaves(features)),
    xml('sipStack', '', {}, leaves(timers)),
    leaves({ kpml: 3, dtmfAvtPayload: 101, startMediaPort: 16_384, stopMediaPort: 32_766 }),
    xml('sipLines', '', {}, lines),
    leaves({ dscpForAudio: 184, dscpVideo: 136 }),
  );
}
