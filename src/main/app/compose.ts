import { fail, ok } from '../../shared/errors/result.ts';
import { tabPage } from './window/tab-page.ts';
import type { AppFace, Host } from '../ports/host.port.ts';
import { createRouter, type ServiceHandlers } from '../router/router.ts';
import { type AppOptions, createFoundation, type Foundation } from './create-foundation.ts';
import { createLeads } from './go-to.ts';
import { createServices, type Services } from './create-services.ts';

export interface App {
  readonly face: AppFace;
}

/** The whole app on a page: what it stands on, what it does, the door in front, and the order of starting and stopping. */
export async function composeApp(host: Host, options: AppOptions = {}): Promise<App> {
  const base = await createFoundation(host, options);
  const services = createServices(base);
  const { publication, engines, storage } = base;
  const { session, settings, contacts, links, finding, files } = services;
  const router = createRouter({
    handlers: allHandlers(base, services),
    publication,
    soundPlace: services.sound.place,
    clock: host.clock,
    log: host.log.child('router'),
  });

  await services.obeyLocally();
  await settings.start();
  // What it reads is for Help: nothing of the start waits for it.
  void services.support.begin();
  await services.accessories.begin();
  services.hotKeys.begin();
  await session.start(options.unattended?.account);
  return {
    face: {
      attach(carrier, role) {
        if (role === 'media') services.sound.attached(carrier);
        router.attach(carrier, role);
      },
      blob: async (path) =>
        path.startsWith('avatar/') ? contacts.picture(path.slice('avatar/'.length)) : undefined,
      file: (id) => files.file(id),
      tab(id) {
        const page = services.tabs.page(id);
        return page && tabPage(page, host.random);
      },
      takeBytes: (id, offset, chunk) => files.takeBytes(id, offset, chunk),
      openLink: (url) => links.open(url),
      async stop() {
        links.stop();
        services.hotKeys.end();
        await services.accessories.end();
        await services.support.end();
        await session.stop();
        for (const role of ['window', 'media', 'control'] as const) router.closeAll(role);
        engines.gateway.stop();
        await finding.stop();
        await storage.close();
      },
    },
  };
}

const NOT_ALLOWED = { code: 'app.not-allowed' } as const;
/** All that a message or a page of ours may have opened. */
const WEB_OR_MAIL = /^(https?|mailto):/i;

/** Every command of the contract and who answers it; a command without a service does not compile. */
function allHandlers(
  { host, engines, prompts, common, observer }: Foundation,
  services: Services,
): ServiceHandlers {
  return {
    ...prompts.handlers,
    ...services.settings.handlers,
    ...services.presence.handlers,
    ...services.calendar.handlers,
    ...services.peopleWatch.handlers,
    ...services.contacts.handlers,
    ...services.broadcast.handlers,
    ...services.tasks.handlers,
    ...services.chat.handlers,
    ...services.rooms.handlers,
    ...services.files.handlers,
    ...services.history.handlers,
    ...services.calls.handlers,
    ...services.session.handlers,
    ...services.serviceTest.handlers,
    ...services.devices.handlers,
    ...services.phone.handlers,
    ...services.voicemail.handlers,
    ...services.links.handlers,
    ...services.support.handlers,
    ...services.accessories.handlers,
    ...services.hotKeys.handlers,
    ...services.deskPhone.handlers,
    ...services.meetings.handlers,
    ...services.groupCalls.handlers,
    'app/about': async () => ok({ caps: host.caps }),
    'app/report-paint': async (report) => {
      observer?.painted(report);
      return ok();
    },
    'app/report-visibility': async ({ isVisible }) => {
      engines.xmpp.setActive(isVisible);
      return ok();
    },
    'app/report-fault': async (fault) => {
      host.log.error('window fault', fault);
      observer?.fault(fault.message);
      return ok();
    },
    'links/open-webex': async ({ address }) => {
      const url = address === undefined ? '' : `im?email=${encodeURIComponent(address)}`;
      return (await host.openExternal(`webexteams://${url}`)) ? ok() : { ok: false, error: NOT_ALLOWED };
    },
    'links/handlers': async () => {
      const handlers = await host.linkHandlers?.all();
      return handlers ? ok([...handlers]) : fail('app.unavailable');
    },
    'links/make-default': async ({ scheme }) => {
      const outcome = (await host.linkHandlers?.makeDefault(scheme)) ?? 'refused';
      return outcome === 'refused' ? { ok: false, error: NOT_ALLOWED } : ok({ outcome });
    },
    'links/open-external': async ({ url }) =>
      WEB_OR_MAIL.test(url) && (await host.openExternal(url)) ? ok() : { ok: false, error: NOT_ALLOWED },
    'app/go-to': async ({ place }) => {
      createLeads(common.publisher, host.clock)(place);
      host.showWindow(true);
      return ok();
    },
    'headset/lost': async ({ name }) => {
      common.prompter.tell({ tone: 'warning', text: { key: 'headset.lost', params: { name } } });
      return ok();
    },
    'diagnostics/trace': async () => ok([...common.trace.spans()]),
  };
}
