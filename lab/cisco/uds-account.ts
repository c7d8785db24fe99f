import { type XmlElement, xml } from '../embedded/xml/element.ts';
import { guid } from './guid.ts';
import type { CiscoLabOptions, CiscoNode, CiscoUser } from './model.ts';

/** What the account names besides the person. */
export interface AccountWorld {
  readonly options: CiscoLabOptions;
  readonly home: CiscoNode;
  readonly presence: CiscoNode;
  /** `http://tftp…:6970`, and the same behind TLS, where the lab has it. */
  readonly tftpUrl: string;
  readonly secureTftpUrl: string;
}

/** Its name only, as in the field, where every web service has port 8443; on free ports that would lead to another node. */
function presenceOf({ home, presence }: AccountWorld): string {
  return presence.port === home.port ? presence.fqdn : `${presence.fqdn}:${presence.port}`;
}

/** The account part of `user/{id}` (cisco-uc.md 2.7). */
export function accountFields(world: AccountWorld, user: CiscoUser, own: string): XmlElement[] {
  const { options } = world;
  const line = (user.devices ?? []).flatMap((device) => device.lines ?? [])[0];
  const link = (name: string): XmlElement => xml(name, '', { uri: `${own}/${name}` });
  const jabberProfile = xml(
    'jabberProfile',
    '',
    {},
    xml('uri', '', {}, `${world.secureTftpUrl}/JAB_${guid('jabber profile')}.cnf.xml`),
  );
  return [
    xml('accountType', '', { useLdapAuth: 'false' }, 'local'),
    xml(
      'homeCluster',
      '',
      {
        enableImAndPresence: String(user.imPresence !== 'off'),
        enableCalendarPresence: String(user.hasServerCalendar === true),
      },
      'true',
    ),
    ...(user.imPresence ? [] : [xml('imAndPresence', '', {}, xml('server', '', {}, presenceOf(world)))]),
    xml('serviceProfile', '', {}, xml('uri', '', {}, `${world.tftpUrl}/SPDefault.cnf.xml`)),
    ...((options.hasJabberProfile ?? false) ? [jabberProfile] : []),
    xml('userLocale', '', { value: '1', appliesToAllDevices: 'true' }, 'English, United States'),
    ...(line
      ? [
          xml(
            'primaryExtension',
            '',
            {},
            xml('description', '', {}, user.displayName),
            xml('directoryNumber', '', {}, line.number),
            xml('label', '', {}, line.number),
            xml('voiceMailPilotNumber', '', {}, line.voicemailNumber ?? ''),
          ),
        ]
      : []),
    xml(
      'callForwardAllDestination',
      '',
      { appliesToAllExtensions: 'true' },
      xml('sendToVoiceMailPilotNumber', '', {}, 'false'),
      xml('destination', ''),
    ),
    xml('enableDoNotDisturb', '', { appliesToAllDevices: 'true' }, 'false'),
    ...['devices', 'credentials', 'extensions', 'speedDials', 'subscribedServices'].map(link),
  ];
}
