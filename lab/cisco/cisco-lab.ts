import type { CertificateKind } from '../pki/lab-ca.ts';
import { createLabCa } from '../pki/lab-ca.ts';
import { CiscoAccounts } from './accounts.ts';
import type { DnsRecord } from './dns-message.ts';
import { EpasService } from './epas.ts';
import { type HttpNode, type LabReply, type LabRequest, startHttpNode } from './http-node.ts';
import type { CiscoCounters, CiscoFault, CiscoLabOptions, CiscoNode } from './model.ts';
import { answerCas, answerSsoProbe } from './sso.ts';
import { tftpFile } from './tftp-files.ts';
import { startTftpServer } from './tftp-udp.ts';
import { answerUds } from './uds.ts';

export type CiscoNodeName = 'ucm-a' | 'ucm-b' | 'imp-a' | 'tftp';

/** The emulated cluster: two CUCM nodes, one IM&P node, and the TFTP service. */
export interface CiscoLab {
  readonly domain: string;
  /** `ucm-a` is what SRV points to, `ucm-b` the home cluster, `imp-a` the IM&P node; `tftp` is plain HTTP. */
  readonly nodes: Readonly<Record<CiscoNodeName, CiscoNode>>;
  readonly tftpUdpPort: number;
  readonly counters: CiscoCounters;
  readonly accounts: CiscoAccounts;
  /** Rules in force; push to add, or use `addFault`. */
  readonly faults: CiscoFault[];
  /** Adds a rule; the answer removes it. */
  addFault(fault: CiscoFault): () => void;
  /** `_cisco-uds` and the addresses of the nodes, for the DNS server. */
  readonly dnsRecords: readonly DnsRecord[];
  setNodeDown(name: CiscoNodeName, isDown: boolean): Promise<void>;
  /** Gives a node another certificate, `unknown-ca` included. */
  setCertificate(name: CiscoNodeName, kind: CertificateKind | 'unknown-ca'): Promise<void>;
  /** Forgets the SOAP sessions, as after a restart of the IM&P node. */
  forgetSoapSessions(): void;
  stop(): Promise<void>;
}

