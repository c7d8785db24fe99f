import { URI, type UserAgentCoreConfiguration } from 'sip.js/lib/core/index.js';
import type { SipAccount } from '../../ports/sip.port.ts';
import { quotableName } from './outgoing-text.ts';
import { contactTransport, type SipFlow } from './transport/sip-flow.ts';

type Contact = UserAgentCoreConfiguration['contact'];

/** Where requests reach us: over the flow that we opened ourselves. */
export function contactFor(account: SipAccount, user: string, flow: SipFlow, regId: 1 | 2): Contact {
  const { host, port } = splitHostPort(flow.sentBy);
  return contactOf(
    new URI('sip', user, host, port, { transport: contactTransport(flow.transport) }),
    account,
    regId,
  );
}

/** Before there is a flow. */
export function unboundContact(account: SipAccount, user: string): Contact {
  return contactOf(new URI('sip', user, 'unbound.invalid'), account);
}

/** The parameters stand in REGISTER only: the instance (RFC 5626), the device for CUCM (cisco-uc 12.2); what it can show stands in calls (12.4). */
function contactOf(uri: URI, account: SipAccount, regId: 1 | 2 = 1): Contact {
  const device = account.device;
  const parameters = [
    `+sip.instance="<urn:uuid:${account.instanceId}>"`,
    ...(device
      ? [
          `+u.sip!devicename.ccm.cisco.com="${quotableName(device.name)}"`,
          `+u.sip!model.ccm.cisco.com="${quotableName(device.modelNumber ?? '503')}"`,
          ...(device.hasVideo ? ['video'] : []),
        ]
      : []),
    // Two registrations at once, and STUN as keep-alive (cisco-uc 9.4).
    ...(account.keepsStandby ? ['x-cisco-mra-ha=AR_SK', `x-cisco-reg-id=${regId}`] : []),
  ].join(';');
  return {
    pubGruu: undefined,
    tempGruu: undefined,
    uri,
    toString: (options) => {
      const inCall = device?.hasVideo ? ';video;bfcp' : '';
      return `<${uri.toString()}>${options?.register ? `;${parameters}` : inCall}`;
    },
  };
}

function splitHostPort(sentBy: string): { host: string; port: number | undefined } {
  const parts = /^(.*):(\d+)$/.exec(sentBy);
  return { host: parts?.[1] ?? sentBy, port: parts ? Number(parts[2]) : undefined };
}
