import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { DeviceConfiguration, DeviceLine } from '../../ports/configuration-files.port.ts';
import type { SipTimers, SipTransport } from '../../ports/sip.port.ts';
import {
  child,
  childText,
  descendants,
  find,
  isNamed,
  textOf,
  type XmlElement,
} from '../link/xml-document.ts';
import { isHostName } from './host-name.ts';

/** Ports of a call manager where its file names none (cisco-uc 1.5). */
const SIP_PORT = 5060;
const SECURE_SIP_PORT = 5061;
const OAUTH_SIP_PORT = 5090;
/** `featureID` of a line key; others are speed dials and the like. */
const LINE_FEATURE = '9';
const SHORTEST_EXPIRES_S = 60;

/**
 * Reads a softphone's configuration file (cisco-uc 6.2): by element names, tolerant of extra levels, empty numbers and
 * blanks. A file without lines is valid: the device has no number.
 */
export function readDevice(root: XmlElement): Result<DeviceConfiguration> {
  if (!isNamed(root, 'device')) return fail('config.malformed', {}, `line ${root.line}: no element "device"`);
  const securityMode = securityOf(textOf(root, 'deviceSecurityMode'));
  const transport = transportOf(textOf(root, 'transportLayerProtocol'), securityMode);
  const mediaPorts = mediaPortsOf(root);
  const expires = numberOf(root, 'timerRegisterExpires') ?? 0;
  const groupFile = groupFileOf(root);
  const versionStamp = textOf(root, 'versionStamp');
  const isOAuth = textOf(root, 'sipOAuthMode') === '1';
  const timers = timersOf(root);
  return ok({
    registrars: [...registrarsOf(root, isOAuth ? 'oauth' : transport), ...survivableOf(root, transport)],
    lines: linesOf(root),
    securityMode,
    ...(mediaPorts && { mediaPorts }),
    // Less would mean no registration at all, or one that never ends its refreshing.
    ...(expires >= SHORTEST_EXPIRES_S && { expires }),
    ...(timers && { timers }),
    ...(isOAuth && { isOAuth }),
    ...(groupFile !== undefined && { groupFile }),
    ...(versionStamp !== undefined && { versionStamp }),
  });
}

function registrarsOf(root: XmlElement, way: SipTransport | 'oauth'): DeviceConfiguration['registrars'] {
  const members = descendants(root, 'member').map((member, at) => {
    const priority = Number(member.attributes.get('priority') ?? at);
    return { member, priority: Number.isFinite(priority) ? priority : at };
  });
  return members
    .toSorted((a, b) => a.priority - b.priority)
    .flatMap(({ member }) => {
      const manager = find(member, 'callManager');
      const host = [childText(manager, 'processNodeName'), childText(manager, 'name')].find(
        (each) => each !== undefined && isHostName(each),
      );
      if (!manager || host === undefined) return [];
      return [{ host, port: portOf(manager, way), transport: way === 'oauth' ? 'tls' : way }];
    });
}

function portOf(manager: XmlElement, way: SipTransport | 'oauth'): number {
  switch (way) {
    case 'oauth':
      return portNamed(manager, 'sipOAuthPort') ?? OAUTH_SIP_PORT;
    case 'tls':
      return portNamed(manager, 'securedSipPort') ?? portNamed(manager, 'securedSIPPort') ?? SECURE_SIP_PORT;
    default:
      return portNamed(manager, 'sipPort') ?? SIP_PORT;
  }
}

/**
 * The site's survivable routers (SRST), used when no call manager answers. The source shows `srstOption` only; the elements
 * for up to three addresses are as phones of the same family have them [inferred], so others are tolerated in silence.
 */
function survivableOf(root: XmlElement, transport: SipTransport): DeviceConfiguration['registrars'] {
  const info = find(root, 'srstInfo');
  const option = info && textOf(info, 'srstOption');
  if (!info || option === undefined || /^disable/i.test(option)) return [];
  return [1, 2, 3].flatMap((at) => {
    const host = textOf(info, `sipIpAddr${at}`);
    if (host === undefined || !isHostName(host)) return [];
    return [{ host, port: portNamed(info, `sipPort${at}`) ?? SIP_PORT, transport, isSurvivable: true }];
  });
}

