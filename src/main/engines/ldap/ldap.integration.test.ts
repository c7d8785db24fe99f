import { createServer, type AddressInfo, type Server } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { freeAddress } from '../../../../lab/real/free-address.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { SLAPD_READER, type Slapd, startSlapd } from '../../../../lab/real/slapd.ts';
import { generatedPeople, SLAPD_SUFFIX } from '../../../../lab/real/slapd-people.ts';
import { waitUntil } from '../../../../lab/real/wait-until.ts';
import { labLdapSettings } from '../../../../test/fakes/ldap-settings.ts';
import { memoryDns, type MemoryDnsZone } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { LdapSettings } from '../../ports/ldap-settings.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createLdapDirectory, type LdapDirectory } from './create-ldap-directory.ts';

const HOST = 'ldap.example.test';
const missing = missingPrograms(['slapd']);
/** 100,000 with PARLANCE_LONG=1 (issue 4). */
const COUNT = process.env['PARLANCE_LONG'] === '1' ? 100_000 : 10_000;
const people = [
  ...generatedPeople(COUNT),
  {
    userName: 'mloewe',
    firstName: 'Müesli (Max*)',
    lastName: 'Löwe\\Ost',
    telephone: '+49 30 777-1234',
    mobile: '+49 170 5558888',
    mail: 'max.loewe@example.test',
    title: 'Head of Zoo',
    department: 'Animals',
    photo: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(60_000, 7)]),
    more: {
      ...{
        o: 'Example Zoo',
        street: '1 Zoo Road',
        l: 'Berlin',
        postalCode: '10787',
        pager: '030/777.4321',
      },
      manager: 'cn=Moss\\, Mona,ou=people,dc=example,dc=test',
    },
  },
];

