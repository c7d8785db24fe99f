import { createServer, type AddressInfo, type Server } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { freeAddress } from '../../../../lab/real/free-address.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { SLAPD_READER, type Slapd, startSlapd } from '../../../../lab/real/slapd.ts';
import { generatedPeople } from '../../../../lab/real/slapd-people.ts';
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
const people = [
  ...generatedPeople(10_000),
  {
    userName: 'mloewe',
    firstName: 'Müesli (Max*)',
    lastName: 'Löwe\\Ost',
    telephone: '+49 30 777-1234',
    mobile: '+49 170 5558888',
    mail: 'max.loewe@example.test',
    title: 'Head of Zoo',
    department: 'Animals',
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
  }, 60_000);
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
    expect(unwrap(await made.search('goran hofer99', 5))).toHaveLength(1);
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
});
