import type { CertificateKind } from '../pki/lab-ca.ts';
import { createLabCa } from '../pki/lab-ca.ts';
import { CiscoAccounts } from './accounts.ts';
import { AuthorizationServer } from './authorization-server.ts';
import { IdentityProvider } from './identity-provider.ts';
import { TokenBook } from './token-book.ts';
import type { DnsRecord } from './dns-message.ts';
import { EpasService } from './epas.ts';
import { FaultRules } from './fault-rules.ts';
import {
  type HttpNode,
  type HttpNodeOptions,
  type LabReply,
  type LabRequest,
  startHttpNode,
} from './http-node.ts';
import type { CiscoCounters, CiscoFault, CiscoLabOptions, CiscoNode } from './model.ts';
import { answerCas, answerSsoProbe, answerTeam } from './sso.ts';
import { type FileWorld, tftpFile } from './tftp-files.ts';
import { startTftpServer } from './tftp-udp.ts';
import { answerUds } from './uds.ts';
import { WebDialerService } from './webdialer.ts';
import { startUnityConnection, type UnityLab } from './unity-connection.ts';

export type CiscoNodeName = 'ucm-a' | 'ucm-b' | 'imp-a' | 'imp-b' | 'tftp';

/** The emulated cluster: two CUCM nodes, one IM&P node, and the TFTP service. */
export interface CiscoLab {
  readonly domain: string;
  /** `ucm-a` is what SRV points to, `ucm-b` the home cluster, `imp-a` the IM&P node, `imp-b` the one beside it; `tftp` is plain HTTP. */
  readonly nodes: Readonly<Record<Exclude<CiscoNodeName, 'imp-b'>, CiscoNode>> & {
    readonly 'imp-b'?: CiscoNode;
  };
  readonly tftpUdpPort: number;
  /** With the option `voicemail`. */
  readonly unity: UnityLab | undefined;
  /** With the option of the same name; else it answers nothing. */
  readonly webDialer: WebDialerService;
  readonly counters: CiscoCounters;
  readonly accounts: CiscoAccounts;
  /** Codes and tokens that were given: life times, rotation, revocation, skew. */
  readonly tokens: TokenBook;
  readonly provider: IdentityProvider;
  /** Single sign-on is on. */
  readonly hasSignOn: boolean;
  /** The authorisation server's pages as another door shows them, below `base` (an edge's, cisco-uc.md 7.6). */
  signOnAt(door: CiscoNode, base: string, request: LabRequest): LabReply;
  /** Adds a rule; the answer removes it. */
  addFault(fault: CiscoFault): () => void;
  /** `_cisco-uds` and the addresses of the nodes, for the DNS server. */
  readonly dnsRecords: readonly DnsRecord[];
  setNodeDown(name: CiscoNodeName, isDown: boolean): Promise<void>;
  /** Gives a node another certificate, `unknown-ca` included. */
  setCertificate(name: CiscoNodeName, kind: CertificateKind | 'unknown-ca'): Promise<void>;
  /** Puts a file on the TFTP service, beside or instead of the lab's; the answer puts back what was there. */
  setFile(name: string, content: string): () => void;
  /** Forgets the SOAP sessions, as after a restart of the IM&P node. */
  forgetSoapSessions(): void;
  /** Which node of the pair is a user's first one now: the SOAP service tells it, and it changes while a failover is active. */
  setPresencePrimary(name: 'imp-a' | 'imp-b'): void;
  stop(): Promise<void>;
}

// size: one cluster, started part by part in the order that the parts need each other.

