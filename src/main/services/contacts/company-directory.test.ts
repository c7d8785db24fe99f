import { describe, expect, it } from 'vitest';
import { labLdapSettings } from '../../../../test/fakes/ldap-settings.ts';
import { fail, ok, unwrap } from '../../../shared/errors/result.ts';
import { createCompanyDirectory } from './company-directory.ts';

function fake(name: string, log: string[]) {
  return {
    start: () => Promise.resolve(ok({ server: name })),
    stop: () => void log.push(`${name} stopped`),
    setOwnAddress: () => undefined,
    search: () => Promise.resolve(ok([])).finally(() => log.push(`${name} searched`)),
    byNumber: (number: string) => Promise.resolve(ok(undefined)).finally(() => log.push(number)),
    byUri: () => Promise.resolve(ok(undefined)),
  };
}

describe('the company directory', () => {
  it('C1 C2: is LDAP with settings for it, otherwise UDS, and changes with the account', async () => {
    const log: string[] = [];
    const directory = createCompanyDirectory(fake('uds', log), fake('ldap', log));
    const account = { servers: ['https://a'], username: 'a', password: 'b' };
    const { signal } = new AbortController();
    expect(unwrap(await directory.start({ ...account, ldap: labLdapSettings() }, signal)).server).toBe(
      'ldap',
    );
    await directory.search('x', 1);
    expect(unwrap(await directory.start(account, signal)).server).toBe('uds');
    await directory.search('x', 1);
    expect(log).toEqual([
      ...['uds stopped', 'ldap stopped', 'ldap searched'],
      ...['uds stopped', 'ldap stopped', 'uds searched'],
    ]);
  });

  it('C4: a number goes through the look-up rules before it is asked for', async () => {
    const log: string[] = [];
    const directory = createCompanyDirectory(fake('uds', log), fake('ldap', log));
    const { signal } = new AbortController();
    const rule = { beginsWith: '91', length: 12, remove: 2, prefix: '+1' };
    await directory.start({ servers: [], username: 'a', password: 'b', lookupRules: [rule] }, signal);
    log.length = 0;
    await directory.byNumber('9 1 (555) 555-0100');
    await directory.byNumber('1001');
    // Another account has none.
    await directory.start({ servers: [], username: 'a', password: 'b' }, signal);
    await directory.byNumber('915555550100');
    expect(log.filter((line) => /\d/.test(line))).toEqual(['+15555550100', '1001', '915555550100']);
  });

  it('C1: whoever waits for a directory hears of it once it is there, not when it cannot be reached', async () => {
    const log: string[] = [];
    const ldap = { ...fake('ldap', log), start: async () => fail('directory.unavailable') };
    const directory = createCompanyDirectory(fake('uds', log), ldap);
    let count = 0;
    directory.onReady?.(() => {
      count += 1;
    });
    const account = { servers: [], username: 'a', password: 'b' };
    const { signal } = new AbortController();
    await directory.start({ ...account, ldap: labLdapSettings() }, signal);
    expect(count).toBe(0);
    await directory.start(account, signal);
    expect(count).toBe(1);
  });
});
