import { Resolver } from 'node:dns/promises';
import { request } from 'node:https';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { xml } from '../embedded/xml/element.ts';
import { parseXml } from '../embedded/xml/stream-parser.ts';
import { NS } from '../embedded/xmpp-server/namespaces.ts';
import { ProbeClient } from '../embedded/xmpp-server/probe-client.ts';
import { SipProbe } from '../embedded/sip-server/sip-probe.ts';
import { avatarPng } from './avatar.ts';
import { QUICK_PACE } from './colleague.ts';
import { type EmbeddedLab, type EmbeddedLabOptions, startEmbeddedLab } from './office.ts';
import { makeExtras, makePeople } from './people.ts';

let lab: EmbeddedLab | undefined;
const closers: (() => void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await lab?.stop();
  lab = undefined;
});

async function start(options: EmbeddedLabOptions = {}): Promise<EmbeddedLab> {
  lab = await startEmbeddedLab({ pace: QUICK_PACE, ...options });
  return lab;
}
async function signIn(
  office: EmbeddedLab,
  options: { transport?: 'starttls' | 'direct'; mechanism?: string; password?: string } = {},
): Promise<ProbeClient> {
  const { host, port, tlsPort, domain } = office.xmpp;
  const client = await ProbeClient.connect({
    host,
    port: options.transport === 'direct' ? tlsPort : port,
    domain,
    ca: office.ca.pem,
    username: 'alice',
    password: office.password,
    ...options,
  });
  closers.push(() => client.drop());
  return client;
}
async function phone(office: EmbeddedLab): Promise<SipProbe> {
  const probe = await SipProbe.open(office.sip, { username: 'alice', transport: 'tcp', ca: office.ca.pem });
  closers.push(() => probe.close());
  return probe;
}

describe('people', () => {
  it('are believable, distinct, and the same each time', () => {
    const people = [...makePeople('example.test'), ...makeExtras(5000, 'example.test')];
    expect(new Set(people.map((person) => person.username)).size).toBe(5020);
    expect(new Set(people.map((person) => person.displayName)).size).toBe(5020);
    expect(new Set(people.map((person) => person.number)).size).toBe(5020);
    expect(
      people.some((person) => /[\u4e00-\u9fff]/.test(person.displayName)) &&
        people.some((person) => /[\u0600-\u06ff]/.test(person.displayName)),
    ).toBe(true);
    expect(avatarPng('alice').equals(avatarPng('alice'))).toBe(true);
    expect(avatarPng('alice').equals(avatarPng('bob'))).toBe(false);
    expect(avatarPng('alice').length).toBeLessThan(1000);
  });
});

