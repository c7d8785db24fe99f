import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { labLdapSettings } from '../../../../test/fakes/ldap-settings.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { elements, integer, numberIn, octets, sizeOfFirst } from './ber.ts';
import { encodeFilter, type LdapFilter, parseFilter } from './ldap-filter.ts';
import { readAnswer } from './ldap-messages.ts';
import { filterForNumber, filterForText, isFilter } from './ldap-query.ts';
import { ldapServers } from './ldap-servers.ts';
import { bestFirst } from './rank-people.ts';
import { readPerson } from './read-person.ts';

const hex = (filter: LdapFilter | undefined) => filter && encodeFilter(filter).toString('hex');

describe('C2: filters (RFC 4515)', () => {
  it.each([
    ['(cn=Babs Jensen)', 'a3110402636e040b42616273204a656e73656e'],
    ['(objectClass=*)', '870b6f626a656374436c617373'],
    ['(!(cn=T))', 'a209a3070402636e040154'],
    ['(o=univ*of*mich*)', 'a41504016f301080 04756e6976 81026f66 81046d696368'],
    ['(cn:dn:2.4.6.8.10:=D)', 'a916 810a322e342e362e382e3130 8202636e 830144 8401ff'],
    ['(cn=\\2a)', 'a3070402636e04012a'],
    ['&(a=1)(b>=2)', 'a010a306040161040131a506040162040132'],
    ['cn=x', 'a3070402636e040178'],
    ['(cn=a', 'a3070402636e040161'],
    ['(&(cn=a)', 'a009a3070402636e040161'],
  ])('C2: %s', (text, bytes) => {
    expect(hex(parseFilter(text))).toBe(bytes.replaceAll(' ', ''));
  });

  it.each(['', '(', '()', '(cn=a))', '(cn=\\zz)', '(=a)', '(cn)', '('.repeat(99)])(
    'C2: %s is none',
    (text) => {
      expect(parseFilter(text)).toBeUndefined();
    },
  );

  it('C2: what a person types is a value of the filter, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (typed) => {
        const settings = labLdapSettings({ baseFilter: '(a=b)' });
        const filter = filterForText(settings, typed);
        if (filter === undefined) return;
        // The shape is ours: an AND of the base and one more, of attributes that the settings name.
        const known = new Set([...Object.values(settings.attributes), 'a', 'anr']);
        const attributes = (each: LdapFilter): readonly string[] => {
          if ('filters' in each) return each.filters.flatMap(attributes);
          return 'filter' in each ? attributes(each.filter) : [each.attribute];
        };
        expect(attributes(filter).filter((name) => !known.has(name))).toEqual([]);
        expect(filter).toMatchObject({ kind: 'and', filters: [{ attribute: 'a' }, {}] });
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('C2: where Cisco’s examples name an attribute in place of the predictive filter, it is searched too', () => {
    expect(isFilter('employeeID')).toBe(true);
    expect(isFilter('employee ID')).toBe(false);
    const searched = (predictiveFilter: string) =>
      JSON.stringify(filterForText(labLdapSettings({ predictiveFilter }), 'anna'));
    expect(searched('employeeID')).toContain('employeeID');
    expect(searched('(objectClass=employeeID)')).toContain('objectClass');
  });

  it('C2: a number is found as it is written in the directory, from its beginning', () => {
    expect(JSON.stringify(filterForText(labLdapSettings(), '+49 30 777'))).toContain(
      JSON.stringify(Buffer.from('+49 30 777')),
    );
    const starts = JSON.stringify(filterForText(labLdapSettings(), '+49 30 777')).match(/"initial"/g);
    expect(starts).toHaveLength(12);
  });

  it('C4: short numbers are extensions, long ones are compared by their ends', () => {
    const parts = (number: string) =>
      JSON.stringify(filterForNumber(labLdapSettings(), number)).includes('final');
    expect([parts('1001'), parts('+49 30 5550100')]).toEqual([false, true]);
  });
});

describe('C2: answers', () => {
  it('numbers go there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (value) => {
        expect(numberIn(elements(integer(value))?.[0])).toBe(value);
      }),
      { numRuns: fuzzRuns(200) },
    );
  });

  it('lengths beyond 127 are read, and what is too long is refused before it is there', () => {
    const long = octets('x'.repeat(70_000));
    expect(sizeOfFirst(long.subarray(0, 3), 100_000)).toBeUndefined();
    expect(sizeOfFirst(long.subarray(0, 9), 100_000)).toBe(long.length);
    expect(sizeOfFirst(long.subarray(0, 9), 60_000)).toBe('bad');
    expect(sizeOfFirst(Buffer.from([0x30, 0x80]), 60_000)).toBe('bad');
  });

  it('C2: any bytes are an answer or none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const framed = Buffer.concat([Buffer.from([0x30, bytes.length]), bytes]);
        const answer = readAnswer(framed);
        expect(answer === undefined || answer.id >= 0).toBe(true);
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});

