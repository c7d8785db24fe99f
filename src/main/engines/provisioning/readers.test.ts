import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import { parseXml } from '../link/xml-document.ts';
import { isHostName } from './host-name.ts';
import { readClientConfiguration } from './read-client-configuration.ts';
import { readDevice } from './read-device.ts';
import { readServiceProfile } from './read-service-profile.ts';

const profile = (xml: string) => readServiceProfile(unwrap(parseXml(xml)));
const device = (xml: string) => readDevice(unwrap(parseXml(xml)));

describe('the service profile (cisco-uc 3.3)', () => {
  it('reads the shape of the lab', () => {
    const read = profile(`<serviceProfile name="Default" version="12.5.1">
      <imPresence type="ucm"><server order="2"><address>imp-b.example.test</address><port>8443</port></server>
        <server order="1"><address>imp-a.example.test</address><port>8443</port></server></imPresence>
      <voicemail useCredentialsFrom="phone"><server order="1"><address>cuc.example.test</address><port>443</port><protocol>HTTPS</protocol></server></voicemail>
      <mailstore><server order="1"><address>cuc.example.test</address><port>7993</port></server><inboxFolder>INBOX</inboxFolder></mailstore>
      <cti><server order="1"><address>ucm-b.example.test</address><port>2748</port></server></cti>
      <directory><useUdsForContactResolution>true</useUdsForContactResolution></directory>
      <jabberClientConfig><setting name="EnableVideo" section="Policies">false</setting></jabberClientConfig>
    </serviceProfile>`);
    expect(read.imProduct).toBe('on-premises');
    expect(read.servers['im-presence']).toEqual([
      { host: 'imp-a.example.test', port: 8443 },
      { host: 'imp-b.example.test', port: 8443 },
    ]);
    expect(read.servers.voicemail).toEqual([{ host: 'cuc.example.test', port: 443, protocol: 'HTTPS' }]);
    expect(read.servers.mailstore?.[0]?.port).toBe(7993);
    expect(read.values.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'PresenceServerAddress=imp-a.example.test',
      'VoicemailPrimaryServer=cuc.example.test',
      'VoiceMailService_UseCredentialsFrom=phone',
      'CtiServer1=ucm-b.example.test',
      'DirectoryServerType=UDS',
      'EnableVideo=false',
    ]);
  });

  it('C2: reads LDAP servers and the reading account where UDS is switched off', () => {
    const read = profile(`<p><directory><useUdsForContactResolution>false</useUdsForContactResolution>
      <server order="1"><address>dc1.example.test</address><port>3269</port></server>
      <server order="2"><address>dc2.example.test</address></server>
      <username>cn=reader</username><password>secret</password><searchBase1>dc=example</searchBase1></directory></p>`);
    expect(read.values.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'DirectoryServerType=LDAP',
      'ConnectionUsername=cn=reader',
      'ConnectionPassword=secret',
      'SearchBase1=dc=example',
      'PrimaryServerName=dc1.example.test',
      'ServerPort1=3269',
      'SecondaryServerName=dc2.example.test',
    ]);
  });

  it('reads other spellings: words for ranks, names in attributes, other capitals', () => {
    const read = profile(`<p><UC_Service type="Presence">
        <SecondaryServer>b.example.test</SecondaryServer><Primary_Server>a.example.test</Primary_Server>
      </UC_Service>
      <service name="Voice-Mail"><backup1><HostName>v2.example.test</HostName></backup1><primary><HostName>v1.example.test</HostName></primary></service></p>`);
    expect(read.servers['im-presence']?.map(({ host }) => host)).toEqual([
      'a.example.test',
      'b.example.test',
    ]);
    expect(read.servers.voicemail?.map(({ host }) => host)).toEqual(['v1.example.test', 'v2.example.test']);
  });

  it.each([
    [
      'a cloud messenger',
      '<p><presence><productType>Webex (IM and Presence)</productType></presence></p>',
      'webex',
    ],
    ['no presence service', '<p><voicemail/></p>', 'none'],
    ['nothing at all', '<p/>', 'none'],
  ])('A1: tells %s', (_title, xml, product) => {
    expect(profile(xml).imProduct).toBe(product);
  });

  it('never takes an address that is no host', () => {
    expect(
      profile(
        '<p><voicemail><server><address>a b;rm</address></server><server><address>x/../y</address></server></voicemail></p>',
      ).servers.voicemail,
    ).toEqual([]);
  });
});