/** Starts the emulated Cisco interfaces of cisco-uc.md sections 1 to 8 on loopback. */
export async function startCiscoLab(given: CiscoLabOptions): Promise<CiscoLab> {
  const files = { ...given.files };
  const options = { ...given, files };
  const counters: CiscoCounters = { requests: [], authAttempts: new Map(), authFailures: new Map() };
  const accounts = new CiscoAccounts(options.users, counters, options.lockOutAfter ?? 5);
  const tokens = new TokenBook(options.oauth?.policy);
  accounts.acceptTokens((token) => tokens.userOf(token));
  const webDialer = new WebDialerService(accounts, options.webDialer);
  const provider = new IdentityProvider({ accounts, ...options.oauth });
  const authorization = new AuthorizationServer();
  const faults = new FaultRules();
  const hosts = options.hosts ?? ['127.0.0.1', '127.0.0.1', '127.0.0.1'];
  const started = new Map<string, HttpNode>();
  const nodeOf: NodeLookup = (name) => {
    const node = started.get(name);
    return { name, fqdn: `${name}.${options.domain}`, host: node?.host ?? '', port: node?.port ?? 0 };
  };
  const epas = new EpasService(options, accounts, (name) => nodeOf(name).fqdn);
  const certificateOf = (name: string, kind: CertificateKind = 'good', ca = options.ca) =>
    ca.issue({
      names: [
        `${name}.${options.domain}`,
        options.domain,
        ...(name === 'ucm-b' ? [`idp.${options.domain}`] : []),
      ],
      kind,
    });
  const fileParts: FileParts = { options, nodeOf, voicemail: [] };
  const parts = { options, accounts, webDialer, epas, nodeOf, tokens, provider, authorization, fileParts };
  const startNode = async (name: CiscoNodeName, host: string, isSecure: boolean): Promise<void> => {
    const handle = (request: LabRequest): LabReply => route(parts, name, request);
    const faultFor = (node: string, path: string): CiscoFault | undefined => faults.take(node, path);
    const port = (isSecure ? options.httpsPort : options.tftpHttpPort) ?? 0;
    const certificate = isSecure ? { certificate: await certificateOf(name) } : {};
    started.set(name, await startHttpNode({ name, host, port, ...certificate, counters, faultFor, handle }));
  };
  await startNode('ucm-a', hosts[0], true);
  await startNode('ucm-b', hosts[1], true);
  await startNode('imp-a', hosts[2], true);
  if (options.presencePair) await startNode('imp-b', hosts[3] ?? hosts[2], true);
  await startNode('tftp', hosts[1], false);
  const secureFiles = await startSecureFiles(options, hosts[1], {
    counters,
    certificate: await certificateOf('tftp'),
    faultFor: (node, path) => faults.take(node, path),
    handle: (request) => fileReply(fileWorld(fileParts), request),
  });
  const { voicemail } = options;
  const world = { domain: options.domain, ca: options.ca, accounts, counters };
  const unity =
    voicemail &&
    (await startUnityConnection(voicemail, { ...world, faultFor: (node, path) => faults.take(node, path) }));
  fileParts.voicemail = unity?.nodes ?? [];
  const udp = await startTftpServer({
    host: hosts[1],
    port: options.tftpUdpPort ?? 0,
    read: (name) => tftpFile(fileWorld(fileParts), name),
  });
  const names = [...started.keys()] as CiscoNodeName[];
  const nodes = Object.fromEntries(names.map((name) => [name, nodeOf(name)])) as CiscoLab['nodes'];
  const downNodes = new Set<string>();

  return {
    domain: options.domain,
    nodes,
    tftpUdpPort: udp.port,
    webDialer,
    counters,
    accounts,
    tokens,
    provider,
    hasSignOn: options.sso === 'enabled',
    signOnAt: (door, base, request) => answerAuthorization(parts, door, request, base),
    addFault: (fault) => faults.add(fault),
    dnsRecords: [
      ...dnsRecordsOf(options.domain, nodes),
      ...(unity?.nodes ?? []).map(({ fqdn, host }) => ({ name: fqdn, type: 'A' as const, address: host })),
    ],
    unity,
    async setNodeDown(name, isDown) {
      if (downNodes.has(name) === isDown) return;
      if (isDown) downNodes.add(name);
      else downNodes.delete(name);
      await (isDown ? started.get(name)?.down() : started.get(name)?.up());
    },
    async setCertificate(name, kind) {
      const certificate =
        kind === 'unknown-ca'
          ? await certificateOf(name, 'good', await createLabCa('Stranger CA'))
          : await certificateOf(name, kind);
      started.get(name)?.setCertificate(certificate);
    },
    setFile(name, content) {
      const before = files[name];
      files[name] = content;
      return () => {
        if (before === undefined) delete files[name];
        else files[name] = before;
      };
    },
    forgetSoapSessions: () => epas.forgetSessions(),
    setPresencePrimary: (name) => epas.setPrimary(name),
    async stop() {
      await Promise.all([
        ...[...started.values()].map((node) => node.down()),
        secureFiles?.down(),
        udp.stop(),
        unity?.stop(),
      ]);
    },
  };
}

type NodeLookup = (name: CiscoNodeName) => CiscoNode;

interface RouteParts {
  readonly options: CiscoLabOptions;
  readonly accounts: CiscoAccounts;
  readonly webDialer: WebDialerService;
  readonly epas: EpasService;
  readonly nodeOf: NodeLookup;
  readonly tokens: TokenBook;
  readonly provider: IdentityProvider;
  readonly authorization: AuthorizationServer;
  readonly fileParts: FileParts;
}

const NOT_FOUND: LabReply = { status: 404, body: '' };

