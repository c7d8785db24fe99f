import { createSocket } from 'node:dgram';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { XmlElement } from '../embedded/xml/element.ts';
import { parseXml } from '../embedded/xml/stream-parser.ts';
import { createLabCa, type LabCa } from '../pki/lab-ca.ts';
import { type CiscoLab, type CiscoNodeName, startCiscoLab } from './cisco-lab.ts';
import type { CiscoLabOptions, CiscoUser } from './model.ts';

const PASSWORD = 'parlance-demo';
const users: CiscoUser[] = [
  {
    username: 'alice',
    password: PASSWORD,
    firstName: 'Alice',
    lastName: 'Archer',
    displayName: 'Alice Archer',
    phoneNumber: '1001',
    mobileNumber: '+1 (555) 0100',
    email: 'alice@example.test',
    photo: Buffer.from('png'),
    devices: [
      { name: 'CSFALICE', lines: [{ number: '1001', voicemailNumber: '8000' }] },
      { name: 'SEP001122334455', model: 'Cisco 8845' },
    ],
  },
  {
    username: 'bob',
    password: PASSWORD,
    firstName: 'Bob',
    lastName: 'Alison',
    displayName: 'Bob Alison',
    phoneNumber: '1002',
    email: 'bob@example.test',
  },
  ...Array.from(
    { length: 100 },
    (_, index): CiscoUser => ({
      username: `person${index}`,
      firstName: '伟',
      lastName: `王${index}`,
      displayName: `王${index} 伟`,
      phoneNumber: String(2000 + index),
    }),
  ),
];

let ca: LabCa;
let lab: CiscoLab;
async function start(options: Partial<CiscoLabOptions> = {}): Promise<void> {
  ca = await createLabCa();
  lab = await startCiscoLab({
    domain: 'example.test',
    users,
    ca,
    peers: { xmpp: { host: '127.0.0.1', port: 5299 }, sip: { host: '127.0.0.1', port: 5099, tlsPort: 5098 } },
    ...options,
  });
}
beforeEach(() => start());
afterEach(() => lab.stop());

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly xml: XmlElement | undefined;
}
function ask(
  node: Exclude<CiscoNodeName, 'imp-b'>,
  path: string,
  options: { auth?: string; method?: string; body?: string; type?: string; timeoutMs?: number } = {},
): Promise<Answer> {
  const { host, port, fqdn } = lab.nodes[node];
  const send = node === 'tftp' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      {
        host,
        port,
        path,
        method: options.method ?? 'GET',
        ca: ca.pem,
        servername: fqdn,
        agent: false,
        ...(options.auth === undefined ? {} : { auth: options.auth }),
        headers: { 'Content-Type': options.type ?? 'application/xml' },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, xml: parseXml(text) });
        });
      },
    );
    request
      .on('error', reject)
      .setTimeout(options.timeoutMs ?? 5000, () => request.destroy(new Error('timeout')));
    request.end(options.body);
  });
}
const get = async (
  node: Exclude<CiscoNodeName, 'imp-b'>,
  path: string,
  auth?: string,
): Promise<XmlElement | undefined> => (await ask(node, path, auth === undefined ? {} : { auth })).xml;
const soap = (body: string, key = ''): Promise<Answer> =>
  ask('imp-a', '/EPASSoap/service/v80', {
    method: 'POST',
    type: 'application/soap+xml; charset=utf-8',
    body: `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:e="urn:cisco:epas:soap"><s:Header><e:session-key>${key}</e:session-key></s:Header><s:Body>${body}</s:Body></s:Envelope>`,
  });

