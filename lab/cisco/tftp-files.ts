import { type XmlElement, xml } from '../embedded/xml/element.ts';
import { deviceFile } from './device-file.ts';
import type { CiscoLabOptions, CiscoNode } from './model.ts';
import { guid } from './guid.ts';

const HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n';
const leaf = (name: string, value: string | number): XmlElement => xml(name, '', {}, String(value));

export interface FileWorld {
  readonly options: CiscoLabOptions;
  readonly home: CiscoNode;
  readonly presence: CiscoNode;
  /** The node that backs it up. */
  readonly backup?: CiscoNode;
  /** Voicemail servers, the primary first. */
  readonly voicemail?: readonly CiscoNode[];
}

/** A file of the TFTP service by its exact name (cisco-uc.md 6.1: case counts), or undefined (404). */
export function tftpFile(world: FileWorld, name: string): string | undefined {
  const { options } = world;
  const own = options.files?.[name];
  if (own !== undefined) return own;
  if (name === 'SPDefault.cnf.xml') return HEADER + serviceProfile(world).toString();
  if (name === 'jabber-config.xml' || name === `JAB_${guid('jabber profile')}.cnf.xml`)
    return HEADER + jabberConfig(world).toString();
  if (name === 'AppDialRules.xml' || name === 'DirLookupDialRules.xml')
    return HEADER + dialRules(name === 'AppDialRules.xml').toString();
  for (const user of options.users) {
    const device = user.devices?.find((one) => `${one.name}.cnf.xml` === name);
    if (device)
      return HEADER + deviceFile({ home: world.home, sip: options.peers?.sip, user, device }).toString();
  }
  return undefined;
}

/** LAB shape of cisco-uc.md 3.3: the product's element names are not known. */
function serviceProfile(world: FileWorld): XmlElement {
  const { options, home, presence, backup } = world;
  const server = (host: string, port: number, order = 1, protocol?: string): XmlElement =>
    xml(
      'server',
      '',
      { order },
      leaf('address', host),
      leaf('port', port),
      protocol !== undefined && leaf('protocol', protocol),
    );
  const { voicemail = [] } = world;
  return xml(
    'serviceProfile',
    '',
    { name: 'Default', version: options.version ?? '12.5.1' },
    xml(
      'imPresence',
      '',
      { type: 'ucm' },
      server(presence.fqdn, presence.port),
      backup && server(backup.fqdn, backup.port, 2),
    ),
    voicemail.length > 0 &&
      xml(
        'voicemail',
        '',
        { useCredentialsFrom: options.voicemail?.passwords ? 'none' : 'phone' },
        voicemail.map(({ fqdn, port }, at) => server(fqdn, port, at + 1, 'HTTPS')),
      ),
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
    Directory: {
      DirectoryServerType: 'UDS',
      UdsPhotoUriWithToken: `https://${home.fqdn}:${home.port}/photos/%%uid%%.png`,
    },
  };
  return xml(
    'config',
    '',
    { version: '1.0' },
    Object.entries(sections).map(([section, values]) =>
      xml(
        section,
        '',
        {},
        Object.entries(values).map(([name, value]) => leaf(name, value)),
      ),
    ),
  );
}

/** cisco-uc.md 6.3: four digits go out as dialled, national numbers get the outside line. */
function dialRules(isDialling: boolean): XmlElement {
  const rule = (begins: string, digits: string, remove: string, prefix: string): XmlElement =>
    xml('DialRule', '', {
      BeginsWith: begins,
      NumDigits: digits,
      DigitsToRemove: remove,
      PrefixWith: prefix,
    });
  return xml(
    'DialRules',
    '',
    {},
    isDialling ? [rule('', '4', '0', ''), rule('+1', '12', '2', '91')] : [rule('9', '12', '1', '+1')],
  );
}