/** Which service answers, by node and path. */
function route(parts: RouteParts, name: CiscoNodeName, request: LabRequest): LabReply {
  const { options, accounts, nodeOf } = parts;
  const self = nodeOf(name);
  const [home, presence, tftp] = [nodeOf('ucm-b'), nodeOf('imp-a'), nodeOf('tftp')];
  if (name === 'tftp') return fileReply(fileWorld(parts.fileParts), request);
  if (request.path.startsWith('/ssosp/ws/public/singleSignOn')) return answerSsoProbe(options, self);
  // The identity provider is a host of its own, behind the same door as the home node.
  if (request.headers.host?.startsWith('idp.')) return parts.provider.answer(request);
  if (request.path.startsWith('/ssosp/')) return answerAuthorization(parts, self, request);
  if (name === 'imp-a' || name === 'imp-b') {
    return request.path.startsWith('/EPASSoap/service/') ? parts.epas.answer(name, request) : NOT_FOUND;
  }
  if (request.path === '/cas/FederatedSSO') return answerCas(options, request);
  if (request.path === '/team') return answerTeam(options, request);
  if (request.path.startsWith('/photos/')) return photoReply(accounts, request);
  if (request.path.startsWith('/webdialer/')) return parts.webDialer.answer(request);
  if (!request.path.startsWith('/cucm-uds')) return NOT_FOUND;
  const version = options.version ?? '12.5.1';
  const tftpUrl = `http://${tftp.fqdn}:${tftp.port}`;
  const { tftpHttpsPort } = options;
  const secureTftpUrl = tftpHttpsPort === undefined ? tftpUrl : `https://${tftp.fqdn}:${tftpHttpsPort}`;
  return answerUds({ options, accounts, version, self, home, presence, tftpUrl, secureTftpUrl }, request);
}

function dnsRecordsOf(domain: string, nodes: CiscoLab['nodes']): DnsRecord[] {
  const { port, fqdn } = nodes['ucm-a'];
  return [
    { name: `_cisco-uds._tcp.${domain}`, type: 'SRV', port, target: fqdn },
    ...Object.values(nodes).map((node): DnsRecord => ({ name: node.fqdn, type: 'A', address: node.host })),
  ];
}

function answerAuthorization(
  parts: RouteParts,
  self: CiscoNode,
  request: LabRequest,
  base?: string,
): LabReply {
  const { options, accounts, tokens, provider, authorization } = parts;
  const hasProvider = options.sso === 'enabled';
  if (!hasProvider && !options.oauth) return NOT_FOUND;
  const { port } = parts.nodeOf('ucm-b');
  const node = { ...self, port, fqdn: `idp.${options.domain}` };
  const world = {
    options: options.oauth ?? { hasRefreshFlow: true },
    ...{ self, accounts, book: tokens },
    ...(base !== undefined && { base }),
    ...(hasProvider && { provider: { node, pages: provider } }),
  };
  return authorization.answer(world, request) ?? NOT_FOUND;
}

/** The files once more behind TLS, as `tftp-s` in counters and faults (cisco-uc.md 6.1). */
async function startSecureFiles(
  { tftpHttpsPort }: CiscoLabOptions,
  host: string,
  parts: Pick<HttpNodeOptions, 'counters' | 'certificate' | 'faultFor' | 'handle'>,
): Promise<HttpNode | undefined> {
  if (tftpHttpsPort === undefined) return undefined;
  return startHttpNode({ name: 'tftp-s', host, port: tftpHttpsPort, ...parts });
}

interface FileParts {
  readonly options: CiscoLabOptions;
  readonly nodeOf: NodeLookup;
  voicemail: readonly CiscoNode[];
}

function fileWorld({ options, nodeOf, voicemail }: FileParts): FileWorld {
  const presence = { presence: nodeOf('imp-a'), ...(options.presencePair && { backup: nodeOf('imp-b') }) };
  return { options, home: nodeOf('ucm-b'), voicemail, ...presence };
}

/** cisco-uc.md 6.1: plain GET, no authentication, unknown file 404. */
function fileReply(world: FileWorld, request: LabRequest): LabReply {
  const content = request.method === 'GET' ? tftpFile(world, request.path.slice(1)) : undefined;
  if (content === undefined)
    return {
      status: 404,
      headers: { 'Content-Type': 'text/html' },
      body: '<html><body>404 File not found</body></html>',
    };
  return { status: 200, headers: { 'Content-Type': '*/*' }, body: content };
}

/** `UdsPhotoUriWithToken` (cisco-uc.md 2.11 and 4.7). */
function photoReply(accounts: CiscoAccounts, request: LabRequest): LabReply {
  const photo = accounts.find(request.path.slice('/photos/'.length).replace(/\.png$/, ''))?.photo;
  return photo
    ? { status: 200, headers: { 'Content-Type': 'image/png' }, body: photo }
    : { status: 404, body: '' };
}