/** `timerKeepAliveExpires` and `connectionMonitorDuration`; a zero or an hour and more is no sensible time. */
function timersOf(root: XmlElement): SipTimers | undefined {
  const seconds = (name: string): number | undefined => {
    const value = numberOf(root, name);
    return value !== undefined && value > 0 && value <= 3_600 ? value : undefined;
  };
  const keepAliveS = seconds('timerKeepAliveExpires');
  const monitorS = seconds('connectionMonitorDuration');
  if (keepAliveS === undefined && monitorS === undefined) return undefined;
  return { ...(keepAliveS !== undefined && { keepAliveS }), ...(monitorS !== undefined && { monitorS }) };
}

/** 1 TCP, 2 UDP, 3 TLS, 4 any (then TCP). A secured device always goes by TLS. */
function transportOf(
  text: string | undefined,
  securityMode: DeviceConfiguration['securityMode'],
): SipTransport {
  if (text === '3' || securityMode !== 'none') return 'tls';
  return text === '2' ? 'udp' : 'tcp';
}

function securityOf(text: string | undefined): DeviceConfiguration['securityMode'] {
  if (text === '3') return 'encrypted';
  return text === '2' ? 'authenticated' : 'none';
}

function linesOf(root: XmlElement): readonly DeviceLine[] {
  const container = find(root, 'sipLines');
  if (!container) return [];
  const ranked = descendants(container, 'line').map((line, at) => ({
    line,
    rank: Number(line.attributes.get('button') ?? at),
  }));
  return ranked.toSorted((a, b) => a.rank - b.rank).flatMap(({ line }) => readLine(line));
}

function readLine(line: XmlElement): readonly DeviceLine[] {
  const feature = childText(line, 'featureID');
  const number = childText(line, 'name');
  if (number === undefined || (feature !== undefined && feature !== LINE_FEATURE)) return [];
  const displayName = childText(line, 'displayName');
  const authName = childText(line, 'authName');
  const contactUser = childText(line, 'contact');
  const voicemailNumber = childText(line, 'messagesNumber');
  return [
    {
      number,
      ...(displayName !== undefined && { displayName }),
      ...(authName !== undefined && { authName }),
      // It becomes part of a SIP header: letters, digits and a few marks only.
      ...(contactUser !== undefined && /^[\w.-]{1,100}$/.test(contactUser) && { contactUser }),
      ...(voicemailNumber !== undefined && { voicemailNumber }),
    },
  ];
}

function mediaPortsOf(root: XmlElement): { start: number; stop: number } | undefined {
  const start = numberOf(root, 'startMediaPort');
  const stop = numberOf(root, 'stopMediaPort');
  const isRange =
    start !== undefined && stop !== undefined && start >= 1024 && stop <= 65_535 && start < stop;
  return isRange ? { start, stop } : undefined;
}

/** `configurationfile=group1.xml` in the Cisco Support Field (cisco-uc 4.1). */
function groupFileOf(root: XmlElement): string | undefined {
  const vendor = find(root, 'vendorConfig');
  const field =
    vendor &&
    [...vendor.children.map(({ text }) => text), vendor.text].find((text) =>
      /configurationfile\s*=/i.test(text),
    );
  const name = /configurationfile\s*=\s*([\w .-]{1,100}?\.xml)/i.exec(field ?? '')?.[1];
  return name?.trim();
}

function portNamed(element: XmlElement, name: string): number | undefined {
  const port = numberOf(element, name);
  return port !== undefined && port > 0 && port < 65_536 ? port : undefined;
}

function numberOf(element: XmlElement, name: string): number | undefined {
  const text = textOf(element, name) ?? child(element, name)?.text ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
