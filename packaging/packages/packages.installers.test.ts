import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { signFile } from '../msi/sign-file.ts';
import { startWine, type WineComputer } from '../wine/wine-computer.ts';
import { openCommand } from '../windows/registry.ts';
import { buildPackages } from './build-packages.ts';
import { runTool, tryTool } from './run-tool.ts';

const root = path.join(import.meta.dirname, '..', '..');
const BOOTSTRAP = ['ProgramData', 'Parlance', 'parlance-bootstrap.properties'] as const;
/** What the installer says of it: the lowest byte of 1603. */
const REFUSED = 67;
const COMMAND = 'software\\classes\\tel\\shell\\open\\command';

let output: string;
let computer: WineComputer;
const made: string[] = [];

beforeAll(async () => {
  output = mkdtempSync(path.join(tmpdir(), 'parlance-dist-test-'));
  computer = await startWine();
  // The uninstaller is made by running the installer once, on this computer.
  process.env['WINEPREFIX'] = computer.path('..');
  for (const system of ['win', 'mac', 'linux'] as const)
    made.push(
      ...(await buildPackages({
        root,
        system,
        output,
        version: '1.2.3',
        electronVersion: '45.4.1',
        isStub: true,
      })),
    );
});

afterAll(async () => {
  await computer?.close();
  rmSync(output, { recursive: true, force: true });
});

/** The table of contents of an asar archive, as text: its length stands before it. */
const archiveIndex = (file: string) => {
  const bytes = readFileSync(file);
  return bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8');
};

const run = (...words: readonly string[]) =>
  computer.run(path.join(output, 'Parlance-1.2.3-win-x64.exe'), ['/S', ...words]);
const lines = () =>
  computer
    .read(...BOOTSTRAP)
    ?.split(/\r?\n/)
    .filter((line) => line.includes('='))
    .toSorted();
/** The program's folder, by what the system's list of programs says. */
const folder = (hive: 'HKLM' | 'HKCU') => {
  const all = [...computer.registry(hive).values()];
  return all
    .find((values) => values.get('DisplayName')?.startsWith('Parlance') === true)
    ?.get('UninstallString');
};