describe('C2: servers', () => {
  const never = new AbortController().signal;
  const record = (target: string, port: number, priority = 0) => ({ target, port, priority, weight: 0 });
  const dns = memoryDns({
    srv: {
      '_gc._msdcs._tcp.full.test': [record('gc2', 3269, 2), record('gc1', 3268, 1)],
      '_ldap._msdcs._tcp.full.test': [record('dc', 389)],
      '_ldap._msdcs._tcp.small.test': [record('dc', 389)],
      // What Active Directory (and Samba's) registers by itself.
      '_gc._tcp.ad.test': [record('gc', 3268)],
      '_ldap._tcp.ad.test': [record('dc', 389)],
      '_ldap._tcp.one.test': [record('dc', 389)],
    },
  });
  const anonymous = { kind: 'anonymous' } as const;
  const own = { kind: 'own' } as const;

  it.each([
    ['the global catalogue first', { domains: ['full.test'] }, ['gc1:3268 starttls', 'gc2:3269 tls']],
    ['the next domain', { domains: ['none.test', 'small.test'] }, ['dc:389 starttls']],
    ['a directory as it is by itself', { domains: ['ad.test'] }, ['gc:3268 starttls']],
    ['one without a global catalogue', { domains: ['one.test'] }, ['dc:389 starttls']],
    ['named ones before records', { servers: [{ host: 'n' }], domains: ['full.test'] }, ['n:636 tls']],
    [
      'no encryption',
      { servers: [{ host: 'n' }], isEncrypted: false, credentials: anonymous },
      ['n:389 plain'],
    ],
    [
      'a password is encrypted all the same',
      { servers: [{ host: 'n', port: 389 }], isEncrypted: false, credentials: own },
      ['n:389 starttls'],
    ],
  ])('C2: %s', async (_title, given, wanted) => {
    const found = await ldapServers(labLdapSettings({ credentials: anonymous, ...given }), dns, never);
    expect(found.ok && found.value.map(({ host, port, security }) => `${host}:${port} ${security}`)).toEqual(
      wanted,
    );
  });

  it('C2: none is an error', async () => {
    expect(await ldapServers(labLdapSettings({ domains: ['none.test'] }), dns, never)).toMatchObject({
      error: { code: 'directory.unavailable' },
    });
  });
});

describe('C2: entries', () => {
  const entry = (given: Readonly<Record<string, string>>) => ({
    dn: 'cn=x',
    values: new Map(Object.entries(given).map(([name, value]) => [name, [Buffer.from(value)]])),
  });

  it('C2 A12: addresses by user name, by directory URI, by SIP URI', () => {
    const one = entry({ uid: 'al', displayname: 'Al', mail: 'al@mail.test', msrtcsip: 'sip:al@sip.test' });
    const settings = labLdapSettings();
    const address = (...[given, how]: [Partial<typeof settings>, Parameters<typeof readPerson>[2]]) =>
      readPerson(one, { ...settings, ...given }, how)?.address;
    expect(address({}, { domain: 'im.test' })).toBe('al@im.test');
    expect(address({}, { domain: 'im.test', byDirectoryUri: true })).toBe('al@mail.test');
    const attributes = { ...settings.attributes, sipUri: 'msRTCSIP' };
    expect(address({ usesSipUri: true, uriPrefix: 'sip:', attributes }, { domain: 'im.test' })).toBe(
      'al@sip.test',
    );
    expect(readPerson(entry({ title: 'Nobody' }), settings, {})).toBeUndefined();
  });

  it('C3: the likeliest comes first', () => {
    const people = ['Johanna Berg', 'Bert Anna', 'Anna Z', 'Anna', 'Anna B'].map((name) => ({
      ...{ id: name as never, source: 'directory' as const, name, phones: [] },
    }));
    expect(bestFirst(people, 'anna').map(({ name }) => name)).toEqual([
      ...['Anna', 'Anna B', 'Anna Z', 'Bert Anna', 'Johanna Berg'],
    ]);
  });
});
