import { MOST_LINES } from '../../../shared/domain/phone.ts';
import { type ModeFacts, productModeOf } from '../../../shared/domain/product-mode.ts';
import type { DeviceLine } from '../../ports/configuration-files.port.ts';
import type { ImPresenceSession } from '../../ports/im-presence.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { SipLine } from '../../ports/sip.port.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';
import type { Profile } from './fetch-profile.ts';
import { ldapSettings } from './ldap-settings.ts';
import type { ProvenUser } from './prove-user.ts';
import type { WorkAddress } from './work-address.ts';

const XMPP_PORT = 5222;
/** Primary and two backups (cisco-uc 3.1). */
const MAX_VOICEMAIL_SERVERS = 3;
/** A name or an address, as an administrator types it. */
const HOST = /^[\w.:-]{1,253}$/;
/** Of the cluster's nodes, those that are kept for the directory. */
export const MAX_UDS_SERVERS = 3;
/** cisco-uc 6.2, `timerRegisterExpires`. */
const EXPIRES_S = 3_600;

export interface CiscoParts {
  readonly address: WorkAddress;
  readonly proven: ProvenUser;
  readonly profile: Profile;
  /** IM&P nodes as `host:port`, the preferred one first; empty: this user has no chat. */
  readonly chatNodes: readonly string[];
  /** The SOAP session, where there is one. */
  readonly session?: ImPresenceSession;
  /** The nodes have the SOAP service, so chat signs in with one-time passwords. */
  readonly usesOneTimePasswords: boolean;
  /** Where chat lives instead, if it lives in the cloud. */
  readonly cloud?: NonNullable<ModeFacts['cloud']>;
}

/** Puts together what the cluster said into what the services start from; `undefined`: there is nothing to start (A6). */
export function ciscoDeployment(parts: CiscoParts): Deployment | undefined {
  const { address, proven, profile } = parts;
  const xmpp = chatPart(parts);
  const sip = phonePart(parts);
  const { configuration } = profile;
  const { displayName, username, directoryUri } = proven.user;
  const voicemailPilot = profile.device?.file.lines[0]?.voicemailNumber ?? proven.user.voicemailPilot;
  const named = configuration.text('UdsServer');
  const uds = [
    ...(named === '' ? [] : [`https://${named}:8443/cucm-uds`]),
    ...proven.nodes.map(({ host, port }) => `https://${bracketed(host)}:${port}/cucm-uds`),
  ];
  const mode = productModeOf({
    hasChat: xmpp !== undefined,
    hasPhone: sip !== undefined,
    isPhoneProduct: configuration.text('PRODUCT_MODE') === 'phone_mode',
    ...(parts.cloud && { cloud: parts.cloud }),
  });
  if (mode === undefined || (!xmpp && !sip)) return undefined;
  const { dialRules } = profile;
  const hasRules = dialRules.application.length + dialRules.lookup.length > 0;
  const ldap = ldapSettings(configuration, address.domain);
  return {
    mode,
    address: address.full,
    username,
    uds: [...new Set(uds)].slice(0, MAX_UDS_SERVERS),
    ...(ldap && { ldap }),
    ...(displayName !== undefined && { displayName }),
    ...(directoryUri !== undefined && { directoryUri }),
    ...(proven.signOn && { signOn: proven.signOn }),
    ...(xmpp && { xmpp }),
    ...(sip && { sip }),
    ...(voicemailPilot !== undefined && { voicemailPilot }),
    ...voicemailPart(profile),
    ...(hasRules && { dialRules }),
    ...(proven.user.hasServerCalendar === true && { hasServerCalendar: true }),
  };
}

function chatPart({
  address,
  profile,
  chatNodes,
  session,
  usesOneTimePasswords,
}: CiscoParts): Deployment['xmpp'] {
  if (chatNodes.length === 0) return undefined;
  const configured = profile.configuration.text('PresenceDomain');
  const domain = session?.domain ?? (configured === '' ? address.domain : configured);
  return {
    domain,
    targets: chatTargets(chatNodes, session),
    ...(usesOneTimePasswords && { soap: soapNodes(chatNodes, session) }),
    ...(session?.relogin && { relogin: session.relogin }),
  };
}