describe('UDS', () => {
  it('finds the home cluster without a password, and says found="false" for strangers', async () => {
    const root = await get('ucm-a', '/cucm-uds/clusterUser?username=alice');
    expect(root?.attrs['uri']).toContain('ucm-a.example.test');
    const result = root?.child('result');
    expect(result?.attrs).toMatchObject({ found: 'true', version: '12.5.1' });
    expect(result?.childText('homeCluster')).toBe('ucm-b.example.test');
    expect(
      (await get('ucm-a', '/cucm-uds/clusterUser?email=bob@example.test'))?.child('result')?.attrs['found'],
    ).toBe('true');
    expect((await get('ucm-a', '/cucm-uds/clusterUser?username=nobody'))?.child('result')?.attrs).toEqual({
      found: 'false',
    });
    expect((await get('ucm-b', '/cucm-uds/servers'))?.childText('server')).toBe('ucm-b.example.test');
    expect((await get('ucm-b', '/cucm-uds/version'))?.childText('version')).toBe('12.5.1');
  });

  it('wants the password for a user, in its realm, and locks after too many wrong ones', async () => {
    const refused = await ask('ucm-b', '/cucm-uds/user/alice');
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([
      401,
      'Basic realm="Cisco Web Services Realm"',
    ]);
    const user = await get('ucm-b', '/cucm-uds/user/alice', `alice:${PASSWORD}`);
    expect(user?.child('imAndPresence')?.childText('server')).toBe(
      `imp-a.example.test:${lab.nodes['imp-a'].port}`,
    );
    expect(user?.child('serviceProfile')?.childText('uri')).toBe(
      `http://tftp.example.test:${lab.nodes.tftp.port}/SPDefault.cnf.xml`,
    );
    expect((await ask('ucm-b', '/cucm-uds/user/bob', { auth: `alice:${PASSWORD}` })).status).toBe(403);
    for (let attempt = 0; attempt < 5; attempt++)
      await ask('ucm-b', '/cucm-uds/user/alice', { auth: 'alice:wrong' });
    expect((await ask('ucm-b', '/cucm-uds/user/alice', { auth: `alice:${PASSWORD}` })).status).toBe(401);
    expect(lab.counters.authFailures.get('alice')).toBe(6);
    lab.accounts.unlock('alice');
    expect((await ask('ucm-b', '/cucm-uds/user/alice', { auth: `alice:${PASSWORD}` })).status).toBe(200);
  });

  it.each([
    ['name=ali', ['alice', 'bob']],
    ['name=archer%20alice', ['alice']],
    ['last=archer', ['alice']],
    ['displayname=bob', ['bob']],
    ['number=%2B1%20555-01', ['alice']],
    ['numberlast=0100', ['alice']],
    ['username=bob', ['bob']],
    ['email=alice@example.test', ['alice']],
    ['uri=sip:bob@example.test', ['bob']],
    [`first=${encodeURIComponent('伟')}&max=2`, ['person0', 'person1']],
  ])('searches by %s', async (query, names) => {
    const root = await get('ucm-b', `/cucm-uds/users?${query}`);
    expect(root?.all('user').map((user) => user.childText('userName'))).toEqual(names);
  });

  it('pages by 64 up to its limit, and refuses odd parameters', async () => {
    const first = await get('ucm-b', `/cucm-uds/users?first=${encodeURIComponent('伟')}&max=500`);
    expect(first?.attrs).toMatchObject({
      start: '0',
      requestedCount: '500',
      returnedCount: '64',
      totalCount: '100',
    });
    const second = await get('ucm-b', `/cucm-uds/users?first=${encodeURIComponent('伟')}&start=64`);
    expect(second?.attrs['returnedCount']).toBe('36');
    expect((await ask('ucm-b', '/cucm-uds/users?numberlast=12')).status).toBe(415);
    expect((await ask('ucm-b', '/cucm-uds/nothing')).xml?.child('error')?.childText('code')).toBe('404');
  });

  it('lists devices, says where their file is, and the file has the lines', async () => {
    const devices = await get(
      'ucm-b',
      '/cucm-uds/user/alice/devices?model=Cisco%20Unified%20Client%20Services%20Framework',
      `alice:${PASSWORD}`,
    );
    expect(devices?.all('device').map((device) => device.childText('name'))).toEqual(['CSFALICE']);
    const device = await get(
      'ucm-b',
      new URL(devices?.child('device')?.attrs['uri'] ?? '').pathname,
      `alice:${PASSWORD}`,
    );
    const file = await ask('tftp', new URL(device?.child('provision')?.childText('uri') ?? '').pathname);
    const manager = file.xml
      ?.child('devicePool')
      ?.child('callManagerGroup')
      ?.child('members')
      ?.child('member')
      ?.child('callManager');
    expect(manager?.child('ports')?.childText('sipPort')).toBe('5099');
    const line = file.xml?.child('sipProfile')?.child('sipLines')?.child('line');
    expect([line?.childText('name'), line?.childText('messagesNumber')]).toEqual(['1001', '8000']);
    expect(line?.childText('contact')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('files, probes and SOAP', () => {
  it('serves the profile and the configuration over HTTP, exact names only', async () => {
    const profile = (await ask('tftp', '/SPDefault.cnf.xml')).xml;
    expect(profile?.child('imPresence')?.child('server')?.childText('address')).toBe('imp-a.example.test');
    const config = (await ask('tftp', '/jabber-config.xml')).xml;
    expect(config?.child('Directory')?.childText('DirectoryServerType')).toBe('UDS');
    expect((await ask('tftp', '/csfalice.cnf.xml')).status).toBe(404);
    expect((await ask('ucm-b', '/photos/alice.png')).text).toBe('png');
  });

  it('serves them over TFTP too, block by block', async () => {
    const socket = createSocket('udp4');
    const blocks: Buffer[] = [];
    const outcome = (name: string): Promise<string> =>
      new Promise((resolve) => {
        socket.removeAllListeners('message');
        socket.on('message', (packet, from) => {
          if (packet.readUInt16BE(0) === 5) return resolve(`error ${packet.readUInt16BE(2)}`);
          blocks.push(packet.subarray(4));
          socket.send(Buffer.from([0, 4, packet.readUInt8(2), packet.readUInt8(3)]), from.port, from.address);
          if (packet.length < 516) resolve(Buffer.concat(blocks).toString('utf8'));
        });
        socket.send(Buffer.from(`\0\u0001${name}\0octet\0`, 'latin1'), lab.tftpUdpPort, '127.0.0.1');
      });
    expect(await outcome('nothing.xml')).toBe('error 1');
    expect(await outcome('CSFALICE.cnf.xml')).toBe((await ask('tftp', '/CSFALICE.cnf.xml')).text);
    expect(blocks.length).toBeGreaterThan(3);
    socket.close();
  });

  it('answers the SSO probe and CAS', async () => {
    expect(
      (await get('ucm-a', '/ssosp/ws/public/singleSignOn'))
        ?.child('Response')
        ?.child('SingleSignOn')
        ?.child('Status')?.attrs,
    ).toEqual({ enabled: 'false' });
    expect((await get('ucm-a', '/cas/FederatedSSO?org=example.test'))?.childText('errorcode')).toBe('1');
    await lab.stop();
    await start({ sso: 'absent' });
    expect((await ask('ucm-a', '/ssosp/ws/public/singleSignOn')).status).toBe(404);
  });

  it('signs in by SOAP, gives properties and one-time passwords that work once', async () => {
    const login = await soap(
      `<e:login client-version="1" client-type="CUPC" force="true"><e:username>alice</e:username><e:password>${PASSWORD}</e:password></e:login>`,
    );
    const key = login.xml?.child('Body')?.child('login-resp')?.child('success')?.elements[0]?.text ?? '';
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    const config = await soap('<e:get-all-config><e:system-config/></e:get-all-config>', key);
    const properties = config.xml
      ?.child('Body')
      ?.child('get-all-config-resp')
      ?.child('get-system-config-resp')
      ?.all('property');
    expect(
      Object.fromEntries((properties ?? []).map((property) => [property.attrs['name'], property.text])),
    ).toMatchObject({
      'Presence.Domain': 'example.test',
      'XMPP.PrimaryServer': 'imp-a.example.test',
      'XMPP.Port': '5299',
    });
    const password =
      (await soap('<e:get-onetime-password/>', key)).xml
        ?.child('Body')
        ?.child('get-onetime-password-resp')
        ?.child('success')
        ?.childText('password') ?? '';
    expect(lab.accounts.redeemToken('bob', password)).toBe(false);
    expect([
      lab.accounts.redeemToken('alice', password),
      lab.accounts.redeemToken('alice', password),
    ]).toEqual([true, false]);
    await soap('<e:logout/>', key);
    const after = await soap('<e:get-onetime-password/>', key);
    expect([after.status, after.text.includes('Invalid request')]).toEqual([500, true]);
    const wrong = await soap('<e:login><e:username>alice</e:username><e:password>no</e:password></e:login>');
    expect(wrong.xml?.child('Body')?.child('login-resp')?.child('failure')).toBeDefined();
  });
});

describe('faults', () => {
  it('spoils answers by node, path and number', async () => {
    lab.addFault({ kind: 'html-500', node: 'ucm-a', path: 'clusterUser', times: 1 });
    const first = await ask('ucm-a', '/cucm-uds/clusterUser?username=alice');
    expect([first.status, first.xml]).toEqual([500, undefined]);
    expect((await ask('ucm-a', '/cucm-uds/clusterUser?username=alice')).status).toBe(200);
    const remove = lab.addFault({ kind: 'malformed-xml', path: 'clusterUser' });
    expect((await ask('ucm-a', '/cucm-uds/clusterUser?username=alice')).xml).toBeUndefined();
    remove();
    lab.addFault({ kind: 'huge', node: 'tftp', path: 'jabber-config.xml', times: 1 });
    expect((await ask('tftp', '/jabber-config.xml')).text.length).toBeGreaterThan(50 * 1024 * 1024);
    lab.addFault({ kind: 'hang', times: 1 });
    await expect(ask('ucm-b', '/cucm-uds/version', { timeoutMs: 100 })).rejects.toThrow('timeout');
    lab.addFault({ kind: 'reset', times: 1 });
    await expect(ask('ucm-b', '/cucm-uds/version')).rejects.toThrow(/hang up|ECONNRESET/);
  });

  it('takes nodes down and up on the same port, and changes certificates', async () => {
    await lab.setNodeDown('ucm-b', true);
    await expect(ask('ucm-b', '/cucm-uds/version')).rejects.toThrow('ECONNREFUSED');
    await lab.setNodeDown('ucm-b', false);
    expect((await ask('ucm-b', '/cucm-uds/version')).status).toBe(200);
    await lab.setCertificate('ucm-b', 'unknown-ca');
    await expect(ask('ucm-b', '/cucm-uds/version')).rejects.toThrow(/certificate/);
    await lab.setCertificate('ucm-b', 'expired');
    await expect(ask('ucm-b', '/cucm-uds/version')).rejects.toThrow('expired');
    await lab.setCertificate('ucm-b', 'good');
    expect((await ask('ucm-b', '/cucm-uds/version')).status).toBe(200);
  });
});
