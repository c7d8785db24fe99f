import { createLabCa } from '../../pki/lab-ca.ts';
import { ProbeClient, type ProbeOptions } from './probe-client.ts';
import { startXmppServer, type XmppServer, type XmppServerOptions } from './xmpp-server.ts';

export interface XmppFixture {
  readonly server: XmppServer;
  readonly ca: string;
  connect(username: string, options?: Partial<ProbeOptions>): Promise<ProbeClient>;
  stop(): Promise<void>;
}

/** A server for example.test with alice, bob and carol, and a way to connect as one of them. Used by the lab's tests only. */
export async function startXmppFixture(options: Partial<XmppServerOptions> = {}): Promise<XmppFixture> {
  const ca = await createLabCa();
  const certificate = await ca.issue({ names: ['example.test', '127.0.0.1'] });
  const users = ['alice', 'bob', 'carol'].map((username) => ({
    username,
    password: 'parlance-demo',
    name: `${username[0]?.toUpperCase()}${username.slice(1)} Test`,
  }));
  const server = await startXmppServer({ domain: 'example.test', certificate, users, ...options });
  const clients: ProbeClient[] = [];
  return {
    server,
    ca: ca.pem,
    async connect(username, overrides = {}) {
      const port = overrides.transport === 'direct' ? server.tlsPort : server.port;
      const client = await ProbeClient.connect({
        host: server.host,
        port,
        domain: server.domain,
        ca: ca.pem,
        username,
        password: 'parlance-demo',
        ...overrides,
      });
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) client.drop();
      await server.stop();
    },
  };
}
