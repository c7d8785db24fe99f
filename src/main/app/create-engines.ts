import type { Host } from '../ports/host.port.ts';
import type { Trace } from '../ports/trace.port.ts';
import type { Trust } from '../ports/trust.port.ts';
import { createDialer } from '../engines/link/dialer.ts';
import { type AddressFamily, withAddressFamily } from '../engines/link/address-family.ts';
import { createDns } from '../engines/link/dns-resolver.ts';
import { createReach } from '../engines/link/create-reach.ts';
import { createSip } from '../engines/sip/create-sip.ts';
import { createXmpp } from '../engines/xmpp/create-xmpp.ts';
import type { Tap } from './tap.ts';
import { createGatewayClient } from '../gateway/gateway-client.ts';

export interface EngineChoices {
  /** Name servers instead of the system's. */
  readonly dnsServers?: readonly string[];
  readonly tap?: Tap | undefined;
}

/** The protocols, each joined to the machine and to nothing else. */
export function createEngines(host: Host, trust: Trust, trace: Trace, choices: EngineChoices) {
  const { tap } = choices;
  const { clock, random, log } = host;
  const software = { name: 'Parlance', version: host.caps.version };
  const resolver = createDns({ clock, ...(choices.dnsServers && { servers: choices.dnsServers }) });
  let family: AddressFamily = 'both';
  const dns = withAddressFamily(tap?.dns(resolver) ?? resolver, () => family);
  const proxy = host.proxyFor;
  const dial = { dns, trust, clock, log: log.child('link'), ...(proxy && { proxy }) };
  const dialer = createDialer(dial);
  return {
    /** For connections that must be seen for themselves: the Test buttons. */
    dial,
    dns,
    dialer,
    /** Addresses of one kind only, from now on. */
    useFamily: (wanted: AddressFamily) => {
      family = wanted;
    },
    reach: createReach(dialer),
    xmpp: createXmpp({
      ...{ dialer, clock, random, log: log.child('xmpp'), trace, software },
      ...(tap && { heard: tap.xmpp }),
    }),
    sip: createSip({
      dialer,
      dns,
      clock,
      random,
      log: log.child('sip'),
      software: `${software.name}/${software.version}`,
      ...(tap && { heard: tap.sip }),
    }),
    tap,
    gateway: createGatewayClient({ start: host.startGateway, log: log.child('gateway') }),
  };
}
export type Engines = ReturnType<typeof createEngines>;
