import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import type { HttpClient } from '../link/http-client.ts';
import { derValues } from './der.ts';
import { encryptFor } from './encrypt-for.ts';
import { findReportCertificate } from './report-certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'parlance-cms-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A self-signed certificate and its key, by OpenSSL. */
function make(name: string, ...key: readonly string[]) {
  const [keyFile, file] = [`${name}.key`, `${name}.pem`].map((each) => join(folder, each)) as [
    string,
    string,
  ];
  const made = [
    '-newkey',
    ...(key.length > 0 ? key : ['rsa:2048']),
    '-nodes',
    '-keyout',
    keyFile,
    '-out',
    file,
  ];
  execFileSync('openssl', ['req', '-x509', ...made, '-days', '2', '-subj', `/O=Corp/CN=${name}`], {
    stdio: 'ignore',
  });
  const pem = readFileSync(file, 'utf8');
  return { keyFile, file, pem, certificate: new X509Certificate(pem) };
}

const desk = make('Help desk');

describe('an encrypted report', () => {
  it.each([0, 1, 15, 16, 127, 70_000])('S5: %i bytes come out again with OpenSSL and the key', (length) => {
    const bytes = Buffer.alloc(length, 'report');
    const file = join(folder, `${length}.p7m`);
    writeFileSync(file, encryptFor(desk.certificate, bytes) ?? '');
    const args = ['cms', '-decrypt', '-inform', 'DER', '-binary', '-in', file, '-inkey', desk.keyFile];
    expect(execFileSync('openssl', args).equals(bytes)).toBe(true);
    // Another key doesn't open it.
    const other = make(`Other ${length}`);
    const wrong = ['cms', '-decrypt', '-inform', 'DER', '-in', file, '-inkey', other.keyFile];
    expect(() => execFileSync('openssl', [...wrong, '-recip', other.file], { stdio: 'pipe' })).toThrow();
  });

  it('S5: holds nothing of the report in clear, and is another one each time', () => {
    const bytes = Buffer.from('alice@corp.example wrote');
    const [one, two] = [encryptFor(desk.certificate, bytes), encryptFor(desk.certificate, bytes)];
    expect(Buffer.from(one ?? []).includes('alice')).toBe(false);
    expect(one).not.toEqual(two);
  });

  it('S5: a key that is not RSA, or a short one, is not used', () => {
    const curve = make('curve', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
    expect(encryptFor(curve.certificate, Buffer.from('x'))).toBeUndefined();
    expect(encryptFor(make('short', 'rsa:1024').certificate, Buffer.from('x'))).toBeUndefined();
  });

  it('Q2: whatever is read as DER, nothing is read past its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const read = derValues(bytes);
        const length = read?.reduce((sum, { whole }) => sum + whole.length, 0);
        expect(length ?? bytes.length).toBe(bytes.length);
      }),
    );
  });
});

describe('the certificate for reports', () => {
  const find = async (name: string, url = '', served?: { status: number; body: Uint8Array }) => {
    const http = {
      request: async () => (served ? { ok: true, value: { headers: {}, ...served } } : { ok: false }),
    } as unknown as HttpClient;
    const ports = { http, systemCertificates: () => ['not a certificate', make('Root').pem, desk.pem] };
    const span = memoryTrace().start('test');
    const found = await findReportCertificate({ name, url }, ports, span, new AbortController().signal);
    return found?.subject;
  };
  const subject = 'O=Corp\nCN=Help desk';

  it.each([
    ['its common name, in any letter case', 'help DESK'],
    [
      'its SHA-1 thumbprint as Windows shows it',
      desk.certificate.fingerprint.replaceAll(':', ' ').toLowerCase(),
    ],
    ['its SHA-256 thumbprint', desk.certificate.fingerprint256],
    ['its file', desk.file],
  ])('S5: is found by %s', async (_, name) => {
    expect(await find(name)).toBe(subject);
  });

  it('S5: is fetched by HTTPS only, as text or bytes', async () => {
    const pem = { status: 200, body: Buffer.from(desk.pem) };
    expect(await find('', 'https://prt.corp.test/c.pem', pem)).toBe(subject);
    expect(
      await find('nobody', 'https://prt.corp.test/c.cer', { status: 200, body: desk.certificate.raw }),
    ).toBe(subject);
    expect(await find('', 'http://prt.corp.test/c.pem', pem)).toBeUndefined();
    expect(await find('', 'https://prt.corp.test/c.pem', { ...pem, status: 404 })).toBeUndefined();
    expect(
      await find('', 'https://prt.corp.test/c.pem', { status: 200, body: Buffer.from('<p>') }),
    ).toBeUndefined();
    expect(await find('', 'https://prt.corp.test/c.pem')).toBeUndefined();
  });
});