describe.skipIf(missing.length > 0)(`LDAP on slapd${missing.length > 0 ? ' (not installed)' : ''}`, () => {
  let ca: LabCa;
  let slapd: Slapd;
  const open: LdapDirectory[] = [];
  const silent: Server[] = [];

  beforeAll(async () => {
    ca = await createLabCa();
    slapd = await startSlapd({ ca, names: [HOST], people, refusesAnonymous: false });
  }, 240_000);
  afterEach(() => {
    for (const directory of open.splice(0)) directory.stop();
    for (const server of silent.splice(0)) server.close();
  });
  afterAll(() => slapd.stop());

  function directory(zone: MemoryDnsZone = {}): LdapDirectory {
    const dns = memoryDns({ addresses: { [HOST]: ['127.0.0.1'] }, ...zone });
    const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
    const made = createLdapDirectory({ dialer, dns, clock: realClock, trace: memoryTrace() });
    open.push(made);
    return made;
  }
  const never = new AbortController().signal;
  const account = (settings: Partial<LdapSettings>) => ({
    ldap: labLdapSettings({ servers: [{ host: HOST, port: slapd.port }], ...settings }),
    ...{ username: 'p1', password: '', addressDomain: 'chat.example.test' },
  });
  const started = async (settings: Partial<LdapSettings> = {}): Promise<LdapDirectory> => {
    const made = directory();
    unwrap(await made.start(account(settings), never));
    return made;
  };

  it('C2: finds people of ten thousand by the beginnings of their names, encrypted', async () => {
    const found = unwrap(await (await started()).search('anna abel0', 20));
    expect(found.map(({ name }) => name)).toEqual(['Anna Abel0']);
    expect(found[0]).toMatchObject({
      address: 'p0@chat.example.test',
      email: 'p0@example.test',
      phones: [{ kind: 'work', number: '+49305550000' }],
      department: 'Team 0',
    });
    // More match than are shown, and more than a page.
    expect(unwrap(await (await started()).search('anna', 150))).toHaveLength(150);
    expect(readFileSync(slapd.logFile, 'utf8')).toContain('STARTTLS');
  });

  it('C2: what is typed is never syntax', async () => {
    const made = await started();
    expect(unwrap(await made.search('(max*)', 5)).map(({ address }) => address)).toEqual([
      'mloewe@chat.example.test',
    ]);
    expect(unwrap(await made.search('*)(uid=*', 5))).toEqual([]);
    expect(unwrap(await made.search('löwe\\ost', 5))).toHaveLength(1);
  });

  it('C2 C4: resolves numbers and addresses; a number of nobody names nobody', async () => {
    const made = await started();
    expect(unwrap(await made.byNumber('0305550042'))?.address).toBe('p42@chat.example.test');
    expect(unwrap(await made.byNumber('+49 170 5558888'))).toMatchObject({ title: 'Head of Zoo' });
    expect(unwrap(await made.byNumber('+49301112223'))).toBeUndefined();
    expect(unwrap(await made.byUri('p77@chat.example.test'))?.email).toBe('p77@example.test');
    expect(unwrap(await made.byUri('max.loewe@example.test'))?.department).toBe('Animals');
  });

  it('C2: a server that the domain’s records name, its own search base, a reading account’s password', async () => {
    const made = directory({
      addresses: { [HOST]: ['127.0.0.1'] },
      srv: {
        '_gc._msdcs._tcp.corp.example.test': [{ target: HOST, port: slapd.port, priority: 0, weight: 0 }],
      },
    });
    const credentials = { kind: 'account', ...SLAPD_READER } as const;
    const settings = { servers: [], domains: ['corp.example.test'], credentials, bases: [] };
    expect(unwrap(await made.start(account(settings), never))).toEqual({ server: `${HOST}:${slapd.port}` });
    expect(unwrap(await made.search('bela abel0', 5))).toHaveLength(1);
    expect(readFileSync(slapd.logFile, 'utf8')).toContain(`dn="${SLAPD_READER.username}" mech=SIMPLE`);
  });

  it('C2: a referral to another server is not followed, and said; what another base holds is found all the same', async () => {
    const elsewhere = 'ou=people,dc=other,dc=test';
    const referred = await started({ bases: [elsewhere] });
    expect(await referred.search('anna abel0', 5)).toMatchObject({ error: { code: 'directory.referred' } });
    const both = await started({ bases: [elsewhere, SLAPD_SUFFIX] });
    expect(unwrap(await both.search('anna abel0', 5))).toHaveLength(1);
  });

  it('C2: TLS from the first byte at the global catalogue’s port; anonymous reading may be refused', async () => {
    const address = await freeAddress([3_269], 170);
    const catalogue = await startSlapd({
      ...{ ca, names: [HOST], people: generatedPeople(20), address, tlsPort: 3_269, refusesAnonymous: true },
    });
    const made = directory({ addresses: { [HOST]: [address] } });
    const servers = [{ host: HOST, port: 3_269 }];
    expect(await made.start(account({ servers }), never)).toMatchObject({
      error: { code: 'directory.unavailable' },
    });
    const credentials = { kind: 'account', ...SLAPD_READER } as const;
    expect(unwrap(await made.start(account({ servers, credentials }), never)).server).toBe(`${HOST}:3269`);
    expect(unwrap(await made.search('bela abel0', 5))).toHaveLength(1);
    expect(readFileSync(catalogue.logFile, 'utf8')).not.toContain('STARTTLS');
    await catalogue.stop();
  }, 30_000);

  it('C2: a refused password is shown once and never in the clear', async () => {
    const made = directory();
    const credentials = { kind: 'account', ...SLAPD_READER, password: 'wrong' } as const;
    const tries = () => readFileSync(slapd.logFile, 'utf8').split('err=49').length;
    const before = tries();
    expect(await made.start(account({ credentials, isEncrypted: false }), never)).toMatchObject({
      error: { code: 'directory.unavailable' },
    });
    expect(await made.search('anna', 5)).toMatchObject({ error: { code: 'directory.unavailable' } });
    expect(tries() - before).toBe(1);
    const log = readFileSync(slapd.logFile, 'utf8').split('\n');
    const connection = /conn=\d+/.exec(log.findLast((line) => line.includes('err=49')) ?? '')?.[0] ?? '-';
    expect(log.filter((line) => line.includes(`${connection} `)).join()).toContain('TLS established');
  });

  it('C2: a search that is given up is abandoned, and the next one is answered', async () => {
    const made = await started();
    slapd.hang();
    const stale = new AbortController();
    const asked = made.search('chiara', 20, stale.signal);
    setTimeout(() => stale.abort(), 50);
    expect(await asked).toMatchObject({ error: { code: 'app.cancelled' } });
    slapd.resume();
    expect(unwrap(await made.search('dario abel0', 20))).toHaveLength(1);
    await waitUntil(() => Promise.resolve(readFileSync(slapd.logFile, 'utf8').includes('ABANDON')), {
      what: 'slapd to hear of it',
    });
  });

  it('C2: a server that is down or broken is passed over, a lost connection is made again', async () => {
    const chatter = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('220 mail.example.test ready\r\n');
    });
    silent.push(chatter);
    await new Promise<void>((resolve) => chatter.listen(0, '127.0.0.1', resolve));
    const broken = { host: HOST, port: (chatter.address() as AddressInfo).port };
    const other = await startSlapd({ ca, names: [HOST], people: generatedPeople(20) });
    const made = directory();
    const servers = [
      broken,
      { host: HOST, port: 1 },
      { host: HOST, port: other.port },
      { host: HOST, port: slapd.port },
    ];
    expect(unwrap(await made.start(account({ servers }), never)).server).toBe(`${HOST}:${other.port}`);
    expect(unwrap(await made.search('bela abel', 5))).toHaveLength(1);
    await other.kill9();
    expect(unwrap(await made.search('goran hofer99', 5))[0]?.name).toBe('Goran Hofer99');
    await other.stop();
  }, 30_000);

  it('C2: the wrong certificate is refused', async () => {
    const dns = memoryDns({ addresses: { 'other.example.test': ['127.0.0.1'] } });
    const trust = memoryTrust(ca.pem);
    const dialer = createDialer({ dns, trust, clock: realClock, log: silentLog });
    const made = createLdapDirectory({ dialer, dns, clock: realClock, trace: memoryTrace() });
    const servers = [{ host: 'other.example.test', port: slapd.port }];
    expect(await made.start(account({ servers }), never)).toMatchObject({ error: { code: 'tls.untrusted' } });
    expect(trust.reports[0]).toMatchObject({ cause: 'wrong-name', service: 'directory' });
    made.stop();
  });

  const cardAttributes = {
    ...{ company: 'o', manager: 'manager', street: 'street', city: 'l', state: 'st' },
    ...{ postalCode: 'postalCode', country: 'c' },
  };

  it('C2 C5: a card has company, manager and address', async () => {
    const made = await started({ cardAttributes });
    expect(unwrap(await made.byUri('mloewe@chat.example.test'))).toMatchObject({
      ...{ company: 'Example Zoo', manager: 'Moss, Mona', postalAddress: '1 Zoo Road\n10787 Berlin' },
      ...{ email: 'max.loewe@example.test', userName: 'mloewe' },
    });
  });

  it('C2 C4: the photo that the directory holds, or where it is', async () => {
    const holds = await started({ photo: { attribute: 'jpegPhoto' } });
    expect(holds.hasPhotos?.()).toBe(true);
    const photo = unwrap(await holds.photo!('mloewe@chat.example.test'));
    expect(photo).toMatchObject({ kind: 'picture', type: 'image/jpeg' });
    expect(photo?.kind === 'picture' && photo.bytes.length).toBe(60_003);
    expect(unwrap(await holds.photo!('p1@chat.example.test'))).toBeUndefined();
    const names = await started({
      photo: { attribute: 'uid', token: 'uid', template: 'https://photos.example.test/uid.jpg' },
    });
    expect(unwrap(await names.photo!('mloewe@chat.example.test'))).toEqual({
      ...{ kind: 'address', address: 'https://photos.example.test/mloewe.jpg' },
    });
  });

  it('C2 C4: a caller is found whose number the directory holds in a form of its own', async () => {
    const plain = await started();
    expect(unwrap(await plain.byNumber('0307774321'))).toBeUndefined();
    const told = await started({ numberMasks: '030|###/###.####' });
    expect(unwrap(await told.byNumber('0307774321'))?.name).toBe('Müesli (Max*) Löwe\\Ost');
  });
});
