// size: one office for one person, put together once from parts that are long only in their options.
import { onTestFinished } from 'vitest';
import { startCiscoLab } from '../../lab/cisco/cisco-lab.ts';
import type { PresencePair } from '../../lab/cisco/model.ts';
import { startXmppServer } from '../../lab/embedded/xmpp-server/xmpp-server.ts';
import { createLabCa } from '../../lab/pki/lab-ca.ts';
import { startTcpRelay } from '../../lab/real/tcp-relay.ts';
import { createDialer } from '../../src/main/engines/link/dialer.ts';
import { createHttpClient } from '../../src/main/engines/link/http-client.ts';
import { createImPresence } from '../../src/main/engines/provisioning/create-im-presence.ts';
import type { Deployment } from '../../src/main/ports/sign-in.port.ts';
import { chatCredentials } from '../../src/main/services/bootstrap/chat-credentials.ts';
import { memoryDns } from './memory-dns.ts';
import { memoryTrust } from './memory-trust.ts';
import { seededRandom } from './seeded-random.ts';
import { silentLog } from './silent-log.ts';
import { hurriedClock, type XmppTestClient, xmppTestClient } from './xmpp-client.ts';

export type PairNode = 'imp-a' | 'imp-b';
export type PairFault = 'kill' | 'hang' | 'restore';

/** Chat of one person at two nodes: real engines, the lab's SOAP services, and two ways in to one chat server. */
export interface PresencePairHarness {
  readonly client: XmppTestClient;
  readonly lab: Awaited<ReturnType<typeof startCiscoLab>>;
  readonly server: Awaited<ReturnType<typeof startXmppServer>>;
  connect(): Promise<void>;
  /** A whole node: its SOAP service and its way in to chat. */
  strike(node: PairNode, fault: PairFault): Promise<void>;
  /** Only chat, or only SOAP, of a node. */
  strikeChat(node: PairNode, fault: PairFault): Promise<void>;
  strikeSoap(node: PairNode, fault: PairFault): Promise<void>;
  /** The states of the failovers so far, in order. */
  states(): readonly string[];
}

/** Five times the pace, so that what waits for ten seconds waits for two. */
const HURRY = 5;

export async function presencePair(pair: PresencePair = {}): Promise<PresencePairHarness> {
  const ca = await createLabCa();
  const net = `127.${100 + Math.floor(Math.random() * 150)}.${Math.floor(Math.random() * 250)}`;
  const lab = await startCiscoLab({
    domain: 'example.test',
    users: [{ username: 'alice', password: 'pencil', firstName: 'A', lastName: 'A', displayName: 'Alice' }],
    ca,
    hosts: [`${net}.1`, `${net}.2`, `${net}.3`, `${net}.4`],
    httpsPort: 8443,
    peers: { xmpp: { host: '127.0.0.1', port: 5222 } },
    presencePair: { relogin: { lowerS: 0.5, upperS: 1 }, ...pair },
  });
  onTestFinished(() => lab.stop());
  const server = await startXmppServer({
    domain: 'example.test',
    certificate: await ca.issue({ names: ['example.test', 'imp-a.example.test', 'imp-b.example.test'] }),
    users: [
      { username: 'alice', password: 'pencil' },
      { username: 'bob', password: 'pencil' },
    ],
    mechanisms: ['CISCO-VTG-TOKEN'],
    checkToken: (user, token) => lab.accounts.redeemToken(user.replace(/@.*/, ''), token),
  });
  onTestFinished(() => server.stop());
  const way = async (last: number) => {
    const target = { address: server.host, port: server.port };
    const relay = await startTcpRelay({ address: `${net}.${last}`, port: 5222, target });
    onTestFinished(() => relay.close());
    return relay;
  };
  const ways = { 'imp-a': await way(3), 'imp-b': await way(4) };
  const clock = hurriedClock(HURRY);
  const addresses = { 'imp-a.example.test': [`${net}.3`], 'imp-b.example.test': [`${net}.4`] };
  const dialer = createDialer({
    dns: memoryDns({ addresses }),
    trust: memoryTrust(ca.pem),
    clock,
    log: silentLog,
  });
  const http = createHttpClient({ dialer, clock, service: 'configuration' });
  onTestFinished(() => http.close());
  const targets = ['imp-a', 'imp-b'].map((name) => ({
    host: `${name}.example.test`,
    port: 5222,
    tls: 'starttls' as const,
  }));
  const client = xmppTestClient({
    ca: ca.pem,
    targets,
    username: 'alice',
    password: 'pencil',
    clock,
    addresses,
  });
  onTestFinished(() => client.xmpp.disconnect());
  const deployment: Deployment = {
    mode: 'im-only',
    address: 'alice@example.test',
    username: 'alice',
    xmpp: {
      domain: 'example.test',
      targets,
      soap: ['imp-a.example.test:8443', 'imp-b.example.test:8443'],
      ...(pair.relogin === undefined && { relogin: { lowerS: 0.5, upperS: 1 } }),
    },
  };
  const span = client.trace.start('sign-in');
  const ports = {
    imp: createImPresence({ http, clock, clientVersion: '1' }),
    trace: client.trace,
    clock,
    random: seededRandom(),
  };
  const healing: Record<PairNode, () => void> = { 'imp-a': () => undefined, 'imp-b': () => undefined };
  const strikeChat = async (node: PairNode, fault: PairFault): Promise<void> => {
    if (fault === 'restore') await ways[node].restore();
    else await ways[node].cut(fault === 'kill' ? 'refused' : 'silent');
  };
  const strikeSoap = async (node: PairNode, fault: PairFault): Promise<void> => {
    healing[node]();
    healing[node] = fault === 'hang' ? lab.addFault({ kind: 'hang', node }) : () => undefined;
    await lab.setNodeDown(node, fault === 'kill');
  };
  return {
    client,
    lab,
    server,
    strikeChat,
    strikeSoap,
    async connect() {
      const credentials = chatCredentials(ports, deployment, { password: 'pencil' }, span);
      const connected = await client.connect({ credentials });
      if (!connected.ok) throw new Error(connected.error.code);
    },
    async strike(node, fault) {
      await Promise.all([strikeSoap(node, fault), strikeChat(node, fault)]);
    },
    states: () =>
      client.trace
        .spans()
        .filter(({ name }) => /^[A-Z_]+$/.test(name))
        .map(({ name }) => name),
  };
}
