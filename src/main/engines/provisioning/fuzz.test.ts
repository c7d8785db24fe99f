import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { fuzzedXml } from '../../../../test/fakes/fuzzed-xml.ts';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { allParameters, findParameter } from '../../../shared/deployment/parameters.ts';
import { parseXml } from '../link/xml-document.ts';
import { isHostName } from './host-name.ts';
import { readClientConfiguration } from './read-client-configuration.ts';
import { readDevice } from './read-device.ts';
import { readServiceProfile } from './read-service-profile.ts';

const CONFIG = `<?xml version="1.0" encoding="utf-8"?>
<config version="1.0"><Client><PrtLogServerUrl>https://prt.example.test/</PrtLogServerUrl>
<jabber-plugin-config><browser-plugin><page refresh="true"><url>https://a.example.test/</url></page></browser-plugin></jabber-plugin-config></Client>
<Options><ConfigRefetchInterval>8</ConfigRefetchInterval></Options>
<Policies><Telephony_Enabled>true</Telephony_Enabled><PreferredFT>MFT</PreferredFT><VoiceServicesDomain>v.example.test</VoiceServicesDomain></Policies>
<Directory><BDIPrimaryServerName>ldap.example.test</BDIPrimaryServerName><DirectoryServerType>UDS</DirectoryServerType></Directory></config>`;
const PROFILE = `<serviceProfile name="Default" version="12.5.1"><imPresence type="ucm"><server order="1"><address>imp-a.example.test</address><port>8443</port></server>
<primaryServer>imp-b.example.test</primaryServer></imPresence><voicemail useCredentialsFrom="phone"><server priority="2"><host>cuc.example.test</host><protocol>HTTPS</protocol></server></voicemail>
<directory><useUdsForContactResolution>true</useUdsForContactResolution></directory><jabberClientConfig><setting name="EnableVideo" section="Policies">true</setting></jabberClientConfig></serviceProfile>`;
const DEVICE = `<device><devicePool><callManagerGroup><members><member priority="0"><callManager><name>a.example.test</name><ports><sipPort>5060</sipPort><securedSipPort>5061</securedSipPort></ports>
<processNodeName>a.example.test</processNodeName></callManager></member></members></callManagerGroup></devicePool><sipProfile><sipStack><timerRegisterExpires>3600</timerRegisterExpires></sipStack>
<startMediaPort>16384</startMediaPort><stopMediaPort>32766</stopMediaPort><sipLines><line button="1"><featureID>9</featureID><name>1001</name><displayName>Alice</displayName><contact>7d0c2a5e-1111</contact></line></sipLines></sipProfile>
<deviceSecurityMode>1</deviceSecurityMode><transportLayerProtocol>1</transportLayerProtocol><sipOAuthMode>0</sipOAuthMode><vendorConfig><ciscoSupportField>configurationfile=group1.xml</ciscoSupportField></vendorConfig></device>`;

const LIMIT = { timeout: 900_000 };
/** Ten thousand in CI over all readers of issue and format; a million in the long run. */
const numRuns = fuzzRuns(2_000);

function withRoot(bytes: Uint8Array, check: (root: NonNullable<ReturnType<typeof rootOf>>) => void): void {
  const root = rootOf(bytes);
  if (root) check(root);
}

function rootOf(bytes: Uint8Array) {
  const parsed = parseXml(bytes);
  return parsed.ok ? parsed.value : undefined;
}

const port = (value: number | undefined): boolean =>
  value === undefined || (Number.isInteger(value) && value > 0 && value < 65_536);

describe('Q2: whatever a file server gives', () => {
  it('A5: jabber-config.xml leaves every parameter with a value of its type', LIMIT, () => {
    fc.assert(
      fc.property(fuzzedXml([CONFIG, PROFILE]), (bytes) => {
        withRoot(bytes, (root) => {
          const read = readClientConfiguration(root);
          if (!read.ok) return expect(read.error.code).toBe('config.malformed');
          const { values } = effectiveConfiguration({ 'global-file': read.value.values });
          for (const { name, value, source } of values.slice(0, allParameters.length)) {
            const type = findParameter(name)?.type;
            if (source === 'default' || type === undefined) continue;
            if (type.kind === 'boolean') expect(value).toMatch(/^(true|false)$/);
            else if (type.kind === 'integer') expect(value).toMatch(/^-?\d+$/);
            else if (type.kind === 'choice') expect(type.values).toContain(value);
          }
        });
      }),
      { numRuns },
    );
  });

  it('a service profile gives servers that can be connected to, or none', LIMIT, () => {
    fc.assert(
      fc.property(fuzzedXml([PROFILE, CONFIG]), (bytes) => {
        withRoot(bytes, (root) => {
          for (const server of Object.values(readServiceProfile(root).servers).flat()) {
            expect(isHostName(server.host)).toBe(true);
            expect(port(server.port)).toBe(true);
          }
        });
      }),
      { numRuns },
    );
  });

  it(
    'a device file gives registrars and ports that can be used, a Contact and a file name that hold nothing else',
    LIMIT,
    () => {
      fc.assert(
        fc.property(fuzzedXml([DEVICE, CONFIG]), (bytes) => {
          withRoot(bytes, (root) => {
            const read = readDevice(root);
            if (!read.ok) return expect(read.error.code).toBe('config.malformed');
            const { registrars, lines, mediaPorts, groupFile, expires } = read.value;
            expect(expires ?? 3_600).toBeGreaterThanOrEqual(60);
            for (const registrar of registrars) {
              expect(isHostName(registrar.host)).toBe(true);
              expect(port(registrar.port), String(registrar.port)).toBe(true);
            }
            for (const line of lines) expect(line.contactUser ?? 'x').toMatch(/^[\w.-]{1,100}$/);
            if (mediaPorts) expect(mediaPorts.start).toBeLessThan(mediaPorts.stop);
            expect(groupFile ?? 'x.xml').toMatch(/^[\w .-]{1,100}\.xml$/);
          });
        }),
        { numRuns },
      );
    },
  );
});
