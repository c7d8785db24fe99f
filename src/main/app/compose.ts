import { ok } from '../../shared/errors/result.ts';
import { createPublication } from '../router/publication.ts';
import { createRouter } from '../router/router.ts';
import type { AppFace, Host } from '../ports/host.port.ts';
import { createChatService } from '../services/chat/create-chat.service.ts';
import { createConfigCache } from '../services/config-cache/create-config-cache.ts';
import { createContactsService } from '../services/contacts/create-contacts.service.ts';
import { createLinks } from '../services/links/create-links.ts';
import { createPresenceService } from '../services/presence/create-presence.service.ts';
import { createCertificates } from '../services/session/certificates.ts';
import { createSession } from '../services/session/create-session.ts';
import { createCredentialStore } from '../services/session/credential-store.ts';
import { createSettingsService } from '../services/settings/create-settings.service.ts';
import { createCallsOfSession } from './calls-of-session.ts';
import { createEngines } from './create-engines.ts';
import { createFinding } from './create-finding.ts';
import { createTrace } from './machine/trace-recorder.ts';
import { createMessageNotices } from './message-notices.ts';
import type { AppObserver } from './observer.ts';
import { openStorage } from './open-storage.ts';
import { createPrompts } from './prompts.ts';
import { createServiceLine } from './service-line.ts';
import { createSessionServices } from './session-services.ts';
import type { Unattended } from './unattended-account.ts';

export interface App {
  readonly face: AppFace;
}

export interface AppOptions {
  readonly observer?: AppObserver;
  /** Unattended mode: where to look, and who signs in by itself. */
  readonly unattended?: Unattended;
}

/** Builds every part in order and joins it to those it needs. What a part is told to ask for stands at its own place. */
export async function composeApp(host: Host, options: AppOptions = {}): Promise<App> {
  const { clock, random, network } = host;
  const log = host.log;
  const trace = createTrace(clock);
  const publication = createPublication();
  const prompts = createPrompts({ publisher: publication, clock, random });
  const storage = await openStorage(host, prompts.prompter);

  const certificates = createCertificates({
    store: storage.profile,
    prompter: prompts.prompter,
    log: log.child('certificates'),
    authorities: options.unattended?.authorities ?? [],
    policy: 'prompt',
  });
  const engines = createEngines(host, certificates.trust, trace, options.unattended ?? {});
  const { xmpp, sip, gateway } = engines;

  const settings = createSettingsService({
    store: storage.profile,
    publisher: publication,
    log: log.child('settings'),
  });
  const presence = createPresenceService({ xmpp, publisher: publication, clock });
  const finding = createFinding({
    host,
    engines,
    trace,
    cache: createConfigCache({ store: storage.profile, log: log.child('cache'), random }),
  });
  const contacts = createContactsService({
    xmpp,
    clock,
    publisher: publication,
    prompter: prompts.prompter,
    directory: finding.directory,
    log: log.child('contacts'),
    onOwnCard: presence.setPerson,
  });
  const chat = createChatService({
    xmpp,
    clock,
    random,
    log: log.child('chat'),
    publisher: publication,
    people: contacts,
    notifier: createMessageNotices({ host, settings, isDoNotDisturb: presence.isDoNotDisturb }),
    settings,
  });
  const calls = createCallsOfSession({
    sip,
    gateway,
    publisher: publication,
    clock,
    random,
    log: log.child('calls'),
    trace,
    resolveParty: contacts.resolveParty,
    isDoNotDisturb: presence.isDoNotDisturb,
    onOnCall: presence.setOnCall,
    onRtpSent: (callId) => options.observer?.rtpSent(callId),
  });
  const session = createSession({
    storage,
    cache: finding.cache,
    credentials: createCredentialStore(storage.profile, host.secrets),
    certificates,
    discovery: finding.discovery,
    provisioner: finding.provisioner,
    reach: engines.reach,
    services: createSessionServices({
      xmpp,
      sip,
      line: createServiceLine({ publisher: publication, clock }),
      services: [presence, contacts, chat, calls],
      directory: finding.directory,
      setPhoneOptions: calls.setPhoneOptions,
    }),
    prompter: prompts.prompter,
    publisher: publication,
    network,
    clock,
    random,
    trace,
    log: log.child('session'),
  });
  const noCaller = { signal: new AbortController().signal };
  const links = createLinks({
    prompter: prompts.prompter,
    clock,
    log: log.child('links'),
    cache: finding.cache,
    session,
    dial: (target) => calls.handlers['calls/dial']({ target }, noCaller),
    prepareChat: async (address, draft) => {
      const opened = await chat.handlers['chat/open']({ address }, noCaller);
      if (!opened.ok || draft === '') return opened;
      return chat.handlers['chat/set-draft']({ ...opened.value, text: draft }, noCaller);
    },
  });

  const router = createRouter({
    handlers: {
      ...prompts.handlers,
      ...settings.handlers,
      ...presence.handlers,
      ...contacts.handlers,
      ...chat.handlers,
      ...calls.handlers,
      ...session.handlers,
      ...links.handlers,
      'app/about': async () => ok({ caps: host.caps }),
      'app/report-paint': async (report) => {
        options.observer?.painted(report);
        return ok();
      },
      'links/open-external': async ({ url }) =>
        (await host.openExternal(url)) ? ok() : { ok: false, error: { code: 'app.not-allowed' } },
      'diagnostics/trace': async () => ok([...trace.spans()]),
    },
    publication,
    clock,
    log: log.child('router'),
  });
  await settings.start();
  await session.start(options.unattended?.account);
  return {
    face: {
      attach: router.attach,
      blob: async (path) =>
        path.startsWith('avatar/') ? contacts.picture(path.slice('avatar/'.length)) : undefined,
      openLink: (url) => links.open(url),
      async stop() {
        links.stop();
        await session.stop();
        router.closeAll('window');
        router.closeAll('control');
        gateway.stop();
        await finding.stop();
        await storage.close();
      },
    },
  };
}
