import { messageIdSchema } from '../../shared/domain/ids.ts';
import type { Session } from '../../shared/domain/session.ts';
import type { Result } from '../../shared/errors/result.ts';
import type { Random } from '../ports/random.port.ts';
import { rememberedRecords } from '../services/bootstrap/locate-services.ts';
import { createChatService } from '../services/chat/create-chat.service.ts';
import { encryptionPolicy } from '../services/chat/encryption-policy.ts';
import { SignOnGate } from '../services/authentication/sign-on-gate.ts';
import { readSignOnSettings } from '../services/authentication/sign-on-settings.ts';
import { createConfigCache } from '../services/config-cache/create-config-cache.ts';
import { createBroadcast } from '../services/broadcast/create-broadcast.ts';
import { createContactsService } from '../services/contacts/create-contacts.service.ts';
import {
  createLocalDeployment,
  type LocalDeployment,
} from '../services/deployment/create-local-deployment.ts';
import { createPolicies } from '../services/deployment/create-policies.ts';
import { createHistoryService } from '../services/history/create-history.service.ts';
import { retention } from '../services/history/retention.ts';
import { createLinks } from '../services/links/create-links.ts';
import { askAboutOtherClient } from '../services/phone/ask-about-other-client.ts';
import { createPhoneState } from '../services/phone/create-phone-state.ts';
import { createDeviceChoice } from '../services/phone/create-device-choice.ts';
import { createRoomsService } from '../services/rooms/create-rooms.service.ts';
import { createPresenceService, type PresenceService } from '../services/presence/create-presence.service.ts';
import { createSession, type SessionService } from '../services/session/create-session.ts';
import type { SessionPorts } from '../services/session/session-ports.ts';
import { createCredentialStore } from '../services/session/credential-store.ts';
import { createTasks } from '../services/tasks/create-tasks.ts';
import { createServiceTest } from '../services/service-test/create-service-test.ts';
import { createSettingsService } from '../services/settings/create-settings.service.ts';
import { createBadge } from './badge.ts';
import { createCallsOfSession } from './calls-of-session.ts';
import { createCalendar } from './create-calendar.ts';
import { createGreeter } from './create-greeter.ts';
import { createFiles } from './create-files.ts';
import { createFinding } from './create-finding.ts';
import type { Policies } from '../ports/policies.port.ts';
import type { Foundation } from './create-foundation.ts';
import { createPeopleWatch } from '../services/people-watch/create-people-watch.service.ts';
import { announceAvailable } from './announce-available.ts';
import { announceCall } from './call-announcement.ts';
import { createMessageNotices } from './message-notices.ts';
import { createServiceLine } from './service-line.ts';
import { createSupport } from './create-support.ts';
import { createWebWays } from '../services/session/web-ways.ts';
import { createSessionServices } from './session-services.ts';

