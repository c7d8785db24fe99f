import { Resolver } from 'node:dns/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Dnsmasq, type DnsZone, startDnsmasq } from './dnsmasq.ts';
import { missingPrograms } from './installed.ts';
import { startUdpRelay } from './udp-relay.ts';

const missing = missingPrograms(['dnsmasq']);
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const ZONE: DnsZone = {
  srv: [
    {
      name: '_cisco-uds._tcp.example.test',
      target: 'ucm-a.example.test',
      port: 8443,
      priority: 1,
      weight: 5,
    },
    { name: '_cisco-uds._tcp.example.test', target: 'ucm-b.example.test', port: 8444, priority: 2 },
    { name: '_cuplogin._tcp.example.test', target: '.', port: 0 },
  ],
  hosts: { 'ucm-a.example.test': '127.0.0.11', 'ucm-b.example.test': ['127.0.0.12', '::1'] },
  txt: { '_xmppconnect.example.test': '_xmpp-client-websocket=wss://chat.example.test/ws' },
};

async function start(): Promise<{ dns: Dnsmasq; resolver: Resolver }> {
  const dns = await startDnsmasq({ zone: ZONE });
  endings.push(() => dns.stop());
  return { dns, resolver: resolverOf(dns.server) };
}

function resolverOf(server: string): Resolver {
  const resolver = new Resolver({ timeout: 300, tries: 1 });
  resolver.setServers([server]);
  return resolver;
}

describe.skipIf(missing.length > 0)(
  `dnsmasq${missing.length > 0 ? ' (skipped: dnsmasq is not installed)' : ''}`,
  () => {
    it('answers SRV with priority and weight, and addresses', async () => {
      const { resolver } = await start();
      const found = await resolver.resolveSrv('_cisco-uds._tcp.example.test');
      expect(found.sort((one, other) => one.priority - other.priority)).toMatchObject([
        { name: 'ucm-a.example.test', port: 8443, priority: 1, weight: 5 },
        { name: 'ucm-b.example.test', port: 8444, priority: 2, weight: 0 },
      ]);
      expect(await resolver.resolveSrv('_cuplogin._tcp.example.test')).toMatchObject([{ name: '' }]);
      expect(await resolver.resolve4('ucm-a.example.test')).toEqual(['127.0.0.11']);
      expect(await resolver.resolve6('ucm-b.example.test')).toEqual(['::1']);
      expect(await resolver.resolveTxt('_xmppconnect.example.test')).toEqual([
        ['_xmpp-client-websocket=wss://chat.example.test/ws'],
      ]);
    });

    it('denies every other name at once, tells no record of this type apart, and counts what was asked', async () => {
      const { dns, resolver } = await start();
      await expect(resolver.resolveSrv('_collab-edge._tls.example.test')).rejects.toMatchObject({
        code: 'ENOTFOUND',
      });
      await expect(resolver.resolve4('elsewhere.invalid')).rejects.toMatchObject({ code: 'ENOTFOUND' });
      await expect(resolver.resolve6('ucm-a.example.test')).rejects.toMatchObject({ code: 'ENODATA' });
      expect(await dns.queries()).toEqual([
        { type: 'SRV', name: '_collab-edge._tls.example.test' },
        { type: 'A', name: 'elsewhere.invalid' },
        { type: 'AAAA', name: 'ucm-a.example.test' },
      ]);
    });

    it('serves another zone on the same port, and nothing while it is killed', async () => {
      const { dns, resolver } = await start();
      await dns.serve({ hosts: { 'elsewhere.invalid': '127.0.0.3' } });
      expect(await resolver.resolve4('elsewhere.invalid')).toEqual(['127.0.0.3']);
      await expect(resolver.resolve4('ucm-a.example.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
      await dns.kill9();
      await expect(resolver.resolve4('elsewhere.invalid')).rejects.toMatchObject({
        code: expect.stringMatching(/ECONNREFUSED|ETIMEOUT/),
      });
      await dns.start();
      expect(await resolver.resolve4('elsewhere.invalid')).toEqual(['127.0.0.3']);
    });

    it('is silent behind a cut relay', async () => {
      const { dns } = await start();
      const relay = await startUdpRelay({ target: dns });
      endings.push(() => relay.close());
      const resolver = resolverOf(`${relay.address}:${relay.port}`);
      expect(await resolver.resolve4('ucm-a.example.test')).toEqual(['127.0.0.11']);
      await relay.cut('silent');
      await expect(resolver.resolve4('ucm-a.example.test')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    });
  },
);
