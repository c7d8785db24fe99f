import fc from 'fast-check';
import { readClientConfiguration } from '../../src/main/engines/provisioning/read-client-configuration.ts';
import { readDevice } from '../../src/main/engines/provisioning/read-device.ts';
import { readServiceProfile } from '../../src/main/engines/provisioning/read-service-profile.ts';
import { parseXml, type XmlElement } from '../../src/main/engines/link/xml-document.ts';
import { parseBootstrap } from '../../src/main/services/deployment/parse-bootstrap.ts';
import { effectiveConfiguration } from '../../src/shared/deployment/effective-configuration.ts';
import { fuzzedXml } from '../fakes/fuzzed-xml.ts';
import { subject, type FuzzSubject } from './subject.ts';

const CONFIG = `<?xml version="1.0" encoding="utf-8"?>
<config version="1.0"><Client><jabber-plugin-config><browser-plugin><page refresh="true"><url>https://a.example.test/</url></page></browser-plugin></jabber-plugin-config></Client>
<Options><ConfigRefetchInterval>8</ConfigRefetchInterval></Options><Policies><Telephony_Enabled>true</Telephony_Enabled><VoiceServicesDomain>v.example.test</VoiceServicesDomain></Policies>
<Directory><DirectoryServerType>UDS</DirectoryServerType></Directory></config>`;
const PROFILE = `<serviceProfile name="Default" version="12.5.1"><imPresence type="ucm"><server order="1"><address>imp-a.example.test</address><port>8443</port></server></imPresence>
<voicemail useCredentialsFrom="phone"><server priority="2"><host>cuc.example.test</host><protocol>HTTPS</protocol></server></voicemail><jabberClientConfig><setting name="EnableVideo" section="Policies">true</setting></jabberClientConfig></serviceProfile>`;
const DEVICE = `<device><devicePool><callManagerGroup><members><member priority="0"><callManager><name>a.example.test</name><ports><sipPort>5060</sipPort><securedSipPort>5061</securedSipPort></ports></callManager></member></members></callManagerGroup></devicePool>
<sipProfile><sipStack><timerRegisterExpires>3600</timerRegisterExpires></sipStack><startMediaPort>16384</startMediaPort><stopMediaPort>32766</stopMediaPort><sipLines><line button="1"><featureID>9</featureID><name>1001</name></line></sipLines></sipProfile>
<deviceSecurityMode>1</deviceSecurityMode><transportLayerProtocol>1</transportLayerProtocol></device>`;

const bootstrapText = fc
  .array(
    fc.oneof(
      fc.constantFrom('SERVICES_DOMAIN', '=', ':', '\n', '\r\n', '[x]', '\ufeff', 'NOT_SPECIFIED', '#', '"'),
      fc.string(),
    ),
    { maxLength: 40 },
  )
  .map((parts) => new TextEncoder().encode(parts.join('')));

const reading =
  (read: (root: XmlElement) => unknown) =>
  (bytes: Uint8Array): void => {
    const parsed = parseXml(bytes);
    if (parsed.ok) read(parsed.value);
  };

/** Files of the installer, and of the file servers. */
export const fileSubjects: readonly FuzzSubject[] = [
  subject('bootstrap file', fc.oneof(fc.uint8Array({ maxLength: 400 }), bootstrapText), parseBootstrap),
  subject(
    'jabber-config.xml',
    fuzzedXml([CONFIG, PROFILE]),
    reading((root) => {
      const read = readClientConfiguration(root);
      return read.ok && effectiveConfiguration({ 'global-file': read.value.values });
    }),
  ),
  subject('service profile', fuzzedXml([PROFILE, CONFIG]), reading(readServiceProfile)),
  subject('device file', fuzzedXml([DEVICE, CONFIG]), reading(readDevice)),
];
