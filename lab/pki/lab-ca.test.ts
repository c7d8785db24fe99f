import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { type CertificateKind, createLabCa, type IssuedCertificate } from './lab-ca.ts';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** Shakes hands once and answers what the client thought of the server's certificate. */
async function handshake(server: IssuedCertificate, ca: string, name: string): Promise<string> {
  const listener = createServer({ cert: server.cert, key: server.key }, (socket) =>
    socket.on('error', () => undefined).end(),
  );
  listener.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const outcome = await new Promise<string>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ca, servername: name }, () => {
      resolve('trusted');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  await new Promise((resolve) => listener.close(resolve));
  return outcome;
}

describe('lab CA', () => {
  it('issues certificates that Node trusts for their names only', async () => {
    const ca = await createLabCa();
    const server = await ca.issue({ names: ['chat.example.test', 'example.test', '127.0.0.1'] });
    expect(await handshake(server, ca.pem, 'chat.example.test')).toBe('trusted');
    expect(await handshake(server, ca.pem, 'other.example.test')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it.each<[CertificateKind, string]>([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('issues %s certificates that Node refuses with %s', async (kind, code) => {
    const ca = await createLabCa();
    const server = await ca.issue({ names: ['chat.example.test'], kind });
    expect(await handshake(server, ca.pem, 'chat.example.test')).toBe(code);
  });

  it('is unknown to a client that trusts another root', async () => {
    const [ours, theirs] = [await createLabCa(), await createLabCa('Stranger CA')];
    const server = await theirs.issue({ names: ['chat.example.test'] });
    expect(await handshake(server, ours.pem, 'chat.example.test')).toMatch(/UNABLE_TO_(VERIFY|GET)/);
  });

  it('passes openssl verify', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lab-ca-'));
    folders.push(folder);
    const ca = await createLabCa();
    const caPath = await ca.writeTo(join(folder, 'made'));
    const leaf = join(folder, 'leaf.pem');
    await writeFile(leaf, (await ca.issue({ names: ['sip.example.test', '127.0.0.5'] })).cert);
    const run = (...extra: string[]): string =>
      execFileSync('openssl', ['verify', '-x509_strict', '-CAfile', caPath, ...extra, leaf], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(run('-verify_hostname', 'sip.example.test')).toContain('OK');
    expect(run('-verify_ip', '127.0.0.5')).toContain('OK');
    expect(() => run('-verify_hostname', 'wrong.example.test')).toThrow();
  });
});
