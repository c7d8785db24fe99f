import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startCiscoLab } from '../../../../lab/cisco/cisco-lab.ts';
import type { CiscoLabOptions, CiscoUser } from '../../../../lab/cisco/model.ts';
import { createLabCa, type LabCa } from '../../../../lab/pki/lab-ca.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { createDialer } from '../link/dialer.ts';
import { createHttpClient } from '../link/http-client.ts';
import { createUdsDirectory } from './create-uds-directory.ts';
import { queriesFor, queriesForNumber } from './directory-query.ts';

const users: CiscoUser[] = [
  {
    username: 'alice',
    password: 'secret',
    firstName: 'Alice',
    lastName: 'Archer',
    displayName: 'Alice Archer',
    phoneNumber: '1001',
    mobileNumber: '+1 (555) 010-0100',
    email: 'alice@example.test',
    title: 'Engineer',
    department: 'Sales',
  },
  {
    username: 'bob',
    password: 'secret',
    firstName: 'Bob',
    lastName: 'Alison',
    displayName: 'Bob Alison',
    phoneNumber: '1002',
    email: 'bob@example.test',
  },
  {
    username: 'carol',
    firstName: 'Carol',
    lastName: 'Shared',
    displayName: 'Carol Shared',
    phoneNumber: '1002',
  },
  ...Array.from(
    { length: 150 },
    (_, at): CiscoUser => ({
      username: `person${at}`,
      firstName: '伟',
      lastName: `王${at}`,
      displayName: `王${at} 伟`,
      phoneNumber: String(2_000 + at),
    }),
  ),
];

let ca: LabCa;
beforeAll(async () => {
  ca = await createLabCa();
});

async function bench(options: Partial<CiscoLabOptions> = {}, password = 'secret') {
  const lab = await startCiscoLab({ domain: 'example.test', users, ca, ...options });
  onTestFinished(() => lab.stop());
  const { 'ucm-a': a, 'ucm-b': b } = lab.nodes;
  const dns = memoryDns({ addresses: { [a.fqdn]: [a.host], [b.fqdn]: [b.host] } });
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const http = createHttpClient({ dialer, clock: realClock, service: 'directory', timeoutMs: 1_000 });
  onTestFinished(() => http.close());
  const directory = createUdsDirectory({ http, trace: memoryTrace(), clock: realClock });
  const servers = [a, b].map(({ fqdn, port }) => `https://${fqdn}:${port}/cucm-uds`);
  const started = await directory.start(
    { servers, username: 'alice', password, addressDomain: 'example.test' },
    new AbortController().signal,
  );
  const names = async (text: string, limit = 50) => {
    const found = await directory.search(text, limit);
    return found.ok ? found.value.map(({ name }) => name) : found.error.code;
  };
  return { lab, directory, servers, started, names };
}

