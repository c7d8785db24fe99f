import { isWorthAnother } from '../../../shared/errors/is-worth-another.ts';
import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ProfileServer } from '../../ports/configuration-files.port.ts';
import type { ImPresenceSession } from '../../ports/im-presence.port.ts';
import type { UdsNode } from '../../ports/uds.port.ts';
import type { ConfigurationRow } from '../config-cache/create-config-cache.ts';
import { ciscoDeployment } from './cisco-deployment.ts';
import { fetchProfile, type Profile } from './fetch-profile.ts';
import { findHome } from './find-home.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import { chatCredentials } from './chat-credentials.ts';
import { prefetchPassword } from './one-time-passwords.ts';
import type { Located } from './locate-services.ts';
import type { Provisioned, ProvisionerPorts } from './provision.ts';
import { proveUser, type ProvenUser } from './prove-user.ts';
import type { SignInContext } from './sign-in-context.ts';

export interface ClusterRequest {
  readonly servers: readonly UdsNode[];
  /** TFTP servers set by hand; empty: where the profile is. */
  readonly tftp: readonly string[];
  readonly hasChat: boolean;
  /** Discovery said that people write to each other in the cloud (D6). */
  readonly cloud?: Located['cloud'];
}

/**
 * Unified CM from its first node to a deployment (cisco-uc 1.3). Whatever doesn't wait for an answer runs at once: the
 * files, the devices and the chat sign-in all start from the user's record (Q5).
 */
export async function provisionCluster(
  ports: ProvisionerPorts,
  request: ClusterRequest,
  context: SignInContext,
): Promise<Result<Provisioned>> {
  const home = await findHome(ports, request.servers, context);
  if (!home.ok) return home;
  const proven = await proveUser(ports.uds, home.value, context);
  if (!proven.ok) return proven;
  const isElsewhere = request.cloud === 'team-messaging';
  const isChatUser = request.hasChat && !isElsewhere && proven.value.user.isImPresenceEnabled !== false;
  const early =
    isChatUser && proven.value.user.imPresence.length > 0
      ? openChat(ports, nodesOfUser(proven.value), proven.value, context)
      : undefined;
  const profile = await fetchProfile(ports, proven.value, context, request.tftp);
  if (!profile.ok) return profile;
  if (early) tellPhone(context, proven.value, profile.value);
  const chat = isChatUser ? await chatOf(ports, early, profile.value, proven.value, context) : NO_CHAT;
  if (context.signal.aborted) return fail('app.cancelled');
  return assemble(ports, context, proven.value, profile.value, chat, request.cloud);
}

/** The phone needs nothing of what the chat sign-in will say, so it need not wait for it (Q5). */
function tellPhone(context: SignInContext, proven: ProvenUser, profile: Profile): void {
  const { address, onPhoneKnown } = context;
  if (!onPhoneKnown || context.signal.aborted || profile.service.imProduct === 'webex') return;
  const chatNodes = nodesOfUser(proven);
  const deployment = ciscoDeployment({ address, proven, profile, chatNodes, usesOneTimePasswords: true });
  if (deployment?.sip) onPhoneKnown({ deployment, configuration: rowsOf(profile.configuration) });
}

interface Chat {
  readonly nodes: readonly string[];
  readonly session?: ImPresenceSession;
  readonly usesOneTimePasswords: boolean;
  /** The SOAP service did not answer. */
  readonly isPartial?: boolean;
  /** Nor would the same be said by another node. */
  readonly isUnreachable?: boolean;
}

const cloudErrors = {
  messenger: 'discovery.cloud-only',
  'team-messaging': 'discovery.team-messaging',
} as const;

const NO_CHAT: Chat = { nodes: [], usesOneTimePasswords: false };

/** `user/{id}` names hosts only; the SOAP service is on the port of the web services. */
function nodesOfUser({ user, nodes }: ProvenUser): readonly string[] {
  const port = nodes[0]?.port ?? 8443;
  return user.imPresence.map((host) => (/:\d+$/.test(host) ? host : `${host}:${port}`));
}

