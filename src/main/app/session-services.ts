import { ok, type Result } from '../../shared/errors/result.ts';
import type { IdentityStore } from '../ports/storage.port.ts';
import type { Sip } from '../ports/sip.port.ts';
import type { Xmpp } from '../ports/xmpp.port.ts';
import type {
  DirectoryAccount,
  PhoneOptions,
  SessionServices,
  Started,
} from '../services/session/session-services.ts';
import type { VoicemailService } from '../services/voicemail/create-voicemail.service.ts';
import type { WebWays } from '../services/session/web-ways.ts';
import { chatStatus, phoneStatus, type ServiceLine, voicemailStatus } from './service-line.ts';

/** A service that lives as long as one signed-in identity. */
export interface IdentityService {
  start(identity: IdentityStore, address: string): Promise<void>;
  stop(): Promise<void>;
}

export interface SessionServicesParts {
  readonly xmpp: Xmpp;
  readonly webWays: WebWays;
  readonly sip: Sip;
  readonly line: ServiceLine;
  /** In the order to start; stopped the other way round. */
  readonly services: readonly IdentityService[];
  readonly directory: {
    start(account: DirectoryAccount, signal: AbortSignal): Promise<Result<{ readonly server: string }>>;
    stop(): void;
    setOwnAddress(jid: string): void;
  };
  readonly voicemail: Pick<VoicemailService, 'begin' | 'end' | 'onState'>;
  readonly setPhoneOptions: (options: PhoneOptions) => void;
  /** A phone is there (said more than once): the first call must not wait for the media gateway, or for the media page. */
  readonly warmUpMedia: () => void;
}

/** Joins the session to the engines and services it starts and stops, and shows their state on the service line. */
export function createSessionServices(parts: SessionServicesParts): SessionServices {
  const { xmpp, sip, line, services } = parts;
  let stopDirectory = new AbortController();
  const showOff = () => {
    line.set({ name: 'chat', state: 'off' });
    line.set({ name: 'phone', state: 'off' });
    line.set({ name: 'directory', state: 'off' });
    line.set({ name: 'voicemail', state: 'off' });
  };
  xmpp.on((event) => {
    if (event.kind !== 'link') return;
    line.set(chatStatus(event.link));
    parts.webWays.follow(event.link);
    // The server's word on the own address says how addresses are made here (A12).
    if (event.link.kind === 'online') parts.directory.setOwnAddress(event.link.jid);
  });
  sip.on((event) => {
    if (event.kind !== 'registration') return;
    line.set(phoneStatus(event.registration));
    if (event.registration.kind === 'registered') parts.warmUpMedia();
  });
  parts.voicemail.onState((mailbox) => line.set(voicemailStatus(mailbox)));
  return {
    async open(identity, address) {
      showOff();
      for (const service of services) await service.start(identity, address);
    },
    async close() {
      for (const service of services.toReversed()) await service.stop();
      showOff();
    },
    async startChat(account, span): Promise<Result<Started>> {
      const connected = await xmpp.connect(await parts.webWays.known(account), span);
      if (!connected.ok) return connected;
      const link = xmpp.link();
      return ok({ server: link.kind === 'online' ? link.server : account.domain });
    },
    async stopChat() {
      await xmpp.disconnect();
      line.set({ name: 'chat', state: 'off' });
    },
    async startPhone(account, options, span): Promise<Result<Started>> {
      parts.setPhoneOptions(options);
      const registered = await sip.register(account, span);
      if (!registered.ok) return registered;
      const registration = sip.registration();
      return ok({ server: registration.kind === 'registered' ? registration.server : account.aor });
    },
    async stopPhone() {
      await sip.unregister();
      line.set({ name: 'phone', state: 'off' });
    },
    async startDirectory(account): Promise<Result<Started>> {
      const shown = { name: 'directory', protocol: account.ldap ? 'LDAP' : 'UDS' } as const;
      line.set({ ...shown, state: 'connecting' });
      stopDirectory = new AbortController();
      const { signal } = stopDirectory;
      const started = await parts.directory.start(account, signal);
      // Stopped meanwhile: the line says so already.
      if (signal.aborted) return started;
      line.set(
        started.ok
          ? { ...shown, state: 'online', server: started.value.server, isEncrypted: isEncrypted(account) }
          : { ...shown, state: 'offline', error: started.error },
      );
      return started;
    },
    async stopDirectory() {
      stopDirectory.abort();
      parts.directory.stop();
      line.set({ name: 'directory', state: 'off' });
    },
    async startVoicemail(account): Promise<Result<Started>> {
      return parts.voicemail.begin(account);
    },
    async stopVoicemail() {
      parts.voicemail.end();
    },
    isStopped: (service) => (service === 'chat' ? xmpp.link().kind : sip.registration().kind) === 'stopped',
    nudge() {
      xmpp.nudge();
      sip.nudge();
    },
    onOnline(listener) {
      const stops = [
        xmpp.on((event) => {
          if (event.kind === 'link' && event.link.kind === 'online')
            listener('chat', { server: event.link.server });
        }),
        sip.on((event) => {
          if (event.kind === 'registration' && event.registration.kind === 'registered')
            listener('phone', { server: event.registration.server });
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    onLost(listener) {
      const isNetwork = (code: string) => code.startsWith('net.');
      const stops = [
        xmpp.on((event) => {
          if (event.kind === 'link' && event.link.kind === 'waiting' && isNetwork(event.link.cause.code))
            listener();
        }),
        sip.on((event) => {
          if (event.kind !== 'registration' || event.registration.kind !== 'waiting') return;
          if (isNetwork(event.registration.cause.code)) listener();
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    onRefused(listener) {
      const stops = [
        xmpp.on((event) => {
          if (
            event.kind === 'link' &&
            event.link.kind === 'stopped' &&
            event.link.cause.code === 'auth.wrong-password'
          )
            listener('chat', event.link.cause);
        }),
        sip.on((event) => {
          if (
            event.kind === 'registration' &&
            event.registration.kind === 'stopped' &&
            event.registration.cause.code === 'auth.wrong-password'
          ) {
            listener('phone', event.registration.cause);
          }
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** A password makes LDAP ask for encryption, whatever is configured. */
const isEncrypted = ({ ldap }: DirectoryAccount): boolean =>
  ldap === undefined || ldap.isEncrypted || ldap.credentials.kind !== 'anonymous';
