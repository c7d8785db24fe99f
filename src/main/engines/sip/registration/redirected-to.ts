import type { SipAccount } from '../../../ports/sip.port.ts';
import { redirectTargets } from '../message/redirect-targets.ts';

export type Registrar = SipAccount['registrars'][number];

/**
 * The registrar that a 3xx to REGISTER names (RFC 3261 section 21.3): the best one that can be gone to from `here`. Never from
 * an encrypted connection to one that isn't, nor from anywhere to where we are. Without a port it is the transport's own.
 */
export function redirectedTo(contacts: readonly string[], here: Registrar): Registrar | undefined {
  return redirectTargets(contacts)
    .map((uri) => registrarOf(uri, here))
    .find(
      (each) =>
        each !== undefined &&
        !(
          each.host === here.host.toLowerCase() &&
          each.port === here.port &&
          each.transport === here.transport
        ),
    );
}

function registrarOf(uri: string, here: Registrar): Registrar | undefined {
  const [, scheme = '', host = '', port, parameters = ''] =
    /^(sips?):(?:[^@]*@)?(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?((?:;[^?]*)?)(?:\?|$)/i.exec(uri) ?? [];
  if (host === '') return undefined;
  const named = /;transport=([a-z]+)/i.exec(parameters)?.[1]?.toLowerCase();
  const transport = transportOf(named, scheme.toLowerCase() === 'sips', here);
  if (transport === undefined || (isEncrypted(here.transport) && !isEncrypted(transport))) return undefined;
  const at = port === undefined ? (isEncrypted(transport) ? 5061 : 5060) : Number(port);
  if (at < 1 || at > 65_535) return undefined;
  const isWeb = transport === 'ws' || transport === 'wss';
  return {
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    // Web addresses keep their port and path.
    port: isWeb && port === undefined ? here.port : at,
    transport,
    ...(isWeb && here.path !== undefined && { path: here.path }),
  };
}

/** Undefined: one that we don't speak. */
function transportOf(
  named: string | undefined,
  isSecure: boolean,
  here: Registrar,
): Registrar['transport'] | undefined {
  switch (named) {
    case undefined:
      return isSecure && !isEncrypted(here.transport) ? 'tls' : here.transport;
    case 'tcp':
      // `transport=tcp` of a sips address is TLS (RFC 3261 section 26.2.2).
      return isSecure ? 'tls' : 'tcp';
    case 'udp':
      return isSecure ? undefined : 'udp';
    case 'tls':
      return 'tls';
    case 'ws':
      return isSecure || here.transport === 'wss' ? 'wss' : 'ws';
    default:
      return undefined;
  }
}

const isEncrypted = (transport: Registrar['transport']): boolean =>
  transport === 'tls' || transport === 'wss';