describe.each(['cisco', 'plain'] as const)('embedded lab, %s variant', (variant) => {
  it('is found by its own SRV records only', async () => {
    const office = await start({ variant });
    const resolver = new Resolver({ timeout: 500, tries: 1 });
    resolver.setServers([office.dns.address]);
    const records = async (name: string): Promise<number> =>
      (await resolver.resolveSrv(`${name}.example.test`).catch(() => [])).length;
    const found = await Promise.all(
      ['_cisco-uds._tcp', '_xmpp-client._tcp', '_xmpps-client._tcp', '_sip._udp'].map(records),
    );
    expect(found).toEqual(variant === 'cisco' ? [1, 0, 0, 0] : [0, 1, 1, 1]);
    expect(await readFile(office.caPath, 'utf8')).toBe(office.ca.pem);
    expect(office.accountOf('alice')).toEqual({
      address: 'alice@example.test',
      password: 'parlance-demo',
      ca: office.caPath,
      dns: [office.dns.address],
    });
  });

  it('has colleagues who are there, confirm, read, type, answer and call back', async () => {
    const office = await start({ variant });
    const [alice, mine] = [await signIn(office), await phone(office)];
    await mine.register();
    await alice.request('get', xml('query', NS.roster));
    alice.send(xml('presence', NS.client));
    const carol = await alice.next(
      (stanza) => stanza.name === 'presence' && stanza.attrs['from'] === 'carol@example.test/desk',
    );
    expect([carol.childText('show'), carol.childText('status')]).toEqual(['away', 'Back in five minutes']);
    expect(carol.child('x', NS.vcardUpdate)?.childText('photo')).toMatch(/^[0-9a-f]{40}$/);
    alice.send(
      xml(
        'message',
        NS.client,
        { to: 'bob@example.test', type: 'chat', id: 'm1' },
        xml('body', NS.client, {}, 'Please call me'),
        xml('request', NS.receipts),
        xml('markable', NS.markers),
      ),
    );
    const order = ['received', 'displayed', 'composing', 'body'];
    for (const name of order)
      await alice.next(
        (stanza) =>
          stanza.name === 'message' &&
          stanza.child(name) !== undefined &&
          stanza.attrs['from'] === 'bob@example.test/desk',
      );
    const invite = await mine.request('INVITE');
    expect(invite.headers.find((one) => one.name === 'From')?.value).toContain('Bob Baker');
    mine.reply(invite, 486, 'busy');
    expect(office.colleagues.get('bob')?.heard).toEqual(['Please call me']);
    office.say('erin', 'Lunch?');
    await alice.message('Lunch?');
  });

  it('answers calls by name and by number', async () => {
    const office = await start({ variant });
    const mine = await phone(office);
    const media = await mine.openMedia();
    const { request: invite, response } = await mine.call('1002', media);
    expect(response.status).toBe(200);
    await expect.poll(() => media.toneShare(440), { timeout: 4000 }).toBeGreaterThan(0.9);
    expect((await mine.ask(mine.inside('BYE', invite, response))).response.status).toBe(200);
    expect((await mine.call('dave', media)).response.status).toBe(486);
  });
});