describe('the packages made offline', () => {
  it('S1: there are EXE, MSI and zip for Windows, zip and profile for a Mac, tar.gz and deb for Linux, and the policy template', () => {
    expect(made.map((file) => path.relative(output, file)).toSorted()).toEqual(
      expect.arrayContaining([
        'Parlance-1.2.3-linux-x64.deb',
        'Parlance-1.2.3-linux-x64.tar.gz',
        'Parlance-1.2.3-mac-arm64.zip',
        'Parlance-1.2.3-win-x64.exe',
        'Parlance-1.2.3-win-x64.msi',
        'Parlance-1.2.3-win-x64.zip',
        'Parlance.admx',
        'Parlance.mobileconfig',
        'en-US/Parlance.adml',
      ]),
    );
  });

  it('S1: what ships is the built app and one native part, nothing of the browser window’s host', () => {
    const listed = archiveIndex(path.join(output, 'win-unpacked', 'resources', 'app.asar'));
    expect(listed).toContain('index.js');
    expect(listed).toContain('win32-x64.node');
    expect(listed).not.toMatch(/node-host\.js|\.map"|linux-x64\.node|"react/);
  });

  it('S1: licences and bill of materials of what ships are in every package', async () => {
    for (const place of [
      'win-unpacked/resources',
      'linux-unpacked/resources',
      'mac-arm64/Parlance.app/Contents/Resources',
    ]) {
      const notices = readFileSync(path.join(output, place, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
      expect(notices).toContain('sip.js ');
      const bill = JSON.parse(readFileSync(path.join(output, place, 'sbom.cdx.json'), 'utf8')) as {
        bomFormat: string;
        components: readonly { name: string }[];
      };
      expect(bill.bomFormat).toBe('CycloneDX');
      expect(bill.components.map(({ name }) => name)).toContain('sip.js');
    }
    const deb = await runTool('dpkg-deb', ['--contents', path.join(output, 'Parlance-1.2.3-linux-x64.deb')]);
    expect(deb).toContain('./opt/Parlance/resources/THIRD-PARTY-NOTICES.txt');
  });

  it('S1: fuses: no Node without the app, only the packed app, its integrity checked', async () => {
    for (const program of ['win-unpacked/Parlance.exe', 'linux-unpacked/Parlance']) {
      const bytes = readFileSync(path.join(output, program));
      const at = bytes.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 34;
      expect(bytes.subarray(at, at + 8).toString()).toBe('01001100');
    }
  });

  it('X4: a Mac’s Info.plist names every scheme, the reasons for microphone and camera, and the packed app’s hash', () => {
    const plist = readFileSync(
      path.join(output, 'mac-arm64', 'Parlance.app', 'Contents', 'Info.plist'),
      'utf8',
    );
    for (const scheme of linkSchemes) expect(plist).toContain(`<string>${scheme}</string>`);
    for (const key of ['NSMicrophoneUsageDescription', 'NSCameraUsageDescription', 'ElectronAsarIntegrity'])
      expect(plist).toContain(`<key>${key}</key>`);
  });

  it('S1: the MSI is signed where a certificate is named, and the signature holds', async () => {
    const [key, certificate, both] = ['key.pem', 'cert.pem', 'both.p12'].map((name) =>
      path.join(output, name),
    ) as [string, string, string];
    await runTool('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      certificate,
      '-days',
      '2',
      '-subj',
      '/CN=Parlance',
      '-addext',
      'extendedKeyUsage=codeSigning',
    ]);
    await runTool('openssl', [
      'pkcs12',
      '-export',
      '-inkey',
      key,
      '-in',
      certificate,
      '-out',
      both,
      '-passout',
      'pass:secret',
    ]);
    const msi = path.join(output, 'Parlance-1.2.3-win-x64.msi');
    expect(await signFile(msi, {})).toBe(false);
    expect(await signFile(msi, { WIN_CSC_LINK: both, WIN_CSC_KEY_PASSWORD: 'secret' })).toBe(true);
    const verified = await tryTool('osslsigncode', ['verify', '-CAfile', certificate, '-in', msi]);
    expect(verified.output).toContain('Signature verification: ok');
  });
});

describe('the EXE on one computer', () => {
  it('S1 X4: for one person: switches as written, schemes of that person only', async () => {
    const { code } = await run(
      '/currentuser',
      'CLEAR=1',
      '/SERVICES_DOMAIN=example.com',
      '-Telemetry_Enabled=false',
      'FORGOT_PASSWORD_URL=https://example.com/forgot?a=b&c=d',
      'LOG_DIRECTORY=C:\\Logs of Parlance',
    );
    expect(code).toBe(0);
    expect(lines()).toEqual([
      'CLEAR=1',
      'FORGOT_PASSWORD_URL=https://example.com/forgot?a=b&c=d',
      'LOG_DIRECTORY=C:\\Logs of Parlance',
      'SERVICES_DOMAIN=example.com',
      'TELEMETRY_ENABLED=false',
    ]);
    const [, program = ''] = /^"(.*)\\Uninstall/.exec(folder('HKCU') ?? '') ?? [];
    expect(program).toContain('AppData');
    expect(computer.registry('HKCU').get(COMMAND)?.get('')).toBe(openCommand(`${program}\\Parlance.exe`));
    expect(computer.registry('HKLM').get(COMMAND)?.get('') ?? '').not.toContain('Parlance');
  });

  it('S1: an update keeps the values; CLEAR=1 replaces them', async () => {
    expect((await run('/currentuser', '--updated', 'SERVICES_DOMAIN=other.example')).code).toBe(0);
    expect(lines()).toContain('SERVICES_DOMAIN=example.com');
    expect(
      (await run('/currentuser', 'CLEAR=1', 'SERVICES_DOMAIN=other.example', 'CLICK2X=DISABLED')).code,
    ).toBe(0);
    expect(lines()).toEqual(['CLEAR=1', 'CLICK2X=DISABLED', 'SERVICES_DOMAIN=other.example']);
    expect(computer.registry('HKCU').get(COMMAND)).toBeUndefined();
  });

  it('S1: an earlier version is refused over a later one', async () => {
    const [key = ''] =
      [...computer.registry('HKCU')].find(([, values]) =>
        values.get('DisplayName')?.startsWith('Parlance'),
      ) ?? [];
    const version = (text: string) =>
      computer.run('reg', ['add', `HKCU\\${key}`, '/v', 'DisplayVersion', '/d', text, '/f']);
    await version('9.0.0');
    expect((await run('/currentuser', 'CLEAR=1', 'TFTP=ucm.example.com')).code).toBe(REFUSED);
    expect(lines()).toContain('SERVICES_DOMAIN=other.example');
    await version('1.2.3');
  });

  it('S1: uninstalling takes program, schemes and list entry; the values go with CLEAR=1', async () => {
    const [, file = ''] = /^"([^"]+)"/.exec(folder('HKCU') ?? '') ?? [];
    const below = file.split('\\').slice(1, -1);
    expect(computer.has(...below, 'Parlance.exe')).toBe(true);
    // Without a copy of itself elsewhere, so that its end is waited for.
    await computer.run(file, ['/S', '/currentuser', 'CLEAR=1', `_?=C:\\${below.join('\\')}`]);
    expect(computer.has(...below, 'Parlance.exe')).toBe(false);
    expect(computer.has(...BOOTSTRAP)).toBe(false);
    expect(folder('HKCU')).toBeUndefined();
    expect([...computer.registry('HKCU').keys()].filter((key) => key.includes('parlance.url'))).toEqual([]);
  });

  it('S1 X4: for everybody: in the program folder, schemes in the computer’s registry', async () => {
    expect((await run('/allusers', 'TFTP=ucm.example.com')).code).toBe(0);
    expect(readdirSync(computer.path('Program Files'))).toContain('Parlance');
    expect(computer.registry('HKLM').get(COMMAND)?.get('')).toBe(
      openCommand('C:\\Program Files\\Parlance\\Parlance.exe'),
    );
    expect(lines()).toEqual(['TFTP=ucm.example.com']);
  });
});
