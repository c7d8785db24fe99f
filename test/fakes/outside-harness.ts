import { onTestFinished } from 'vitest';
import type { CiscoLab } from '../../lab/cisco/cisco-lab.ts';
import { startCiscoLab } from '../../lab/cisco/cisco-lab.ts';
import type { Expressway, ExpresswayOptions } from '../../lab/cisco/expressway-model.ts';
import { createLabCa } from '../../lab/pki/lab-ca.ts';
import { createEdge } from '../../src/main/engines/edge/create-edge.ts';
import { createDialer } from '../../src/main/engines/link/dialer.ts';
import { createHttpClient } from '../../src/main/engines/link/http-client.ts';
import { createConfigurationFiles } from '../../src/main/engines/provisioning/create-configuration-files.ts';
import { createImPresence } from '../../src/main/engines/provisioning/create-im-presence.ts';
import { createUds } from '../../src/main/engines/uds/create-uds.ts';
import type { ImPresence } from '../../src/main/ports/im-presence.port.ts';
import type { Trust } from '../../src/main/ports/trust.port.ts';
import { alice } from './cisco-harness.ts';
import { edgeBefore, ownNet } from './edge-lab.ts';
import { memoryDns, type MemoryDnsZone } from './memory-dns.ts';
import { realClock } from './real-clock.ts';
import { sessionHarness, type HarnessOptions, srv } from './session-harness.ts';
import { silentLog } from './silent-log.ts';

export interface OutsideOptions {
  readonly edges?: readonly Partial<ExpresswayOptions>[];
  readonly store?: HarnessOptions['store'];
  /** How long a request inside may take; short unless a test is about waiting. */
  readonly insideTimeoutMs?: number;
  /** A lab that stands already, as when the app starts again. */
  readonly standing?: { readonly lab: CiscoLab; readonly edges: readonly Expressway[]; readonly ca: string };
  /** What the name server says at first. */
  readonly view?: View;
  /** Puts something in front of the chat sign-in. */
  readonly imp?: (real: ImPresence) => ImPresence;
}

/**
 * Which side of the company's name servers the computer is on; `everywhere` is one zone for both (T4, not split), seen from
 * outside; `both` the same seen from inside.
 */
export type View = 'inside' | 'outside' | 'everywhere' | 'both';

/**
 * A session over real engines, with the emulated cluster and an Expressway in front of it. Names are answered as the side
 * says: outside no inside name exists, so whatever is not carried by the edge fails. Chat, phone and directory are scripted.
 */
export async function outsideHarness(options: OutsideOptions = {}) {
  const { lab, edges, ca } = options.standing ?? (await startOffice(options.edges ?? [{}]));
  const net: { view: View } = { view: options.view ?? 'outside' };
  const zones = {
    inside: insideZone(lab),
    outside: outsideZone(lab, edges),
    everywhere: publicZone(lab, edges),
    both: bothZones(lab, edges),
  };
  const dns = switchedDns(() => zones[net.view]);
  let uds: ReturnType<typeof createUds> | undefined;
  const harness = sessionHarness({
    dns,
    authorities: [ca],
    ...(options.store && { store: options.store }),
    engines: (trust) => {
      const engines = outsideEngines(trust, dns, lab, options.insideTimeoutMs ?? 1_500);
      uds = engines.uds;
      return { ...engines, imp: options.imp?.(engines.imp) ?? engines.imp };
    },
  });
  harness.script.takesToken = (token) => lab.accounts.redeemToken('alice', token);
  return { ...harness, lab, edges, net, standing: { lab, edges, ca }, uds: () => uds };
}

export type OutsideHarness = Awaited<ReturnType<typeof outsideHarness>>;

async function startOffice(edgeOptions: readonly Partial<ExpresswayOptions>[]) {
  const ca = await createLabCa();
  const net = ownNet();
  const lab = await startCiscoLab({
    ...{ domain: 'example.test', users: [alice], ca, httpsPort: 8443, tftpHttpPort: 6970 },
    hosts: [`${net}.1`, `${net}.2`, `${net}.3`],
  });
  onTestFinished(() => lab.stop());
  const edges = await Promise.all(
    edgeOptions.map((each, index) => edgeBefore(lab, ca, { name: `exp-e${index}`, ...each })),
  );
  return { lab, edges, ca: ca.pem };
}

function outsideEngines(trust: Trust, dns: ReturnType<typeof memoryDns>, lab: CiscoLab, timeoutMs: number) {
  const dialer = createDialer({ dns, trust, clock: realClock, log: silentLog });
  const direct = createHttpClient({ dialer, clock: realClock, service: 'uds', timeoutMs });
  const { edge, http } = createEdge({ dialer, clock: realClock, direct, timeoutMs: 3_000 });
  onTestFinished(() => http.close());
  return {
    edge,
    uds: createUds(http),
    files: createConfigurationFiles({ http, dns, clock: realClock, tftpPort: lab.tftpUdpPort }),
    imp: createImPresence({ http, clock: realClock, clientVersion: 'test' }),
  };
}

function switchedDns(zone: () => MemoryDnsZone): ReturnType<typeof memoryDns> {
  return {
    name: 'memory',
    addresses: (host, signal) => memoryDns(zone()).addresses(host, signal),
    srv: (name, signal) => memoryDns(zone()).srv(name, signal),
  };
}

function insideZone(lab: CiscoLab): MemoryDnsZone {
  const { nodes } = lab;
  return {
    srv: { '_cisco-uds._tcp.example.test': [srv(nodes['ucm-a'].fqdn, nodes['ucm-a'].port)] },
    addresses: Object.fromEntries(Object.values(nodes).map(({ fqdn, host }) => [fqdn, [host]])),
  };
}

function outsideZone(_lab: CiscoLab, edges: readonly Expressway[]): MemoryDnsZone {
  return {
    srv: {
      '_collab-edge._tls.example.test': edges.map(({ fqdn, ports }, index) => srv(fqdn, ports.https, index)),
    },
    addresses: Object.fromEntries(edges.map(({ fqdn, host }) => [fqdn, [host]])),
  };
}

/** Every record for everybody; the inside addresses lead nowhere from here (RFC 5737). */
function publicZone(lab: CiscoLab, edges: readonly Expressway[]): MemoryDnsZone {
  const [inside, outside] = [insideZone(lab), outsideZone(lab, edges)];
  const unreachable = Object.keys(inside.addresses ?? {}).map((name) => [name, ['127.0.0.1']] as const);
  return {
    srv: { ...inside.srv, ...outside.srv },
    addresses: { ...Object.fromEntries(unreachable), ...outside.addresses },
  };
}

function bothZones(lab: CiscoLab, edges: readonly Expressway[]): MemoryDnsZone {
  const [inside, outside] = [insideZone(lab), outsideZone(lab, edges)];
  return { srv: { ...inside.srv, ...outside.srv }, addresses: { ...inside.addresses, ...outside.addresses } };
}
