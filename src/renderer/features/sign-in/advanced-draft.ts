import type { TestedService } from '../../../shared/domain/service-test.ts';
import type { ManualSettings } from '../../../shared/domain/session.ts';

/** What the form holds: every field as text, whatever kind is chosen, so that switching kinds loses nothing. */
export interface AdvancedDraft {
  readonly kind: ManualSettings['kind'];
  readonly server: string;
  /** Two of each, as many as Cisco's clients take (cisco-uc 4.4). */
  readonly tftp1: string;
  readonly tftp2: string;
  readonly ccmcip1: string;
  readonly ccmcip2: string;
  readonly cti1: string;
  readonly cti2: string;
  readonly casUrl: string;
  readonly xmppAddress: string;
  readonly xmppHost: string;
  readonly xmppPort: string;
  readonly xmppTls: 'starttls' | 'direct';
  readonly sipAddress: string;
  readonly sipRegistrar: string;
  readonly sipTransport: 'udp' | 'tcp' | 'tls' | 'wss';
  readonly sipAuthUser: string;
}

const empty: AdvancedDraft = {
  kind: 'automatic',
  server: '',
  tftp1: '',
  tftp2: '',
  ccmcip1: '',
  ccmcip2: '',
  cti1: '',
  cti2: '',
  casUrl: '',
  xmppAddress: '',
  xmppHost: '',
  xmppPort: '',
  xmppTls: 'starttls',
  sipAddress: '',
  sipRegistrar: '',
  sipTransport: 'tls',
  sipAuthUser: '',
};

/** What was found for the domain fills what the settings leave empty. */
export function draftOf(
  settings: ManualSettings,
  found: { readonly presenceServer?: string | undefined } = {},
): AdvancedDraft {
  const blank = { ...empty, server: found.presenceServer ?? '' };
  switch (settings.kind) {
    case 'automatic':
      return blank;
    case 'cucm-imp':
      return { ...blank, kind: settings.kind, server: settings.server };
    case 'webex':
      return { ...blank, kind: settings.kind, casUrl: settings.casUrl };
    case 'cucm': {
      const { tftp, ccmcip, cti } = settings;
      return {
        ...blank,
        kind: settings.kind,
        tftp1: tftp[0] ?? '',
        tftp2: tftp[1] ?? '',
        ccmcip1: ccmcip[0] ?? '',
        ccmcip2: ccmcip[1] ?? '',
        cti1: cti[0] ?? '',
        cti2: cti[1] ?? '',
      };
    }
    case 'standards':
      return {
        ...blank,
        kind: settings.kind,
        xmppAddress: settings.xmpp?.address ?? '',
        xmppHost: settings.xmpp?.host ?? '',
        xmppPort: settings.xmpp?.port?.toString() ?? '',
        xmppTls: settings.xmpp?.tls ?? 'starttls',
        sipAddress: settings.sip?.address ?? '',
        sipRegistrar: settings.sip?.registrar ?? '',
        sipTransport: settings.sip?.transport ?? 'tls',
        sipAuthUser: settings.sip?.authUser ?? '',
      };
  }
}

/** The field that a service cannot be tried without. */
export const neededField: Readonly<Record<TestedService, keyof AdvancedDraft>> = {
  presence: 'server',
  tftp: 'tftp1',
  ccmcip: 'ccmcip1',
  cti: 'cti1',
  webex: 'casUrl',
  xmpp: 'xmppAddress',
  sip: 'sipAddress',
};

type Outcome =
  | { readonly ok: true; readonly settings: ManualSettings }
  | { readonly ok: false; readonly problem: 'incomplete' | 'bad-port' };

export function settingsOf(draft: AdvancedDraft): Outcome {
  const incomplete: Outcome = { ok: false, problem: 'incomplete' };
  switch (draft.kind) {
    case 'automatic':
      return { ok: true, settings: { kind: 'automatic' } };
    case 'cucm-imp':
      return draft.server.trim() === ''
        ? incomplete
        : { ok: true, settings: { kind: 'cucm-imp', server: draft.server.trim() } };
    case 'webex':
      return draft.casUrl.trim() === ''
        ? incomplete
        : { ok: true, settings: { kind: 'webex', casUrl: draft.casUrl.trim() } };
    case 'cucm': {
      const tftp = list(draft.tftp1, draft.tftp2);
      const ccmcip = list(draft.ccmcip1, draft.ccmcip2);
      const cti = list(draft.cti1, draft.cti2);
      return tftp.length === 0 ? incomplete : { ok: true, settings: { kind: 'cucm', tftp, ccmcip, cti } };
    }
    case 'standards':
      return standards(draft);
  }
}

function standards(draft: AdvancedDraft): Outcome {
  const port = draft.xmppPort.trim() === '' ? undefined : Number(draft.xmppPort);
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535))
    return { ok: false, problem: 'bad-port' };
  const xmppAddress = draft.xmppAddress.trim();
  const sipAddress = draft.sipAddress.trim();
  if (xmppAddress === '' && sipAddress === '') return { ok: false, problem: 'incomplete' };
  return {
    ok: true,
    settings: {
      kind: 'standards',
      ...(xmppAddress !== '' && {
        xmpp: {
          address: xmppAddress,
          tls: draft.xmppTls,
          ...given('host', draft.xmppHost),
          ...(port !== undefined && { port }),
        },
      }),
      ...(sipAddress !== '' && {
        sip: {
          address: sipAddress,
          transport: draft.sipTransport,
          ...given('registrar', draft.sipRegistrar),
          ...given('authUser', draft.sipAuthUser),
        },
      }),
    },
  };
}

const list = (...values: readonly string[]) =>
  values.map((value) => value.trim()).filter((value) => value !== '');

function given<K extends string>(key: K, value: string): { [P in K]?: string } {
  return (value.trim() === '' ? {} : { [key]: value.trim() }) as { [P in K]?: string };
}
