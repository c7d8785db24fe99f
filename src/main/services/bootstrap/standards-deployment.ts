import type { ManualSettings } from '../../../shared/domain/session.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';
import type { SipTarget } from '../discovery/interpret-answers.ts';
import { parseWorkAddress, type WorkAddress } from './work-address.ts';

type StandardsSettings = Extract<ManualSettings, { kind: 'standards' }>;

/** Seconds asked for in REGISTER; the server's answer decides (RFC 3261 section 10.2.1.1). */
export const EXPIRES_S = 600;
/** Where nothing names a port: by transport. */
export const XMPP_PORTS = { starttls: 5222, direct: 5223 } as const;
export const SIP_PORTS = { udp: 5060, tcp: 5060, tls: 5061, ws: 80, wss: 443 } as const;

/** The deployment of an account at an ordinary XMPP and/or SIP server, found by records (D15). */
export function standardsDeployment(
  address: WorkAddress,
  found: { readonly xmpp: readonly XmppTarget[]; readonly sip: readonly SipTarget[] },
): Deployment {
  const { full, user, domain } = address;
  return {
    mode: modeOf(found.xmpp.length > 0, found.sip.length > 0),
    address: full,
    username: user,
    ...(found.xmpp.length > 0 && { xmpp: { domain, targets: found.xmpp } }),
    ...(found.sip.length > 0 && {
      sip: { aor: `sip:${full}`, registrars: found.sip, authUser: user, expires: EXPIRES_S },
    }),
  };
}

export function modeOf(hasChat: boolean, hasPhone: boolean): Deployment['mode'] {
  if (hasChat) return hasPhone ? 'full-uc' : 'im-only';
  return 'phone-only';
}

/** What a hand-made account still needs from DNS. */
export interface ManualAccounts {
  readonly xmpp?: { readonly address: WorkAddress; readonly targets?: readonly XmppTarget[] };
  readonly sip?: {
    readonly address: WorkAddress;
    readonly registrars?: readonly SipTarget[];
    readonly authUser: string;
  };
}

/** Reads the Standards block of the manual settings (D12). Error: discovery.bad-address. */
export function readManualAccounts(settings: StandardsSettings): Result<ManualAccounts> {
  const xmpp = settings.xmpp && parseWorkAddress(settings.xmpp.address);
  const sip = settings.sip && parseWorkAddress(settings.sip.address.replace(/^sips?:/i, ''));
  if (xmpp?.ok === false) return xmpp;
  if (sip?.ok === false) return sip;
  if (!xmpp && !sip) return fail('discovery.bad-address');
  const registrars = settings.sip && manualRegistrars(settings.sip);
  return ok({
    ...(xmpp && settings.xmpp && { xmpp: { address: xmpp.value, ...manualTargets(settings.xmpp) } }),
    ...(sip && {
      sip: {
        address: sip.value,
        ...(registrars && { registrars }),
        authUser: settings.sip?.authUser ?? sip.value.user,
      },
    }),
  });
}

/** Puts hand-made accounts and what DNS added for them together. */
export function manualDeployment(accounts: ManualAccounts): Deployment {
  const main = accounts.xmpp?.address ?? accounts.sip?.address;
  const { xmpp, sip } = accounts;
  return {
    mode: modeOf(xmpp !== undefined, sip !== undefined),
    address: main?.full ?? '',
    username: main?.user ?? '',
    ...(xmpp && { xmpp: { domain: xmpp.address.domain, targets: xmpp.targets ?? [] } }),
    ...(sip && {
      sip: {
        aor: `sip:${sip.address.full}`,
        registrars: sip.registrars ?? [],
        authUser: sip.authUser,
        expires: EXPIRES_S,
      },
    }),
  };
}

function manualTargets(xmpp: NonNullable<StandardsSettings['xmpp']>): { targets?: readonly XmppTarget[] } {
  const { host, tls } = xmpp;
  return host === undefined || host === ''
    ? {}
    : { targets: [{ host, port: xmpp.port ?? XMPP_PORTS[tls], tls }] };
}

/** `host`, `host:port` or a `sip:` URI. */
function manualRegistrars(sip: NonNullable<StandardsSettings['sip']>): readonly SipTarget[] | undefined {
  if (sip.registrar === undefined || sip.registrar.trim() === '') return undefined;
  const target = parseRegistrar(sip.registrar);
  const transport = target.transport ?? sip.transport;
  return [{ host: target.host, port: target.port ?? SIP_PORTS[transport], transport }];
}

/** Reads `sip:127.0.0.1:5060;transport=udp` and shorter forms (RFC 3261 section 19.1). */
export function parseRegistrar(text: string): {
  host: string;
  port?: number;
  transport?: SipTarget['transport'];
} {
  const [, scheme = '', host = '', port, parameters = ''] =
    /^(?:(sips?):)?(\[[^\]]*\]|[^:;?]*)(?::(\d{1,5}))?((?:;[^?]*)?)/i.exec(text.trim()) ?? [];
  const named = /;transport=(udp|tcp|tls|wss|ws)(?:;|$)/i.exec(parameters)?.[1]?.toLowerCase();
  const transport = named ?? (scheme.toLowerCase() === 'sips' ? 'tls' : undefined);
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    ...(port !== undefined && { port: Number(port) }),
    ...(transport !== undefined && { transport: transport as SipTarget['transport'] }),
  };
}
