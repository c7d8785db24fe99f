import type { CertificateKind } from '../pki/lab-ca.ts';
import { ExpresswayWeb } from './expressway-http.ts';
import type { Expressway, ExpresswayCounters, ExpresswayOptions } from './expressway-model.ts';
import { startSipEdge } from './expressway-sip.ts';
import { startXmppEdge } from './expressway-xmpp.ts';
import { FaultRules } from './fault-rules.ts';
import { startHttpNode } from './http-node.ts';
import type { CiscoCounters } from './model.ts';

/** Made up: the address of a host that nobody outside can reach, as the product gives one (cisco-uc 9.3). */
const SIP_ROUTE = '<sip:10.1.2.3:5061;transport=tls;zone-id=3;directed;lr>';

/** Starts one edge on loopback: HTTPS 8443, chat 5222 and phone 5061 of cisco-uc.md section 9. */
export async function startExpressway(options: ExpresswayOptions): Promise<Expressway> {
  const name = options.name ?? 'exp-e';
  const fqdn = `${name}.${options.domain}`;
  const { host, inside } = options;
  const issue = (kind: CertificateKind = 'good') =>
    options.ca.issue({ names: options.certificateNames ?? [options.domain, fqdn], kind });
  let certificate = await issue();
  const faults = new FaultRules();
  const counters: ExpresswayCounters = {
    requests: [],
    configurations: 0,
    xmppConnections: 0,
    sipConnections: 0,
    sipRequests: [],
    sipRefused: 0,
  };
  const requests: CiscoCounters = { requests: [], authAttempts: new Map(), authFailures: new Map() };
  const web = new ExpresswayWeb({ options, fqdn, counters, sipRoute: SIP_ROUTE, ports: () => ports() });
  const { ports: wanted = {} } = options;
  const current = () => certificate;
  const http = await startHttpNode({
    ...{ name, host, port: wanted.https ?? 8443, certificate, counters: requests },
    faultFor: (node, path) => faults.take(node, path),
    handle: (request) => web.answer(request),
  });
  const xmpp = await startXmppEdge({
    ...{ host, port: wanted.xmpp ?? 5222, certificate: current, inside: inside.xmpp },
    onConnection: () => void (counters.xmppConnections += 1),
  });
  const sip = await startSipEdge({
    ...{ host, port: wanted.sip ?? 5061, certificate: current, inside: inside.sip },
    ...{
      route: SIP_ROUTE,
      counters,
      needsSrtp: options.needsSrtp ?? false,
      takesStandby: options.takesStandby ?? false,
    },
  });
  const ports = () => ({ https: http.port, xmpp: xmpp.port, sip: sip.port });
  let isDown = false;
  const setDown = async (next: boolean): Promise<void> => {
    if (next === isDown) return;
    isDown = next;
    await Promise.all([http, xmpp, sip].map((part) => (next ? part.down() : part.up())));
  };
  return {
    ...{ name, fqdn, host, counters },
    get ports() {
      return ports();
    },
    addFault: (fault) => faults.add(fault),
    expireCookies: () => web.expireCookies(),
    setDown,
    async setCertificate(kind) {
      certificate = await issue(kind);
      http.setCertificate(certificate);
    },
    stop: () => setDown(true),
  };
}
