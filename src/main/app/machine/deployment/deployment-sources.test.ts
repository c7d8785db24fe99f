import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { namedDeployment, systemDeployment } from './deployment-sources.ts';
import { type MachineAccess, machineAccess } from './machine-access.ts';
import { parsePreferences, parseRegistry } from './read-policies.ts';

/** A computer whose programs answer and whose files lie as given. */
function machine(
  platform: NodeJS.Platform,
  given: {
    readonly env?: Record<string, string>;
    readonly programs?: Readonly<Record<string, string>>;
    readonly files?: Readonly<Record<string, string>>;
  },
): MachineAccess {
  return {
    platform,
    env: given.env ?? {},
    run: async (program, args) => given.programs?.[[program, ...args].join(' ')],
    read: async (path) => {
      const text = given.files?.[path];
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
  };
}

const QUERY = String.raw`C:\Windows\System32\reg.exe query`;

describe('A4 D13: the documented places', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['win32', { ProgramData: 'D:\\Data' }, 'D:\\Data\\Parlance\\parlance-bootstrap.properties'],
    ['win32', {}, 'C:\\ProgramData\\Parlance\\parlance-bootstrap.properties'],
    ['darwin', {}, '/Library/Application Support/Parlance/parlance-bootstrap.properties'],
    ['linux', {}, '/etc/parlance/parlance-bootstrap.properties'],
  ])('the installer’s file on %s', async (platform, env, path) => {
    const sources = systemDeployment(machine(platform, { env, files: { [path]: 'TFTP=ucm' } }));
    expect(await sources.installerFile()).toEqual({ path, bytes: new TextEncoder().encode('TFTP=ucm') });
    expect(await systemDeployment(machine(platform, {})).installerFile()).toBeUndefined();
  });

  it('Windows: policies of the computer before those of the person', async () => {
    const table = (name: string, type: string, value: string) =>
      `\r\nHKEY\\SOFTWARE\\Policies\\Parlance\r\n    ${name}    ${type}    ${value}\r\n\r\n`;
    const sources = systemDeployment(
      machine('win32', {
        programs: {
          [String.raw`${QUERY} HKLM\SOFTWARE\Policies\Parlance /reg:64`]: table(
            'SERVICES_DOMAIN',
            'REG_SZ',
            'a.test',
          ),
          [String.raw`${QUERY} HKCU\SOFTWARE\Policies\Parlance /reg:64`]: table(
            'SERVICES_DOMAIN',
            'REG_SZ',
            'b.test',
          ),
        },
      }),
    );
    expect((await sources.policies()).map(({ value }) => value)).toEqual(['a.test', 'b.test']);
  });

  it('Windows: no policies, or no right to ask for them', async () => {
    expect(await systemDeployment(machine('win32', {})).policies()).toEqual([]);
  });

  it('Mac: preferences forced by management, the person’s before the computer’s', async () => {
    const plutil = '/usr/bin/plutil -convert json -o - -- /Library/Managed Preferences';
    const sources = systemDeployment(
      machine('darwin', {
        env: { USER: 'alice' },
        programs: {
          [`${plutil}/alice/org.parlance.desktop.plist`]: '{"UPN_DISCOVERY_ENABLED":false}',
          [`${plutil}/org.parlance.desktop.plist`]: '{"SERVICES_DOMAIN":"example.test","CAS_WAIT_MS":500}',
        },
      }),
    );
    expect(await sources.policies()).toEqual([
      { name: 'UPN_DISCOVERY_ENABLED', value: 'false' },
      { name: 'SERVICES_DOMAIN', value: 'example.test' },
      { name: 'CAS_WAIT_MS', value: '500' },
    ]);
  });

  it.each<[string, string | undefined, Record<string, string>, string | undefined]>([
    ['what whoami says', 'alice@example.test\r\n', {}, 'alice@example.test'],
    ['nothing from whoami', undefined, { USERNAME: 'alice', USERDNSDOMAIN: 'CORP.TEST' }, 'alice@CORP.TEST'],
    ['whoami without a name', 'ERROR: none', { USERNAME: 'al', USERDNSDOMAIN: 'c.test' }, 'al@c.test'],
    ['a computer of no domain', undefined, { USERNAME: 'alice' }, undefined],
  ])('D2: the user principal name by %s', async (_title, said, env, expected) => {
    const programs = said === undefined ? {} : { [String.raw`C:\Windows\System32\whoami.exe /upn`]: said };
    const sources = systemDeployment(machine('win32', { env, programs }));
    expect(await sources.userPrincipalName()).toBe(expected);
    expect(await systemDeployment(machine('linux', { programs })).userPrincipalName()).toBeUndefined();
  });

  it('files named on the command line, and nothing else', async () => {
    const files = { '/b': 'TFTP=ucm', '/p': 'SERVICES_DOMAIN: example.test' };
    const named = { bootstrap: '/b', policies: '/p', user: 'alice@example.test' };
    const sources = namedDeployment(machine('linux', { files }), named);
    expect(await sources.installerFile()).toMatchObject({ path: '/b' });
    expect(await sources.policies()).toMatchObject([{ name: 'SERVICES_DOMAIN', value: 'example.test' }]);
    expect(await sources.userPrincipalName()).toBe('alice@example.test');
    const none = namedDeployment(machine('linux', { files }), {});
    expect(await none.installerFile()).toBeUndefined();
    expect(await none.policies()).toEqual([]);
    expect(await none.userPrincipalName()).toBeUndefined();
  });
});

describe('what reg and plutil print', () => {
  it('types of the registry', () => {
    const lines = [
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Parlance',
      '    (Default)    REG_SZ    (value not set)',
      '    FIPS_MODE    REG_DWORD    0x1',
      '    EXCLUDED_SERVICES    REG_MULTI_SZ    WEBEX\\0CUP\\0',
      '    LOG_DIRECTORY    REG_EXPAND_SZ    %TEMP%\\a    b',
      '    Key    REG_BINARY    DEADBEEF',
      '    Empty    REG_SZ',
      '    Broken    REG_DWORD    many',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Parlance\\Deeper',
    ];
    expect(parseRegistry(lines.join('\r\n'))).toEqual([
      { name: '(Default)', value: '(value not set)' },
      { name: 'FIPS_MODE', value: '1' },
      { name: 'EXCLUDED_SERVICES', value: 'WEBEX,CUP' },
      { name: 'LOG_DIRECTORY', value: '%TEMP%\\a    b' },
      { name: 'Empty', value: '' },
    ]);
  });

  it('passes over what is no value', () => {
    expect(parsePreferences('{"a":{"b":1},"c":null,"d":["WEBEX","CUP"],"e":[1]}')).toEqual([
      { name: 'd', value: 'WEBEX,CUP' },
    ]);
    for (const text of ['', '[]', 'null', '{', '"x"']) expect(parsePreferences(text)).toEqual([]);
  });
});

describe('the real computer', () => {
  it('reads a file and no more of it than 64 KiB, and runs a program without a shell', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parlance-sources-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'a file');
    writeFileSync(file, 'x'.repeat(70_000));
    expect((await machineAccess.read(file))?.length).toBe(65_536);
    expect(await machineAccess.read(join(folder, 'none'))).toBeUndefined();
    expect(await machineAccess.read(folder)).toBeUndefined();
    expect(await machineAccess.run(process.execPath, ['-p', '"$HOME; a"'])).toBe('$HOME; a\n');
    expect(await machineAccess.run(process.execPath, ['-e', 'process.exit(3)'])).toBeUndefined();
    expect(await machineAccess.run(join(folder, 'none'), [])).toBeUndefined();
  });
});
