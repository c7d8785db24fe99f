import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { buildWindowsStub } from '../stub/build-windows-stub.ts';
import { startWine, type WineComputer, windowsPath } from '../wine/wine-computer.ts';
import { openCommand } from '../windows/registry.ts';
import { buildMsi } from './build-msi.ts';

/** The lowest byte of 1603: all that a program of this system sees of it. */
const FAILED = 1603 & 0xff;
const PROGRAM = ['Program Files', 'Parlance', 'Parlance.exe'] as const;
const BOOTSTRAP = ['ProgramData', 'Parlance', 'parlance-bootstrap.properties'] as const;
const UNINSTALL = String.raw`software\microsoft\windows\currentversion\uninstall`;

let work: string;
let computer: WineComputer;

beforeAll(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'parlance-msi-test-'));
  const [started] = await Promise.all([
    startWine(),
    build('1.0.0', 'first'),
    build('1.0.0', 'again'),
    build('1.1.0', 'later'),
  ]);
  computer = started;
}, 120_000);

afterAll(async () => {
  await computer?.close();
  rmSync(work, { recursive: true });
});

async function build(version: string, name: string): Promise<void> {
  const folder = path.join(work, name);
  mkdirSync(path.join(folder, 'resources', 'deep er'), { recursive: true });
  await buildWindowsStub(path.join(folder, 'Parlance.exe'), version);
  writeFileSync(path.join(folder, 'resources', 'app.asar'), `code of ${name}`);
  writeFileSync(path.join(folder, 'resources', 'deep er', 'ünïcode.txt'), name);
  await buildMsi({ folder, version, output: path.join(work, `${name}.msi`) });
}

const msi = (name: string) => windowsPath(path.join(work, `${name}.msi`));
const install = (name: string, ...words: readonly string[]) =>
  computer.run('msiexec', ['/i', msi(name), '/qn', ...words]);
const uninstall = (name: string, ...words: readonly string[]) =>
  computer.run('msiexec', ['/x', msi(name), '/qn', ...words]);
const lines = () =>
  computer
    .read(...BOOTSTRAP)
    ?.split(/\r?\n/)
    .filter((line) => line !== '')
    .toSorted();
const code = () => computer.read('Program Files', 'Parlance', 'resources', 'app.asar');
/** Rows of the system's list of programs. */
const entries = () =>
  [...computer.registry('HKLM')].filter(
    ([key, values]) => key.startsWith(UNINSTALL) && values.get('DisplayName') === 'Parlance',
  ).length;
const registered = (key: string, name = '') =>
  computer.registry('HKLM').get(`software\\${key}`.toLowerCase())?.get(name);
const TEL = 'Classes\\tel\\shell\\open\\command';

// One computer's story, told in order.
describe('the MSI on one computer', () => {
  it('S1: installs quietly for everybody, and writes exactly the given switches', async () => {
    const switches = [
      'CLEAR=1',
      'SERVICES_DOMAIN=example.com',
      'EXCLUDED_SERVICES=WEBEX,CUP',
      'Telemetry_Enabled=false',
    ];
    expect((await install('first', ...switches, 'LOG_DIRECTORY=C:\\Logs of Parlance')).code).toBe(0);
    expect(lines()).toEqual([
      'CLEAR=1',
      'EXCLUDED_SERVICES=WEBEX,CUP',
      'LOG_DIRECTORY=C:\\Logs of Parlance',
      'SERVICES_DOMAIN=example.com',
      'TELEMETRY_ENABLED=false',
      '[Bootstrap]',
    ]);
    expect(computer.has(...PROGRAM)).toBe(true);
    expect(computer.read('Program Files', 'Parlance', 'resources', 'deep er', 'ünïcode.txt')).toBe('first');
    expect(computer.has('Program Files', 'Parlance', 'resources', 'installed-by-msi')).toBe(true);
    expect(entries()).toBe(1);
  });

  it('X4: every scheme is registered for it, as a class, an own class and a capability', () => {
    const command = openCommand('C:\\Program Files\\Parlance\\Parlance.exe');
    for (const scheme of linkSchemes) {
      for (const key of [scheme, `Parlance.Url.${scheme}`])
        expect(registered(`Classes\\${key}\\shell\\open\\command`)).toBe(command);
    }
    expect(registered('RegisteredApplications', 'Parlance')).toBe('Software\\Parlance\\Capabilities');
    expect(registered('Parlance\\Capabilities\\URLAssociations', 'tel')).toBe('Parlance.Url.tel');
  });

  it('X4: all of a hostile link stands behind the dashes, so none of it is a switch', async () => {
    await computer.run('start', ['/wait', 'sip:x" --no-sandbox "']);
    const started = [...PROGRAM.slice(0, -1), 'Parlance.exe.started'];
    expect(
      computer
        .read(...started)
        ?.split('\n')
        .slice(0, 3),
    ).toEqual(['--', 'sip:x', '--no-sandbox']);
    rmSync(computer.path(...started));
  });

  it('S1: the same package once more keeps the values, with CLEAR=1 it replaces them', async () => {
    expect((await install('first', 'SERVICES_DOMAIN=other.example')).code).toBe(0);
    expect(lines()).toContain('SERVICES_DOMAIN=example.com');
    expect((await install('first', 'CLEAR=1', 'SERVICES_DOMAIN=other.example')).code).toBe(0);
    expect(lines()).toEqual(['CLEAR=1', 'SERVICES_DOMAIN=other.example', '[Bootstrap]']);
  });

  it('S1: an upgrade keeps the values, and leaves one installation', async () => {
    expect((await install('later')).code).toBe(0);
    expect(code()).toBe('code of later');
    expect(lines()).toEqual(['CLEAR=1', 'SERVICES_DOMAIN=other.example', '[Bootstrap]']);
    expect(entries()).toBe(1);
  });

  it('S1: an earlier version is refused over a later one', async () => {
    expect((await install('first')).code).toBe(FAILED);
    expect(code()).toBe('code of later');
  });

  it('S1: uninstalling takes what it wrote, but not the values', async () => {
    expect((await uninstall('later')).code).toBe(0);
    expect(computer.has(...PROGRAM)).toBe(false);
    expect(entries()).toBe(0);
    expect(registered('RegisteredApplications', 'Parlance')).toBeUndefined();
    expect(registered(TEL)).toBeUndefined();
    expect(lines()).toContain('SERVICES_DOMAIN=other.example');
  });

  it('S1 X4: CLICK2X=DISABLED registers no scheme; another build of the same version replaces the first; CLEAR=1 takes the values too', async () => {
    expect((await install('first', 'CLICK2X=DISABLED', 'CLEAR=1')).code).toBe(0);
    expect(registered(TEL)).toBeUndefined();
    expect((await install('again', 'CLEAR=1', 'TFTP=ucm.example.com')).code).toBe(0);
    expect(code()).toBe('code of again');
    expect(lines()).toEqual(['CLEAR=1', 'TFTP=ucm.example.com', '[Bootstrap]']);
    expect(entries()).toBe(1);
    expect((await uninstall('again', 'CLEAR=1')).code).toBe(0);
    expect(computer.has('ProgramData', 'Parlance')).toBe(false);
  });
});