describe('C1: the company directory over UDS', () => {
  it('finds people as they type: names in either order, numbers, addresses', async () => {
    const { names, started } = await bench();
    expect(started).toMatchObject({ ok: true });
    expect(await names('ali')).toEqual(['Alice Archer', 'Bob Alison']);
    expect(await names('archer  alice')).toEqual(['Alice Archer']);
    expect(await names('alice middle archer')).toEqual(['Alice Archer']);
    expect(await names('+1 555 01')).toEqual(['Alice Archer']);
    expect(await names('bob@example.test')).toEqual(['Bob Alison']);
    expect(await names('nobody')).toEqual([]);
    expect(await names('   ')).toEqual([]);
  });

  it('A12: gives each person an address, numbers and a place', async () => {
    const { directory } = await bench();
    expect(await directory.search('archer', 10)).toEqual({
      ok: true,
      value: [
        {
          id: 'alice@example.test',
          source: 'directory',
          name: 'Alice Archer',
          address: 'alice@example.test',
          userName: 'alice',
          title: 'Engineer',
          department: 'Sales',
          email: 'alice@example.test',
          sipUri: 'sip:alice@example.test',
          phones: [
            { kind: 'work', number: '1001' },
            { kind: 'mobile', number: '+1 (555) 010-0100' },
          ],
        },
      ],
    });
  });

  it('A12, T14: addresses people by directory URI where the own address is one, whatever its domain', async () => {
    const { directory, servers } = await bench();
    const account = { servers, username: 'alice', password: 'secret', addressDomain: 'chat.example.test' };
    await directory.start({ ...account, directoryUri: 'Alice@example.test' }, new AbortController().signal);
    const address = async () => {
      const found = await directory.search('archer', 10);
      return found.ok ? found.value[0]?.address : undefined;
    };
    expect(await address()).toBe('alice@chat.example.test');
    directory.setOwnAddress('alice@example.test/desk');
    expect(await address()).toBe('alice@example.test');
    directory.setOwnAddress('alice@chat.example.test/desk');
    expect(await address()).toBe('alice@chat.example.test');
    // An address that is neither says nothing.
    directory.setOwnAddress('a.archer@elsewhere.test/desk');
    expect(await address()).toBe('alice@chat.example.test');
  });

  it('reads on page by page up to the limit', async () => {
    const { names, lab } = await bench();
    expect(await names('伟', 130)).toHaveLength(130);
    expect(lab.counters.requests.filter(({ path }) => path.includes('/users'))).toHaveLength(3);
    expect(await names('伟', 5)).toHaveLength(5);
  });

  it('names a caller by extension, by a number from outside, and nobody when in doubt', async () => {
    const { directory } = await bench();
    const owner = async (number: string) => {
      const found = await directory.byNumber(number);
      return found.ok ? found.value?.name : found.error.code;
    };
    expect(await owner('1001')).toBe('Alice Archer');
    expect(await owner('+15550100100')).toBe('Alice Archer');
    expect(await owner('0015550100100')).toBe('Alice Archer');
    expect(await owner('5550100100')).toBe('Alice Archer');
    expect(await owner('1002')).toBeUndefined();
    expect(await owner('100')).toBeUndefined();
    expect(await owner('+15551001')).toBeUndefined();
    expect(await owner('')).toBeUndefined();
  });

  it('names people by URI and by their address here', async () => {
    const { directory } = await bench();
    expect(await directory.byUri('bob@example.test')).toMatchObject({ value: { name: 'Bob Alison' } });
    expect(await directory.byUri('carol@example.test')).toMatchObject({ value: { name: 'Carol Shared' } });
    expect(await directory.byUri('x@elsewhere.test')).toEqual({ ok: true, value: undefined });
  });

  it('A9: asks the next server when one is down, and stays with it', async () => {
    const { names, lab } = await bench();
    await lab.setNodeDown('ucm-a', true);
    expect(await names('archer')).toEqual(['Alice Archer']);
    const before = lab.counters.requests.length;
    await lab.setNodeDown('ucm-a', false);
    expect(await names('archer')).toEqual(['Alice Archer']);
    expect(lab.counters.requests.slice(before).map(({ node }) => node)).toEqual(['ucm-b']);
  });

  it('C1 A9: a server that hangs stalls no search, and the next search does not wait for it', async () => {
    const { names, lab } = await bench();
    lab.addFault({ kind: 'hang', node: 'ucm-a', path: '/users' });
    expect(await names('archer')).toEqual(['Alice Archer']);
    const before = lab.counters.requests.length;
    expect(await names('alison')).toEqual(['Bob Alison']);
    expect(lab.counters.requests.slice(before).map(({ node }) => node)).toEqual(['ucm-b']);
  });

  it('says that it is out of reach when all are', async () => {
    const { names, lab } = await bench();
    await lab.setNodeDown('ucm-a', true);
    await lab.setNodeDown('ucm-b', true);
    expect(await names('archer')).toBe('directory.unavailable');
  });

  it.each(['malformed-xml', 'garbage', 'huge', 'html-500', 'empty', 'hang'] as const)(
    'Q2: %s is an outage, not a crash',
    async (kind) => {
      const { names, lab } = await bench();
      lab.addFault({ kind, path: '/users' });
      expect(await names('archer')).toBe('directory.unavailable');
    },
  );

  it('can be cancelled', async () => {
    const { directory, lab } = await bench();
    lab.addFault({ kind: 'hang', path: '/users' });
    const stop = new AbortController();
    const search = directory.search('archer', 5, stop.signal);
    stop.abort();
    expect(await search).toMatchObject({ error: { code: 'app.cancelled' } });
  });

  it('gives the password only where the cluster wants it, and never again after a refusal (A2)', async () => {
    const open = await bench({}, 'wrong');
    await open.names('archer');
    expect(open.lab.counters.authAttempts.size).toBe(0);
    const closed = await bench({ isSearchAuthenticated: true });
    expect(await closed.names('archer')).toEqual(['Alice Archer']);
    const refused = await bench({ isSearchAuthenticated: true }, 'wrong');
    expect(await refused.names('archer')).toBe('directory.unavailable');
    expect(await refused.names('archer')).toBe('directory.unavailable');
    expect(refused.lab.counters.authFailures.get('alice')).toBe(1);
  });

  it('D9: a start without network does not keep later searches from working', async () => {
    const lab = await bench({ isSearchAuthenticated: true });
    await lab.lab.setNodeDown('ucm-a', true);
    await lab.lab.setNodeDown('ucm-b', true);
    const servers = [lab.lab.nodes['ucm-a']].map(({ fqdn, port }) => `https://${fqdn}:${port}/cucm-uds`);
    const account = { servers, username: 'alice', password: 'secret', addressDomain: 'example.test' };
    expect(await lab.directory.start(account, new AbortController().signal)).toMatchObject({ ok: false });
    await lab.lab.setNodeDown('ucm-a', false);
    expect(await lab.names('archer')).toEqual(['Alice Archer']);
  });

  it('is off until it is started and after it is stopped', async () => {
    const { directory, names } = await bench();
    directory.stop();
    expect(await names('archer')).toBe('directory.unavailable');
  });
});

describe('what is asked', () => {
  it.each([
    ['alice', [{ name: 'alice' }]],
    ['a b c d', [{ name: 'a d' }]],
    ['+1 (555)', [{ number: '1555' }]],
    ['12', [{ name: '12' }]],
    ['a@b', [{ email: 'a@b' }, { uri: 'a@b' }]],
    ['', []],
  ])('%j', (text, queries) => {
    expect(queriesFor(text)).toEqual(queries);
  });

  it.each([
    ['1001', [{ number: '1001' }]],
    ['+49 30 1234567', [{ numberlast: '1234567' }]],
    ['1', []],
    ['anonymous', []],
  ])('for the owner of %j', (number, queries) => {
    expect(queriesForNumber(number)).toEqual(queries);
  });
});
