import type { Session } from '../../shared/domain/session.ts';
import { rememberedRecords } from '../services/bootstrap/locate-services.ts';
import { SignOnGate } from '../services/authentication/sign-on-gate.ts';
import { readSignOnSettings } from '../services/authentication/sign-on-settings.ts';
import { createConfigCache } from '../services/config-cache/create-config-cache.ts';
import {
  createLocalDeployment,
  type LocalDeployment,
} from '../services/deployment/create-local-deployment.ts';
import { createPolicies } from '../services/deployment/create-policies.ts';
import { createLinks } from '../services/links/create-links.ts';
import { linkRules } from '../services/links/link-rules.ts';
import { askAboutOtherClient } from '../services/phone/ask-about-other-client.ts';
import { createDeviceChoice } from '../services/phone/create-device-choice.ts';
import type { PresenceService } from '../services/presence/create-presence.service.ts';
import { createSession, type SessionService } from '../services/session/create-session.ts';
import type { SessionPorts } from '../services/session/session-ports.ts';
import { createCredentialStore } from '../services/session/credential-store.ts';
import { createCustomTabs } from '../services/tabs/create-custom-tabs.ts';
import { createServiceTest } from '../services/service-test/create-service-test.ts';
import { createTrayFace } from './tray-face.ts';
import { createNoticeWithdrawal } from './notice-withdrawal.ts';
import { createBadge } from './badge.ts';
import { createMissedCalls } from './missed-calls.ts';
import { createGreeter } from './create-greeter.ts';
import { createFiles } from './create-files.ts';
import { createFinding } from './create-finding.ts';
import type { Policies } from '../ports/policies.port.ts';
import type { Foundation } from './create-foundation.ts';
import { createServiceLine } from './service-line.ts';
import { createSupport } from './create-support.ts';
import { createObedience } from './create-obedience.ts';
import { createWebWays } from '../services/session/web-ways.ts';
import { createSessionServices } from './session-services.ts';
import { createTelephony } from './create-telephony.ts';
import { createPeopleServices } from './create-people-services.ts';

/** What nobody asked for by a command is cancelled by nobody. */
const NO_CALLER = { signal: new AbortController().signal };

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
  const { host, storage, engines, common } = base;
  const log = (part: string) => host.log.child(part);
  const cache = createConfigCache({ ...common, store: storage.profile, log: log('cache') });
  const policies = createPolicies();
  const obedience = createObedience(base, policies);
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
  const people = createPeopleServices(base, {
    ...{ finding, policies },
    onIdle: (report) => obedience.idle?.seen(report),
    ownName: () => nameOf(session.current()),
  });
  const telephony = createTelephony(base, finding, people, policies);
  const { calls } = telephony;
  const files = createFiles(base, {
    policies,
    chats: people.chat.files,
    roomOf: (id) => people.rooms.entity(id),
    session: () => session.current(),
    passage: finding.passage,
  });
  const session: SessionService = joinSession(base, {
    ...{ finding, cache, deployment, policies, people, telephony, files },
    support: () => support,
  });
  followSession(session, people.presence);
  obedience.follow(session, calls.isOnCall);
  const links = joinLinks(base, deployment, session, { ...people, ...telephony, policies });
  const { settings } = people;
  const support = createSupport(base, { session, settings, policies, isOnCall: calls.isOnCall });
  const tabs = createCustomTabs({
    ...{ ...common, policies, session, settings, pictures: finding.pictures },
    ...{ network: host.network, log: log('tabs') },
  });
  const serviceTest = createTestButtons(base, finding, { cache, deployment });
  return {
    ...people,
    ...telephony,
    files,
    devices,
    finding,
    session,
    serviceTest,
    links,
    support,
    tabs,
    /** What this computer knows of the administrator's decisions holds before anybody signs in. */
    obeyLocally: async () => policies.obey(await deployment.configuration()),
  };
}

type Joined = {
  readonly finding: ReturnType<typeof createFinding>;
  readonly cache: ReturnType<typeof createConfigCache>;
  readonly deployment: LocalDeployment;
  readonly policies: ReturnType<typeof createPolicies>;
  readonly people: ReturnType<typeof createPeopleServices>;
  readonly telephony: ReturnType<typeof createTelephony>;
  readonly files: ReturnType<typeof createFiles>;
  readonly support: () => ReturnType<typeof createSupport>;
};