/** The people one speaks with, and how: contacts, chat, calls, the own presence and the person's choices. */
function createPeopleServices(
  base: Foundation,
  finding: ReturnType<typeof createFinding>,
  policies: Policies,
  ownName: () => string | undefined,
) {
  const { host, storage, engines, common, observer } = base;
  const { xmpp, sip, gateway } = engines;
  const log = (part: string) => host.log.child(part);
  const settings = createSettingsService({
    ...common,
    store: storage.profile,
    log: log('settings'),
    policies,
  });
  const presence = createPresenceService({ ...common, xmpp, policies, settings, idle: host.idle });
  const calendar = createCalendar(base, {
    ...{ settings, policies },
    onMeeting: (isInMeeting) => presence.notice('isInMeeting', isInMeeting),
  });
  const isDoNotDisturb = (from?: string) => presence.isSilenced(from);
  const tasks = createTasks({ ...common, random: host.random });
  const contacts = createContactsService({
    ...common,
    random: host.random,
    tasks,
    xmpp,
    directory: finding.directory,
    pictures: finding.pictures,
    policies,
    settings,
    log: log('contacts'),
    onOwnCard: (person) => presence.setPerson(person),
  });
  const chat = createChatService({
    ...common,
    xmpp,
    log: log('chat'),
    history: () => retention(settings.current(), policies.current()),
    encryption: () => encryptionPolicy(policies.current()),
    people: contacts,
    notifier: createMessageNotices({ host, settings, isDoNotDisturb, roomOf: (id) => rooms.entity(id) }),
    settings,
  });
  const rooms = createRoomsService({
    ...common,
    traffic: xmpp.rooms,
    xmpp,
    chats: chat.rooms,
    people: contacts,
    log: log('rooms'),
    ownName,
  });
  const broadcast = createBroadcast({ tasks, people: contacts, send: sendTo(chat, host.random) });
  const history = createHistoryService({
    ...common,
    ...{ people: contacts, settings, policies, log: log('history') },
    showConversations: chat.show,
  });
  settings.onChange(({ startAtLogin }) => host.setStartAtLogin(startAtLogin));
  const calls = createCallsOfSession({
    ...common,
    policies,
    sip,
    gateway,
    log: log('calls'),
    resolveParty: contacts.resolveParty,
    isDoNotDisturb,
    onOnCall: (isOnCall) => presence.notice('isOnCall', isOnCall),
    onRinging: (call) => announceCall(host, call),
    onRtpSent: (callId) => observer?.rtpSent(callId),
  });
  const peopleWatch = createPeopleWatch({
    ...common,
    ...{ xmpp, blocking: xmpp.blocking, policies },
    onAvailable: announceAvailable(base, {
      isSilenced: isDoNotDisturb,
      nameOf: (address) => contacts.nameOf(address) ?? address,
    }),
  });
  return {
    settings,
    presence,
    calendar,
    peopleWatch,
    tasks,
    broadcast,
    contacts,
    chat,
    rooms,
    history,
    calls,
  };
}

/** One message into the chat with this person, as if it had been typed there. */
function sendTo(chat: ReturnType<typeof createChatService>, random: Random) {
  const context = { signal: new AbortController().signal };
  return async (address: string, body: string): Promise<Result<unknown>> => {
    const opened = await chat.handlers['chat/open']({ address }, context);
    if (!opened.ok) return opened;
    const id = messageIdSchema.parse(random.uuid());
    return chat.handlers['chat/send']({ ...opened.value, body, id }, context);
  };
}

/** Gates to the identity provider's pages, one for each sign-in. */
function createSignOn(
  { host, certificates, common }: Foundation,
  { authorization }: ReturnType<typeof createFinding>,
  deployment: LocalDeployment,
): NonNullable<SessionPorts['signOn']> {
  const { trust } = certificates;
  const ports = { ...common, authorization, browser: host.signOn, trust, log: host.log.child('sign-on') };
  return (reports, address) =>
    new SignOnGate(ports, reports, async () => readSignOnSettings(await deployment.configuration(address())));
}

