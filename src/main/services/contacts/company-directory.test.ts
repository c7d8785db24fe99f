import { describe, expect, it } from 'vitest';
import { labLdapSettings } from '../../../../test/fakes/ldap-settings.ts';
import { ok, unwrap } from '../../../shared/errors/result.ts';
import { createCompanyDirectory } from './company-directory.ts';

function fake(name: string, log: string[]) {
  return {
    start: () => Promise.resolve(ok({ server: name })),
    stop: () => void log.push(`${name} stopped`),
    setOwnAddress: () => undefined,
    search: () => Promise.resolve(ok([])).finally(() => log.push(`${name} searched`)),
    byNumber: () => Promise.resolve(ok(undefined)),
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
});