/** Where a user's record names the home node only, the node that backs it up is the other one that SOAP told. */
export function soapNodes(
  chatNodes: readonly string[],
  session: ImPresenceSession | undefined,
): readonly string[] {
  const [only] = chatNodes;
  if (only === undefined || chatNodes.length > 1) return chatNodes;
  const port = /:\d+$/.exec(only)?.[0] ?? '';
  return [...new Set([only, ...(session?.xmpp ?? []).map(({ host }) => `${host}${port}`)])];
}

/**
 * What SOAP told, else the nodes themselves. Their certificate may name the host instead of the presence domain
 * (cisco-uc 8.2); as the name came over a proved connection, it is accepted too.
 */
export function chatTargets(
  chatNodes: readonly string[],
  session: ImPresenceSession | undefined,
): readonly XmppTarget[] {
  const told = session?.xmpp ?? [];
  const hosts: readonly XmppTarget[] =
    told.length > 0
      ? told
      : chatNodes.map((node) => ({
          host: node.replace(/:\d+$/, ''),
          port: XMPP_PORT,
          tls: 'starttls' as const,
        }));
  return hosts.map((target) => ({ ...target, alsoAccept: [target.host] }));
}

function phonePart({ proven, profile }: CiscoParts): Deployment['sip'] {
  const { device, configuration } = profile;
  const [line, ...others] = device?.file.lines ?? [];
  const [registrar] = device?.file.registrars ?? [];
  if (!device || !line || !registrar || !configuration.isOn('Telephony_Enabled')) return undefined;
  return {
    aor: `sip:${encodeURIComponent(line.number)}@${bracketed(registrar.host)}`,
    registrars: device.file.registrars,
    authUser: line.authName ?? proven.user.username,
    expires: device.file.expires ?? EXPIRES_S,
    ...(device.file.timers && { timers: device.file.timers }),
    ...(others.length > 0 && { label: line.number, furtherLines: furtherLines(others, registrar.host) }),
    device: {
      name: device.name,
      ...(line.contactUser !== undefined && { contactUser: line.contactUser }),
      ...(configuration.isOn('EnableVideo') && { hasVideo: true }),
    },
    ...(device.file.mediaPorts && { mediaPorts: device.file.mediaPorts }),
  };
}

/** A device has eight lines at most (V14). */
function furtherLines(lines: readonly DeviceLine[], host: string): readonly SipLine[] {
  return lines.slice(0, MOST_LINES - 1).map(({ number, authName, contactUser }) => ({
    label: number,
    aor: `sip:${encodeURIComponent(number)}@${bracketed(host)}`,
    ...(authName !== undefined && { authUser: authName }),
    ...(contactUser !== undefined && { contactUser }),
  }));
}

/** Servers of the service profile, else those of the file; always by HTTPS, as a password goes there (cisco-uc 3.2, 11). */
function voicemailPart({ service, configuration }: Profile): Pick<Deployment, 'voicemail'> {
  if (!configuration.isOn('Voicemail_Enabled')) return {};
  const named = [
    configuration.text('VoicemailPrimaryServer'),
    configuration.text('VoicemailBackup1Server'),
    configuration.text('VoicemailBackup2Server'),
  ].flatMap((host) => (HOST.test(host) ? [{ host }] : []));
  const profiled = service.servers.voicemail ?? [];
  const servers = (profiled.length > 0 ? profiled : named).slice(0, MAX_VOICEMAIL_SERVERS).map((server) => {
    const isSecure = 'port' in server && !/^http$/i.test(server.protocol ?? '');
    return `https://${bracketed(server.host)}:${(isSecure && server.port) || 443}/vmrest`;
  });
  if (servers.length === 0) return {};
  const source = configuration.text('VoiceMailService_UseCredentialsFrom');
  const isOwn = source !== '' && !/^(phone|cucm)$/i.test(source);
  return { voicemail: { servers, ...(isOwn && { hasOwnCredentials: true }) } };
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