/** By the node of the user's record; where that doesn't answer, or none is named there, by those of the service profile (A8). */
async function chatOf(
  ports: ProvisionerPorts,
  early: Promise<Chat> | undefined,
  profile: Profile,
  proven: ProvenUser,
  context: SignInContext,
): Promise<Chat> {
  const first = await early;
  if (first && !first.isUnreachable) return first;
  const named = first?.nodes ?? [];
  const others = nodesOfProfile(profile, proven).filter((node) => !named.includes(node));
  if (others.length === 0) return first ?? NO_CHAT;
  const opened = await openChat(ports, others, proven, context);
  return { ...opened, nodes: [...named, ...others] };
}

/** What the service profile names (cisco-uc 3), else a configuration file. */
function nodesOfProfile({ service, configuration }: Profile, proven: ProvenUser): readonly string[] {
  const port = proven.nodes[0]?.port ?? 8443;
  const told = service.servers['im-presence'] ?? [];
  const named = configuration.text('PresenceServerAddress');
  const servers: readonly ProfileServer[] = told.length > 0 || named === '' ? told : [{ host: named }];
  return servers.map((server) => `${server.host}:${server.port ?? port}`);
}

/** Signs in to the SOAP service. Its failure is chat's alone: the connection fetches a password again when it is made. */
async function openChat(
  ports: ProvisionerPorts,
  nodes: readonly string[],
  { user, password, tokens }: ProvenUser,
  context: SignInContext,
): Promise<Chat> {
  const span = context.span.child('chat-sign-in');
  const secret = { password, ...(tokens && { tokens }) };
  const request = { nodes, username: user.username, ...secret, wantsServers: true };
  const signedIn = await context.trusted(() => ports.imp.signIn(request, { ...context, span }));
  span.end(signedIn.ok ? 'ok' : 'failed');
  if (!signedIn.ok) {
    const isUnreachable = isWorthAnother(signedIn.error);
    return { nodes, usesOneTimePasswords: true, isPartial: true, isUnreachable };
  }
  const session = signedIn.value;
  if (session) prefetchPassword(session, context);
  return { nodes, usesOneTimePasswords: session !== undefined, ...(session && { session }) };
}

function assemble(
  ports: ProvisionerPorts,
  context: SignInContext,
  proven: ProvenUser,
  profile: Profile,
  chat: Chat,
  found: Located['cloud'],
): Result<Provisioned> {
  const { address, checklist } = context;
  const isCloudChat = profile.service.imProduct === 'webex';
  // Chat on the organisation's own servers is used where it is there, whatever the CAS says.
  const cloud = isCloudChat ? 'messenger' : chat.nodes.length === 0 ? found : undefined;
  const deployment = ciscoDeployment({
    address,
    proven,
    profile,
    chatNodes: isCloudChat ? [] : chat.nodes,
    usesOneTimePasswords: chat.usesOneTimePasswords,
    ...(chat.session && { session: chat.session }),
    ...(cloud && { cloud }),
  });
  if (isCloudChat)
    checklist.failed('chat', { code: 'discovery.cloud-only', params: { domain: address.domain } });
  if (!deployment?.sip && profile.noDevice) checklist.skipped('phone', profile.noDevice);
  if (!deployment)
    return cloud
      ? fail(cloudErrors[cloud], { domain: address.domain })
      : fail('sip.no-device', { server: proven.nodes[0]?.host ?? '' });
  const { session } = chat;
  return ok({
    deployment,
    configuration: rowsOf(profile.configuration),
    isProven: true,
    isPartial: profile.isPartial || chat.isPartial === true,
    ...(deployment.xmpp?.soap && {
      chatCredentials: (given: Secret, span: Span) =>
        chatCredentials(ports, deployment, given, span, session),
    }),
  });
}

/** The admin view's rows. A password in the file is a shared one, but still a password. */
export function rowsOf({ values }: EffectiveConfiguration): readonly ConfigurationRow[] {
  return values.map(({ name, section, value, source, problem }) => ({
    name,
    section,
    source,
    value: /password|secret/i.test(name) && value !== '' ? '••••••' : value,
    ...(problem !== undefined && { problem }),
  }));
}
