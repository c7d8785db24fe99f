import type { ManualSettings } from '../../../shared/domain/session.ts';

/** What the form holds: every field as text, whatever kind is chosen, so that switching kinds loses nothing. */
export interface AdvancedDraft {
  readonly kind: ManualSettings['kind'];
  readonly server: string;
  readonly tftp: string;
  readonly ccmcip: string;
  readonly cti: string;
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
  tftp: '',
  ccmcip: '',
  cti: '',
  xmppAddress: '',
  xmppHost: '',
  xmppPort: '',
  xmppTls: 'starttls',
  sipAddress: '',
  sipRegistrar: '',
  sipTransport: 'tls',
  sipAuthUser: '',
};

export function draftOf(settings: ManualSettings): AdvancedDraft {
  switch (settings.kind) {
    case 'automatic':
      return empty;
    case 'cucm-imp':
      return { ...empty, kind: settings.kind, server: settings.server };
    case 'cucm':
      return {
        ...empty,
        kind: settings.kind,
        tftp: settings.tftp.join(', '),
        ccmcip: settings.ccmcip.join(', '),
        cti: settings.cti.join(', '),
      };
    case 'standards':
      return {
        ...empty,
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
    case 'cucm': {
      const tftp = list(draft.tftp);
      return tftp.length === 0
        ? incomplete
        : { ok: true, settings: { kind: 'cucm', tftp, ccmcip: list(draft.ccmcip), cti: list(draft.cti) } };
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

const list = (value: string) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

function given<K extends string>(key: K, value: string): { [P in K]?: string } {
  return (value.trim() === '' ? {} : { [key]: value.trim() }) as { [P in K]?: string };
}