/** Starts the emulated Cisco interfaces of cisco-uc.md sections 1 to 8 on loopback. */
export async function startCiscoLab(options: CiscoLabOptions): Promise<CiscoLab> {
  const version = options.version ?? '12.5.1';
  const counters: CiscoCounters = { requests: [], authAttempts: new Map(), authFailures: new Map() };
  const accounts = new CiscoAccounts(options.users, counters, options.lockOutAfter ?? 5);
  const faults: { rule: CiscoFault; left: number }[] = [];
  const rules: CiscoFault[] = [];
  const hosts = options.hosts ?? ['127.0.0.1', '127.0.0.1', '127.0.0.1'];
  const started: Record<string, HttpNode> = {};
  const fqdn = (name: string): string => `${name}.${options.domain}`;
  const certificateOf = (name: string, kind: CertificateKind = 'good') => options.ca.issue({ names: [fqdn(name), options.domain], kind });
  const nodeOf = (name: string, alias = name): CiscoNode => ({ name, fqdn: fqdn(alias), host: started[name]?.host ?? '127.0.0.1', port: started[name]?.port ?? 0 });

  const faultFor = (node: string, path: string): CiscoFault | undefined => {
    const isMatch = (rule: CiscoFault): boolean => (rule.node === undefined || rule.node === node) && (rule.path === undefined || path.includes(rule.path));
    const counted = faults.find((entry) => entry.left > 0 && isMatch(entry.rule));
    if (!counted) return rules.find(isMatch);
    counted.left--;
    return counted.rule;
  };
  const epasOf = (() => {
    let service: EpasService | undefined;
    return (): EpasService => (service ??= new EpasService(options, accounts, nodeOf('imp-a')));
  })();
  const handle = (name: string) => (request: LabRequest): LabReply => {
    const self = nodeOf(name);
    if (name === 'tftp') return fileReply(options, nodeOf('ucm-b'), nodeOf('imp-a'), request);
    if (request.path.startsWith('/ssosp/ws/public/singleSignOn')) return answerSsoProbe(options, self);
    if (name === 'imp-a') return request.path.startsWith('/EPASSoap/service/') ? epasOf().answer(request) : { status: 404, body: '' };
    if (request.path === '/cas/FederatedSSO') return answerCas(request);
    if (request.path.startsWith('/photos/')) return photoReply(accounts, request);
    if (!request.path.startsWith('/cucm-uds')) return { status: 404, body: '' };
    const tftp = nodeOf('tftp');
    return answerUds({ options, accounts, version, self, home: nodeOf('ucm-b'), presence: nodeOf('imp-a'), tftpUrl: `http://${tftp.fqdn}:${tftp.port}` }, request);
  };
  for (const [index, name] of ['ucm-a', 'ucm-b', 'imp-a'].entries()) {
    started[name] = await startHttpNode({ name, host: hosts[index] ?? '127.0.0.1', port: options.httpsPort ?? 0, certificate: await certificateOf(name), counters, faultFor, handle: handle(name) });
  }
  started['tftp'] = await startHttpNode({ name: 'tftp', host: hosts[1], port: options.tftpHttpPort ?? 0, counters, faultFor, handle: handle('tftp') });
  const udp = await startTftpServer({
    host: hosts[1],
    port: options.tftpUdpPort ?? 0,
    read: (name) => tftpFile({ options, home: nodeOf('ucm-b'), presence: nodeOf('imp-a') }, name),
  });
  const nodes = Object.fromEntries(Object.keys(started).map((name) => [name, nodeOf(name)])) as Record<CiscoNodeName, CiscoNode>;
  const downNodes = new Set<string>();

  return {
    domain: options.domain,
    nodes,
    tftpUdpPort: udp.port,
    counters,
    accounts,
    faults: rules,
    addFault(fault) {
      const entry = { rule: fault, left: fault.times ?? Number.POSITIVE_INFINITY };
      faults.unshift(entry);
      return () => void faults.splice(faults.indexOf(entry), 1);
    },
    dnsRecords: [
      { name: `_cisco-uds._tcp.${options.domain}`, type: 'SRV', port: nodes['ucm-a'].port, target: nodes['ucm-a'].fqdn },
      ...Object.values(nodes).map((node): DnsRecord => ({ name: node.fqdn, type: 'A', address: node.host })),
    ],
    async setNodeDown(name, isDown) {
      if (downNodes.has(name) === isDown) return;
      if (isDown) downNodes.add(name);
      else downNodes.delete(name);
      await (isDown ? started[name]?.down() : started[name]?.up());
    },
    async setCertificate(name, kind) {
      const stranger = kind === 'unknown-ca' ? await createLabCa('Stranger CA') : undefined;
      const certificate = stranger ? await stranger.issue({ names: [fqdn(name)] }) : await certificateOf(name, kind as CertificateKind);
      started[name]?.setCertificate(certificate);
    },
    forgetSoapSessions: () => epasOf().forgetSessions(),
    async stop() {
      await Promise.all([...Object.values(started).map((node) => node.down()), udp.stop()]);
    },
  };
}

/** cisco-uc.md 6.1: plain GET, no authentication, unknown file 404. */
function fileReply(options: CiscoLabOptions, home: CiscoNode, presence: CiscoNode, request: LabRequest): LabReply {
  const content = request.method === 'GET' ? tftpFile({ options, home, presence }, request.path.slice(1)) : undefined;
  if (content === undefined) return { status: 404, headers: { 'Content-Type': 'text/html' }, body: '<html><body>404 File not found</body></html>' };
  return { status: 200, headers: { 'Content-Type': '*/*' }, body: content };
}

/** `UdsPhotoUriWithToken` (cisco-uc.md 2.11 and 4.7). */
function photoReply(accounts: CiscoAccounts, request: LabRequest): LabReply {
  const photo = accounts.find(request.path.slice('/photos/'.length).replace(/\.png$/, ''))?.photo;
  return photo ? { status: 200, headers: { 'Content-Type': 'image/png' }, body: photo } : { status: 404, body: '' };
}