describe('embedded lab', () => {
  it('carries a one-time password from SOAP to XMPP', async () => {
    const office = await start();
    const token = office.cisco?.accounts.issueToken('alice') ?? '';
    const alice = await signIn(office, { mechanism: 'CISCO-VTG-TOKEN', password: token });
    expect(alice.jid).toMatch(/^alice@example\.test\//);
  });

  it('uses the field’s ports on its own loopback addresses, also twice at once', async () => {
    const first = await start();
    const second = await startEmbeddedLab({ pace: QUICK_PACE });
    try {
      expect([
        first.cisco?.nodes['ucm-a'].port,
        first.xmpp.port,
        second.xmpp.port,
        second.sip.ports.udp,
      ]).toEqual([8443, 5222, 5222, 5060]);
      expect(first.xmpp.host).not.toBe(second.xmpp.host);
    } finally {
      await second.stop();
    }
  });

  it('gives out the certificate that its names ask for', async () => {
    const office = await start();
    const node = office.cisco?.nodes['ucm-b'];
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request(
        {
          host: node?.host,
          port: node?.port,
          path: '/cucm-uds/version',
          servername: node?.fqdn,
          ca: office.ca.pem,
          agent: false,
        },
        (response) => {
          let text = '';
          response.on('data', (part) => (text += String(part))).on('end', () => resolve(text));
        },
      );
      sent.on('error', reject).end();
    });
    expect(parseXml(answer)?.childText('version')).toBe('12.5.1');
    await new Promise<void>((resolve, reject) => {
      const socket = connect(
        {
          host: office.sip.host,
          port: office.sip.ports.tls,
          servername: 'ucm-b.example.test',
          ca: office.ca.pem,
        },
        () => {
          socket.destroy();
          resolve();
        },
      );
      socket.on('error', reject);
    });
  });

  it('holds 5,000 contacts', async () => {
    const office = await start({ variant: 'plain', extraContacts: 4981 });
    const alice = await signIn(office, { transport: 'direct' });
    const roster = await alice.request('get', xml('query', NS.roster));
    expect(roster.child('query')?.all('item')).toHaveLength(5000);
    alice.send(xml('presence', NS.client));
    await expect
      .poll(() => alice.seen.filter((stanza) => stanza.name === 'presence').length, { timeout: 5000 })
      .toBeGreaterThan(3500);
  });

  it('has people who come when they are asked into a room, and answer when they are named', async () => {
    const office = await start({ variant: 'plain', colleagues: ['bob'] });
    const alice = await signIn(office);
    const room = `plans@${office.room.split('@')[1]}`;
    alice.send(xml('presence', NS.client, { to: `${room}/Alice` }, xml('x', NS.muc)));
    await alice.next((stanza) => stanza.name === 'presence' && stanza.attrs['from'] === `${room}/Alice`);
    const form = xml('x', NS.form, { type: 'submit' });
    await alice.request('set', xml('query', NS.mucOwner, {}, form), room);
    const invite = xml('x', NS.mucUser, {}, xml('invite', NS.mucUser, { to: `bob@${office.domain}` }));
    alice.send(xml('message', NS.client, { to: room }, invite));
    const saidByBob = () =>
      alice.next(
        (stanza) => stanza.attrs['from'] === `${room}/Bob Baker` && stanza.childText('body') !== undefined,
      );
    expect((await saidByBob()).childText('body')).toBe('Hello! Bob is here.');
    const body = xml('body', NS.client, {}, 'Are you there, Bob?');
    alice.send(xml('message', NS.client, { to: room, type: 'groupchat', id: 'm1' }, body));
    expect((await saidByBob()).childText('body')).toBe('Sounds good.');
  });

  it('keeps a file that is sent, once, for whoever has its address', async () => {
    const office = await start({ variant: 'plain', colleagues: [] });
    const alice = await signIn(office);
    const wanted = xml('request', NS.upload, { filename: 'plan b.txt', size: '5' });
    const slot = (await alice.request('get', wanted, office.domain)).child('slot', NS.upload);
    const url = new URL(slot?.child('put')?.attrs['url'] ?? '');
    expect(slot?.child('get')?.attrs['url']).toBe(url.href);
    const ask = (method: string, body = '') =>
      new Promise<string>((resolve, reject) => {
        const options = {
          ...{ method, host: office.xmpp.host, port: url.port, path: url.pathname, ca: office.ca.pem },
          ...{ servername: url.hostname, agent: false, headers: { 'Content-Length': body.length } },
        };
        const asked = request(options, (answer) => {
          let text = `${answer.statusCode} `;
          answer.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text));
        });
        asked.on('error', reject).end(body);
      });
    expect(await ask('GET')).toBe('404 ');
    expect(await ask('PUT', 'longer')).toBe('403 ');
    expect(await ask('PUT', 'hello')).toBe('201 ');
    expect(await ask('PUT', 'other')).toBe('403 ');
    expect(await ask('GET')).toBe('200 hello');
  });

  it('has a room with people in it', async () => {
    const office = await start({ variant: 'plain' });
    const alice = await signIn(office);
    alice.send(xml('presence', NS.client, { to: `${office.room}/Alice` }, xml('x', NS.muc)));
    await alice.next(
      (stanza) => stanza.name === 'presence' && stanza.attrs['from'] === `${office.room}/Bob Baker`,
    );
    const self = await alice.next(
      (stanza) =>
        stanza.name === 'presence' &&
        stanza
          .child('x', NS.mucUser)
          ?.all('status')
          .some((status) => status.attrs['code'] === '110') === true,
    );
    expect(self.attrs['from']).toBe(`${office.room}/Alice`);
    const old = await alice.message('The plan is in the wiki, please have a look.');
    expect(old.child('delay', NS.delay)).toBeDefined();
    await alice.next((stanza) => stanza.childText('subject') === 'Everything about the launch');
  });
});