/** Signing in: by the ports that find and prove, into the services that start then. */
function joinSession(base: Foundation, joined: Joined): SessionService {
  const { host, storage, certificates, engines, common } = base;
  const { finding, cache, deployment, policies, people, files } = joined;
  return createSession({
    ...common,
    ...{ cache, certificates, deployment, policies },
    storage: {
      ...storage,
      openIdentity: (address) =>
        storage.openIdentity(address, { keepsChat: !policies.current().isOn('Disable_IM_History') }),
    },
    credentials: createCredentialStore(storage.profile, host.secrets),
    signOn: createSignOn(base, finding, deployment),
    discovery: finding.discovery,
    provisioner: finding.provisioner,
    reach: engines.reach,
    edge: finding.edge,
    hostMeta: finding.hostMeta,
    services: startedServices(base, joined),
    network: host.network,
    isOnCall: people.calls.isOnCall,
    forgetFiles: files.forget,
    log: host.log.child('session'),
  });
}

/** What starts when somebody has signed in, in this order, and stops when they leave. */
function startedServices(base: Foundation, { finding, cache, people, telephony, files, support }: Joined) {
  const { host, engines, publication } = base;
  const { presence, calendar, peopleWatch, tasks, contacts, chat, rooms, history, calls } = people;
  const { sound, phone, deskPhone, voicemail } = telephony;
  return createSessionServices({
    xmpp: engines.xmpp,
    sip: engines.sip,
    webWays: createWebWays({ hostMeta: finding.hostMeta, cache, clock: host.clock }),
    line: createServiceLine({ publisher: publication, clock: host.clock }),
    services: [
      tasks,
      // Stopped after the calls.
      { start: async () => undefined, stop: async () => sound.end() },
      presence,
      calendar,
      peopleWatch,
      contacts,
      chat,
      rooms,
      files,
      history,
      calls,
      deskPhone,
      voicemail,
      createMissedCalls(publication),
      createBadge({ host, publication, clock: host.clock }),
      createNoticeWithdrawal(host, publication),
      createTrayFace(host, publication, (manual, status) => {
        void presence.handlers['self/set-presence'](
          { manual, status },
          { signal: new AbortController().signal },
        );
      }),
      { start: (identity) => support().start(identity), stop: () => support().stop() },
    ],
    directory: finding.directory,
    voicemail,
    setPhoneOptions: (options) => {
      calls.setPhoneOptions(options);
      phone.begin(options.settings);
      deskPhone.begin(options.settings);
    },
    warmUpMedia: () => {
      engines.gateway.warmUp();
      sound.begin();
    },
  });
}

/** What a link asks for is done by the services of people. */
function joinLinks(
  { host, common }: Foundation,
  deployment: LocalDeployment,
  session: SessionService,
  {
    calls,
    groupCalls,
    chat,
    policies,
  }: Pick<ReturnType<typeof createPeopleServices>, 'chat'> &
    Pick<ReturnType<typeof createTelephony>, 'calls' | 'groupCalls'> & { readonly policies: Policies },
) {
  return createLinks({
    ...common,
    log: host.log.child('links'),
    deployment,
    session,
    rules: () => linkRules(policies.current()),
    dial: (target) => calls.handlers['calls/dial']({ target }, NO_CALLER),
    conference: (targets) => groupCalls.handlers['calls/conference']({ targets: [...targets] }, NO_CALLER),
    prepareChat: async (address, draft) => {
      const opened = await chat.handlers['chat/open']({ address }, NO_CALLER);
      if (!opened.ok || draft === '') return opened;
      return chat.handlers['chat/set-draft']({ ...opened.value, text: draft }, NO_CALLER);
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

/**
 * The name that the provisioning server has for the user, as not everybody has a card of their own; and a status set by hand
 * ends with signing out (T8).
 */
function followSession(session: SessionService, presence: PresenceService): void {
  let named: string | undefined;
  session.onChange((now) => {
    if (now.phase === 'signed-out') presence.signedOut().catch(() => undefined);
    const name = now.phase === 'signed-in' && now.name !== now.address ? now.name : undefined;
    if (name !== undefined && name !== named) presence.setPerson({ name });
    named = name;
  });
}
