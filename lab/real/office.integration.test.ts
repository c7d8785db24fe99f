import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Baresip, startBaresip } from './baresip.ts';
import { missingPrograms } from './installed.ts';
import { type RealLab, startRealLab } from './office.ts';
import { loginWithStockPackages } from './stock-xmpp-client.ts';
import { readTone } from './tone.ts';
import { waitUntil } from './wait-until.ts';

/** Waits until half a second of its own 700 Hz has come back. */
async function hearsEcho(phone: Baresip): Promise<void> {
  const isHeard = async (): Promise<boolean> => {
    const { present, seconds } = readTone(await phone.heard(), 700, { lastSeconds: 0.5 });
    return present && seconds >= 0.5;
  };
  await waitUntil(isHeard, { what: "Bob's echo", everyMs: 100 });
}

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

describe.skipIf(missing.length > 0)('the office with the Cisco interfaces in front', () => {
  let lab: RealLab;
  beforeAll(async () => {
    lab = await startRealLab({ cisco: true });
  });
  afterAll(() => lab.stop());

  /** Resolves the name at the lab's name server and asks; answers the body. */
  async function ask(url: string, more: { auth?: string; body?: string } = {}): Promise<string> {
    const { protocol, hostname, port, pathname, search } = new URL(url);
    const resolver = new Resolver();
    resolver.setServers([lab.dnsServer]);
    const [host = ''] = await resolver.resolve4(hostname);
    const method = more.body === undefined ? 'GET' : 'POST';
    const headers = { 'content-type': 'application/soap+xml; charset=utf-8' };
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send({
      host,
      port,
      path: pathname + search,
      method,
      headers,
      servername: hostname,
      ca: lab.ca.pem,
      agent: false,
      ...(more.auth === undefined ? {} : { auth: more.auth }),
    });
    request.end(more.body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return (await response.toArray()).join('');
  }
  const soap = (header: string, body: string): string =>
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:e="urn:cisco:epas:soap"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;

  it('leads from the SRV record to a device with a line, and the line registers and calls', async () => {
    const resolver = new Resolver();
    resolver.setServers([lab.dnsServer]);
    const [uds] = await resolver.resolveSrv('_cisco-uds._tcp.example.test');
    const base = `https://${uds?.name}:${uds?.port}/cucm-uds`;
    expect(await ask(`${base}/clusterUser?username=alice`)).toContain('ucm-b.example.test');
    expect(
      await ask('https://ucm-b.example.test:8443/cucm-uds/user/alice', { auth: 'alice:open sesame' }),
    ).toContain('1001');
    const device = await ask('http://tftp.example.test:6970/CSFALICE.cnf.xml');
    expect(device).toContain('<sipPort>5060</sipPort>');
    expect(device).toContain('<name>1001</name>');
    const line = await startBaresip({
      user: '1001',
      domain: 'ucm-b.example.test',
      registrar: { address: lab.plan.sip.address, port: 5060, transport: 'tcp' },
      sound: { toneHz: 700 },
    });
    try {
      await line.dial('sip:1002@ucm-b.example.test');
      await hearsEcho(line);
      expect(lab.relays.sip.tcp.accepted).toBe(1);
    } finally {
      await line.stop();
    }
  });

  it('a one-time password of the SOAP service signs in to the chat server', async () => {
    const url = 'https://imp-a.example.test:8443/EPASSoap/service/v80';
    const login = await ask(url, {
      body: soap(
        '',
        '<e:login client-type="lab" force="true"><e:username>alice</e:username><e:password>open sesame</e:password></e:login>',
      ),
    });
    const key = /session-key[^>]*>([0-9a-f]+)</.exec(login)?.[1] ?? '';
    const answer = await ask(url, {
      body: soap(`<e:session-key>${key}</e:session-key>`, '<e:get-onetime-password/>'),
    });
    const secret = /<(?:\w+:)?password[^>]*>([^<]+)</.exec(answer)?.[1] ?? '';
    const { address, ports } = lab.plan.xmpp;
    const where = { address, port: ports.c2s, domain: 'example.test', user: 'alice', ca: lab.ca.pem };
    const alice = await loginWithStockPackages({ ...where, secret, mechanism: 'CISCO-VTG-TOKEN' });
    expect(alice.offered).toEqual({
      mechanisms: expect.arrayContaining(['PLAIN', 'CISCO-VTG-TOKEN']),
      hostnames: ['imp-a.example.test'],
    });
    await alice.stop();
    await expect(
      loginWithStockPackages({ ...where, secret, mechanism: 'CISCO-VTG-TOKEN' }),
    ).rejects.toMatchObject({ condition: 'not-authorized' });
    expect(lab.cisco?.counters.authAttempts.get('alice')).toBe(2);
  });

  it('has no records of a standards site', async () => {
    const resolver = new Resolver({ timeout: 500, tries: 1 });
    resolver.setServers([lab.dnsServer]);
    await expect(resolver.resolveSrv('_xmpp-client._tcp.example.test')).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
  });
});
