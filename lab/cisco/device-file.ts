import { type XmlElement, xml } from '../embedded/xml/element.ts';
import type { CiscoDevice, CiscoNode, CiscoPeers, CiscoUser } from './model.ts';
import { guid } from './guid.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const FEATURES: Record<string, string> = {
  callForwardURI: 'x-cisco-serviceuri-cfwdall',
  callPickupURI: 'x-cisco-serviceuri-pickup',
  callPickupListURI: 'x-cisco-serviceuri-opickup',
  callPickupGroupURI: 'x-cisco-serviceuri-gpickup',
  meetMeServiceURI: 'x-cisco-serviceuri-meetme',
  abbreviatedDialURI: 'x-cisco-serviceuri-abbrdial',
  remoteCcEnable: 'true',
};
const TIMERS: Record<string, number> = {
  timerRegisterExpires: 3600,
  timerRegisterDelta: 5,
  timerT1: 500,
  timerT2: 4000,
};

const leaf = (name: string, value: string | number): XmlElement => xml(name, '', {}, String(value));
const leaves = (values: Record<string, string | number>): XmlElement[] =>
  Object.entries(values).map(([name, value]) => leaf(name, value));

export interface DeviceFileParts {
  readonly home: CiscoNode;
  readonly sip: CiscoPeers['sip'];
  readonly user: CiscoUser;
  readonly device: CiscoDevice;
}

/** The CSF device file, cisco-uc.md 6.2 [public P11][public P12][public P13]. */
export function deviceFile(parts: DeviceFileParts): XmlElement {
  const { home, sip, user, device } = parts;
  const owner = { serviceProfileFile: 'SPDefault.cnf.xml' };
  const capf = xml('capf', '', {}, leaves({ phonePort: 3804, processNodeName: home.fqdn }));
  return xml(
    'device',
    '',
    { 'xmlns:xsi': XSI, 'xsi:type': 'axl:XIPPhone', ctiid: 14, uuid: `{${guid(`device ${device.name}`)}}` },
    leaves({ fullConfig: 'true', deviceProtocol: 'SIP' }),
    devicePool(home, sip),
    sipProfile(user, device, sip),
    leaves({ deviceSecurityMode: 1, transportLayerProtocol: 1, capfAuthMode: 0 }),
    xml('capfList', '', {}, capf),
    xml('certHash', ''),
    leaf('encrConfig', 'false'),
    xml('userId', '', owner, user.username),
    xml('ownerId', '', owner, user.username),
    leaves({ sipOAuthMode: 0, versionStamp: '1700000000-lab' }),
    xml('vendorConfig', '', {}, leaf('ciscoSupportField', device.supportField ?? '')),
  );
}

function devicePool(home: CiscoNode, sip: CiscoPeers['sip']): XmlElement {
  const first = { host: home.fqdn, port: sip?.port ?? 5060, tlsPort: sip?.tlsPort ?? 5061 };
  const managers = [first, ...(sip?.others ?? []).map((other) => ({ ...other, tlsPort: other.port + 1 }))];
  const members = managers.map((manager, priority) => xml('member', '', { priority }, callManager(manager)));
  const time = { name: 'CMLocal', dateTemplate: 'D.M.YA', timeZone: 'W. Europe Standard/Daylight Time' };
  return xml(
    'devicePool',
    '',
    { uuid: `{${guid('pool')}}` },
    leaves({ revertPriority: 0, name: 'Default' }),
    xml('dateTimeSetting', '', {}, leaves(time)),
    xml('callManagerGroup', '', {}, leaf('name', 'Default'), xml('members', '', {}, members)),
    srstInfo(sip?.srst),
    leaf('connectionMonitorDuration', sip?.monitorS ?? 120),
  );
}

function callManager(at: {
  readonly host: string;
  readonly port: number;
  readonly tlsPort: number;
}): XmlElement {
  const ports = {
    ethernetPhonePort: 2000,
    sipPort: at.port,
    securedSipPort: at.tlsPort,
    sipOAuthPort: 5090,
    sipMRAOAuthPort: 5091,
  };
  return xml(
    'callManager',
    '',
    {},
    leaf('name', at.host),
    xml('description', ''),
    xml('ports', '', {}, leaves(ports)),
    leaf('processNodeName', at.host),
  );
}

/** `srstOption` [public P11]; addresses as other phones of the family have them [inferred]. */
function srstInfo(router: { readonly host: string; readonly port: number } | undefined): XmlElement {
  if (!router) return xml('srstInfo', '', {}, leaf('srstOption', 'Disable'));
  return xml(
    'srstInfo',
    '',
    {},
    leaves({ srstOption: 'User', sipIpAddr1: router.host, sipPort1: router.port }),
  );
}

function sipProfile(user: CiscoUser, device: CiscoDevice, sip: CiscoPeers['sip']): XmlElement {
  const port = sip?.port ?? 5060;
  const timers = { ...TIMERS, timerKeepAliveExpires: sip?.keepAliveS ?? 120 };
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
    xml('sipCallFeatures', '', {}, leaves(FEATURES)),
    xml('sipStack', '', {}, leaves(timers)),
    leaves({ kpml: 3, dtmfAvtPayload: 101, startMediaPort: 16_384, stopMediaPort: 32_766 }),
    xml('sipLines', '', {}, lines),
    leaves({ dscpForAudio: 184, dscpVideo: 136 }),
  );
}
