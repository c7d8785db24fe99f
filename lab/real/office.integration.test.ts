import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBaresip } from './baresip.ts';
import { missingPrograms } from './installed.ts';
import { type RealLab, startRealLab } from './office.ts';
import { loginWithStockPackages } from './stock-xmpp-client.ts';
import { readTone } from './tone.ts';
import { waitUntil } from './wait-until.ts';

const missing = missingPrograms(['prosody', 'kamailio', 'dnsmasq', 'baresip']);

describe.skipIf(missing.length > 0)(
  `the office${missing.length > 0 ? ` (skipped: not installed: ${missing.join(', ')})` : ''}`,
  () => {
    let lab: RealLab;
    beforeAll(async () => {
      lab = await startRealLab({ chat: { crowd: 100 } });
    });
    afterAll(() => lab.stop());

    it('can be found by names alone, signed in to and called, all through the relays', async () => {
      const resolver = new Resolver({ timeout: 500, tries: 1 });
      resolver.setServers([lab.dnsServer]);
      const [chat] = await resolver.resolveSrv('_xmpp-client._tcp.example.test');
      const [sip] = await resolver.resolveSrv('_sip._udp.example.test');
      const [chatAddress = ''] = await resolver.resolve4(chat?.name ?? '');
      const [sipAddress = ''] = await resolver.resolve4(sip?.name ?? '');
      const { password } = lab.account('alice');
      const alice = await loginWithStockPackages({
        address: chatAddress,
        port: chat?.port ?? 0,
        domain: 'example.test',
        user: 'alice',
        secret: password,
        mechanism: 'SCRAM-SHA-1',
        ca: lab.ca.pem,
      });
      const roster = await alice.request(
        alice.xml('iq', { type: 'get' }, alice.xml('query', { xmlns: 'jabber:iq:roster' })),
      );
      expect(roster.getChild('query')?.getChildren('item')).toHaveLength(103);
      await alice.stop();
      const phone = await startBaresip({
        user: 'alice',
        password,
        registrar: { address: sipAddress, port: sip?.port ?? 0, transport: 'udp' },
        sound: { toneHz: 700 },
      });
      try {
        await phone.dial('sip:1002@example.test');
        const isHeard = async (): Promise<boolean> =>
          readTone(await phone.heard(), 700, { lastSeconds: 0.5 }).present;
        await waitUntil(isHeard, { what: "Bob's echo", everyMs: 100 });
        expect(lab.relays.sip.udp.relayed).toBeGreaterThan(5);
      } finally {
        await phone.stop();
      }
    });

    it('plays the far end: a colleague signs in, and the network goes away for the client only', async () => {
      const bob = await lab.signIn('bob');
      const carol = await loginWithStockPackages({
        ...lab.plan.xmpp,
        port: lab.plan.xmpp.ports.c2s,
        domain: 'example.test',
        user: 'carol',
        secret: lab.person('carol').password,
        mechanism: 'SCRAM-SHA-1',
        ca: lab.ca.pem,
      });
      await lab.network.cut('silent');
      await bob.send(
        bob.xml(
          'message',
          { to: 'carol@example.test', type: 'chat', id: 'later' },
          bob.xml('body', {}, 'hi'),
        ),
      );
      await bob.request(bob.xml('iq', { type: 'get' }, bob.xml('ping', { xmlns: 'urn:xmpp:ping' })));
      expect(carol.received).toEqual([]);
      await lab.network.restore();
      await carol.send(carol.xml('presence'));
      await waitUntil(() => carol.received.some((stanza) => stanza.attrs['id'] === 'later'), {
        what: 'the message',
      });
      await carol.stop();
    });

    it('gives the client its account file', () => {
      const { plan } = lab;
      expect(lab.account('alice')).toEqual({
        address: 'alice@example.test',
        password: 'open sesame',
        ca: lab.caFile,
        dns: [lab.dnsServer],
      });
      expect(lab.account('alice', 'direct')).toMatchObject({
        xmpp: { jid: 'alice@example.test', host: '127.0.0.1', port: plan.xmpp.ports.c2s, tls: 'starttls' },
        sip: {
          aor: 'sip:alice@example.test',
          registrar: `sip:127.0.0.1:${plan.sip.ports.sip};transport=udp`,
          authUser: 'alice',
        },
      });
      expect(() => lab.account('mallory')).toThrow(/nobody/);
    });
  },
);

describe.skipIf(missing.length > 0)('the office on the usual ports', () => {
  it('has an address for each host', async () => {
    const lab = await startRealLab({ ports: 'usual', phones: {} });
    try {
      expect([lab.plan.xmpp.ports.c2s, lab.plan.sip.ports.sip, lab.plan.sip.ports.tls]).toEqual([
        5222, 5060, 5061,
      ]);
      expect(lab.plan.xmpp.address).not.toBe(lab.plan.sip.address);
      const carol = await startBaresip({
        user: 'carol',
        password: 'open sesame',
        caFile: lab.caFile,
        registrar: { address: lab.plan.sip.address, port: 5061, transport: 'tls' },
      });
      expect(await lab.kamailio.contacts('carol')).toHaveLength(1);
      await carol.stop();
    } finally {
      await lab.stop();
    }
  });
});