/** Everything the app does, each service joined to those it needs. */
export function createServices(base: Foundation) {
  const { host, storage, certificates, engines, common, publication } = base;
  const log = (part: string) => host.log.child(part);
  const cache = createConfigCache({ ...common, store: storage.profile, log: log('cache') });
  const policies = createPolicies();
  const deployment = createLocalDeployment({ sources: host.deployment, cache, log: log('deployment') });
  const devices = createDeviceChoice({
    ...common,
    store: storage.profile,
    log: log('phone'),
    address: () => addressOf(session.current()),
    onChosen: () => session.lookAgain(),
  });
  askAboutOtherClient({ ...common, sip: engines.sip });
  const finding = createFinding({ host, engines, trace: common.trace, cache, local: deployment, devices });
  const people = createPeopleServices(base, finding, policies, () => nameOf(session.current()));
  const phone = createPhoneState({
    ...common,
    sip: engines.sip,
    settings: finding.phoneSettings,
    policies,
    onSilence: (isSilent) => people.presence.notice('isPhoneSilent', isSilent),
  });
  const { presence, calendar, peopleWatch, tasks, contacts, chat, rooms, history, calls } = people;
  const files = createFiles(base, {
    policies,
    chats: chat.files,
    roomOf: (id) => rooms.entity(id),
    session: () => session.current(),
  });
  const session: SessionService = createSession({
    ...common,
    storage: {
      ...storage,
      openIdentity: (address) =>
        storage.openIdentity(address, { keepsChat: !policies.current().isOn('Disable_IM_History') }),
    },
    cache,
    certificates,
    deployment,
    policies,
    credentials: createCredentialStore(storage.profile, host.secrets),
    signOn: createSignOn(base, finding, deployment),
    discovery: finding.discovery,
    provisioner: finding.provisioner,
    reach: engines.reach,
    edge: finding.edge,
    hostMeta: finding.hostMeta,
    services: createSessionServices({
      xmpp: engines.xmpp,
      sip: engines.sip,
      webWays: createWebWays({ hostMeta: finding.hostMeta, cache, clock: host.clock }),
      line: createServiceLine({ publisher: publication, clock: host.clock }),
      services: [
        { start: async () => undefined, stop: tasks.stop },
        presence,
        calendar,
        peopleWatch,
        contacts,
        chat,
        rooms,
        files,
        history,
        calls,
        createBadge({ host, publication, clock: host.clock }),
        { start: (identity) => support.start(identity), stop: () => support.stop() },
      ],
      directory: finding.directory,
      setPhoneOptions: (options) => {
        calls.setPhoneOptions(options);
        phone.begin(options.settings);
      },
      warmUpMedia: engines.gateway.warmUp,
    }),
    network: host.network,
    isOnCall: calls.isOnCall,
    forgetFiles: files.forget,
    log: log('session'),
  });
  nameOwnPerson(session, (person) => presence.setPerson(person));
  session.onChange(({ phase }) => phase === 'signed-out' && void presence.signedOut().catch(() => undefined));
  const links = joinLinks(base, deployment, session, people);
  const support = createSupport(base, {
    session,
    settings: people.settings,
    policies,
    isOnCall: calls.isOnCall,
  });
  const serviceTest = createTestButtons(base, finding, { cache, deployment });
  return {
    ...people,
    files,
    devices,
    phone,
    finding,
    session,
    serviceTest,
    links,
    support,
    /** What this computer knows of the administrator's decisions holds before anybody signs in. */
    obeyLocally: async () => policies.obey(await deployment.configuration()),
  };
}

/** What a link asks for is done by the services of people. */
function joinLinks(
  { host, common }: Foundation,
  deployment: LocalDeployment,
  session: SessionService,
  { calls, chat }: Pick<ReturnType<typeof createPeopleServices>, 'calls' | 'chat'>,
) {
  const noCaller = { signal: new AbortController().signal };
  return createLinks({
    ...common,
    log: host.log.child('links'),
    deployment,
    session,
    dial: (target) => calls.handlers['calls/dial']({ target }, noCaller),
    prepareChat: async (address, draft) => {
      const opened = await chat.handlers['chat/open']({ address }, noCaller);
      if (!opened.ok || draft === '') return opened;
      return chat.handlers['chat/set-draft']({ ...opened.value, text: draft }, noCaller);
    },
  });
}

/** The Test buttons of Advanced settings (D12). */
function createTestButtons(
  { host, engines, common }: Foundation,
  { discovery }: Pick<ReturnType<typeof createFinding>, 'discovery'>,
  remembered: Parameters<typeof rememberedRecords>[0],
) {
  return createServiceTest({
    ...common,
    discovery,
    records: async (address) => (await rememberedRecords(remembered, address)).get(),
    greeter: createGreeter({ dial: engines.dial, random: host.random }),
  });
}

export type Services = ReturnType<typeof createServices>;

const addressOf = (session: Session): string | undefined =>
  session.phase === 'signed-in' ? session.address : undefined;

const nameOf = (session: Session): string | undefined =>
  session.phase === 'signed-in' && session.name !== session.address ? session.name : undefined;

/** The name that the provisioning server has for the user; not everybody has a card of their own. */
function nameOwnPerson(session: SessionService, setPerson: PresenceService['setPerson']): void {
  let named: string | undefined;
  session.onChange((now) => {
    const name = now.phase === 'signed-in' && now.name !== now.address ? now.name : undefined;
    if (name !== undefined && name !== named) setPerson({ name });
    named = name;
  });
}