describe('jabber-config.xml (A5)', () => {
  it('keeps everything with section and line', () => {
    const root = unwrap(
      parseXml(
        '<config version="1.0">\n<Policies>\n<EnableVideo> True </EnableVideo>\n<New/></Policies></config>',
      ),
    );
    expect(readClientConfiguration(root)).toEqual({
      ok: true,
      value: {
        values: [
          { name: 'EnableVideo', section: 'Policies', value: 'True', line: 3 },
          { name: 'New', section: 'Policies', value: '', line: 4 },
        ],
      },
    });
  });

  it('takes a config one level down, and nothing else', () => {
    expect(
      readClientConfiguration(unwrap(parseXml('<file><config><Client><A>1</A></Client></config></file>'))),
    ).toMatchObject({ value: { values: [{ name: 'A' }] } });
    expect(readClientConfiguration(unwrap(parseXml('<html/>')))).toMatchObject({
      error: { code: 'config.malformed' },
    });
  });
});

describe('the device file (cisco-uc 6.2)', () => {
  const manager = (priority: number, host: string, ports = '') =>
    `<member priority="${priority}"><callManager><name>${host}</name><ports>${ports}</ports><processNodeName>${host}</processNodeName></callManager></member>`;
  const file = (content: string, members = manager(0, 'ucm.example.test')) =>
    `<device><devicePool><callManagerGroup><members>${members}</members></callManagerGroup></devicePool>${content}</device>`;
  const line = (button: number, number: string, more = '') =>
    `<line button="${button}"><featureID>9</featureID><name>${number}</name>${more}</line>`;

  it('orders call managers and lines, and leaves speed dials out', () => {
    const read = device(
      file(
        `<sipProfile><sipLines>${line(3, '1003')}${line(1, '1001', '<contact>7d0c</contact><messagesNumber>8000</messagesNumber>')}<line button="2"><featureID>2</featureID><name>speed</name></line></sipLines></sipProfile>`,
        manager(1, 'second.example.test') + manager(0, 'first.example.test', '<sipPort>5070</sipPort>'),
      ),
    );
    expect(read).toMatchObject({
      value: {
        registrars: [
          { host: 'first.example.test', port: 5070, transport: 'tcp' },
          { host: 'second.example.test', port: 5060, transport: 'tcp' },
        ],
        lines: [{ number: '1001', contactUser: '7d0c', voicemailNumber: '8000' }, { number: '1003' }],
        securityMode: 'none',
      },
    });
  });

  it.each([
    ['1', '1', 'tcp', 5060],
    ['2', '1', 'udp', 5060],
    ['3', '1', 'tls', 5061],
    ['4', '1', 'tcp', 5060],
    ['1', '3', 'tls', 5061],
    ['', '', 'tcp', 5060],
  ])('transport %j with security %j is %s on %i', (transport, security, expected, port) => {
    const read = device(
      file(
        `<deviceSecurityMode>${security}</deviceSecurityMode><transportLayerProtocol>${transport}</transportLayerProtocol>`,
      ),
    );
    expect(read).toMatchObject({ value: { registrars: [{ transport: expected, port }] } });
  });

  it('takes both spellings of the secured port, blanks and empty numbers', () => {
    const read = device(
      file(
        '<transportLayerProtocol> 3 </transportLayerProtocol><startMediaPort/>',
        manager(0, 'a.test', '<securedSIPPort> 5065 </securedSIPPort>'),
      ),
    );
    expect(read).toMatchObject({ value: { registrars: [{ port: 5065 }] } });
    expect(read.ok && read.value.mediaPorts).toBeUndefined();
  });

  it.each([
    [
      '<startMediaPort>16384</startMediaPort><stopMediaPort>32766</stopMediaPort>',
      { start: 16_384, stop: 32_766 },
    ],
    ['<startMediaPort>32766</startMediaPort><stopMediaPort>16384</stopMediaPort>', undefined],
    ['<startMediaPort>80</startMediaPort><stopMediaPort>90000</stopMediaPort>', undefined],
  ])('V5: media ports of %s', (content, expected) => {
    const read = device(file(content));
    expect(read.ok && read.value.mediaPorts).toEqual(expected);
  });

  it('A9: survivable routers come after the call managers, where the site has them', () => {
    const srst = (option: string, rest = ''): string =>
      `<srstInfo><srstOption>${option}</srstOption>${rest}</srstInfo>`;
    const routers =
      '<sipIpAddr1>192.0.2.9</sipIpAddr1><sipPort1>5062</sipPort1><sipIpAddr2/><sipIpAddr3>srst.test</sipIpAddr3>';
    const registrars = (content: string) => {
      const read = device(file(content, manager(0, 'a.test')));
      return read.ok ? read.value.registrars : read.error.code;
    };
    const first = { host: 'a.test', port: 5060, transport: 'tcp' };
    expect(registrars(srst('User', routers))).toEqual([
      first,
      { host: '192.0.2.9', port: 5062, transport: 'tcp', isSurvivable: true },
      { host: 'srst.test', port: 5060, transport: 'tcp', isSurvivable: true },
    ]);
    expect(registrars(srst('Disable', routers))).toEqual([first]);
    expect(registrars(srst('User', '<sipIpAddr1>no host</sipIpAddr1>'))).toEqual([first]);
  });

  it('A9: timers of keeping alive are read where they make sense', () => {
    const timers = (content: string) => {
      const read = device(file(content));
      return read.ok ? read.value.timers : read.error.code;
    };
    expect(
      timers(
        '<timerKeepAliveExpires>60</timerKeepAliveExpires><connectionMonitorDuration>90</connectionMonitorDuration>',
      ),
    ).toEqual({ keepAliveS: 60, monitorS: 90 });
    expect(timers('<timerKeepAliveExpires>0</timerKeepAliveExpires>')).toBeUndefined();
    expect(timers('<connectionMonitorDuration>99999</connectionMonitorDuration>')).toBeUndefined();
  });

  it('V1: SIP OAuth goes by TLS to the port for it', () => {
    expect(device(file('<sipOAuthMode>1</sipOAuthMode>', manager(0, 'a.test')))).toMatchObject({
      value: { isOAuth: true, registrars: [{ host: 'a.test', port: 5090, transport: 'tls' }] },
    });
  });

  it('finds the group file of the Cisco Support Field', () => {
    expect(
      device(
        file(
          '<vendorConfig><ciscoSupportField>x; configurationfile=group1.xml; y</ciscoSupportField></vendorConfig>',
        ),
      ),
    ).toMatchObject({ value: { groupFile: 'group1.xml' } });
    const escape = device(file('<vendorConfig><a>configurationfile=../../etc/passwd.xml</a></vendorConfig>'));
    expect(escape.ok && escape.value.groupFile).toBeUndefined();
  });

  it('a device without lines is valid: it has no number', () => {
    expect(device('<device/>')).toMatchObject({ value: { lines: [], registrars: [] } });
    expect(device('<html/>')).toMatchObject({ error: { code: 'config.malformed' } });
  });

  it('Q2: a contact that could break a header is left out', () => {
    const read = device(file(`<sipLines>${line(1, '1', '<contact>a@b&gt;;x</contact>')}</sipLines>`));
    expect(read.ok && read.value.lines[0]).toEqual({ number: '1' });
  });
});

describe('host names in files', () => {
  it.each(['ucm-a.example.test', 'ucm', '192.0.2.1', '2001:db8::1', 'a_b.test', 'example.test.'])(
    '%s is one',
    (text) => {
      expect(isHostName(text)).toBe(true);
    },
  );
  it.each(['', '-a', 'a b', 'a/b', 'a@b', 'a:8443', '<x>', '..', `${'a'.repeat(300)}`])(
    '%j is none',
    (text) => {
      expect(isHostName(text)).toBe(false);
    },
  );
});
