import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { createDialer } from '../link/dialer.ts';
import { createHttpClient } from '../link/http-client.ts';
import { createReportOffice } from './create-report-office.ts';

const signal = new AbortController().signal;

function office() {
  const dialer = createDialer({ dns: memoryDns(), trust: memoryTrust(), clock: realClock, log: silentLog });
  const http = createHttpClient({ dialer, clock: realClock, service: 'support' });
  onTestFinished(() => http.close());
  return createReportOffice({
    http,
    random: seededRandom(),
    trace: memoryTrace(),
    systemCertificates: () => [],
  });
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/upload`;
}

const files = [
  { name: 'README.txt', text: 'größer' },
  { name: 'logs/parlance.log', text: 'x'.repeat(300_000) },
];

describe('a problem report on its way', () => {
  it('S5: is a zip that gives back what was put in', () => {
    const archive = office().pack(files);
    expect(archive.length).toBeLessThan(10_000);
    const back = Object.entries(unzipSync(archive)).map(([name, bytes]) => ({
      name,
      text: strFromU8(bytes),
    }));
    expect(back).toEqual(files);
  });

  it('S5: is posted as the form that Cisco’s upload scripts read, file field zipFileName', async () => {
    let form: FormData | undefined;
    let path: string | undefined;
    const url = await serve((request, response) => {
      path = request.url;
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        // Read by somebody else's reader of forms, not by ours.
        const headers = { 'content-type': String(request.headers['content-type']) };
        void new Response(Buffer.concat(chunks), { headers }).formData().then((read) => {
          form = read;
          response.end();
        });
      });
    });
    const desk = office();
    const bytes = desk.pack(files);
    const sent = await desk.send(
      url,
      { name: 'r"e\r\nport.zip', bytes, description: 'it broke: "so"' },
      signal,
    );
    expect(sent).toMatchObject({ ok: true });
    expect(path).toBe('/upload');
    expect(form?.get('description')).toBe('it broke: "so"');
    const file = form?.get('zipFileName') as File;
    expect(file.type).toBe('application/zip');
    const encrypted = { name: 'r.zip.p7m', bytes, description: '' };
    expect(await desk.send(url, encrypted, signal)).toMatchObject({ ok: true });
    const second = form?.get('zipFileName');
    expect(second instanceof File ? second.type : second).toBe('application/pkcs7-mime');
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(Uint8Array.from(bytes));
  });

  it('S5: without a certificate nothing is encrypted, and it is told', async () => {
    for (const source of [
      { name: '', url: '' },
      { name: 'Nobody', url: '' },
      { name: '/nowhere/cert.pem', url: 'ftp://prt.corp.test/c.pem' },
    ])
      expect(await office().encrypt(Uint8Array.of(1), source, signal)).toMatchObject({
        error: { code: 'support.not-encrypted' },
      });
  });

  it.each([
    [204, { ok: true }],
    [413, { error: { code: 'support.upload-refused', params: { status: 413 } } }],
    [500, { error: { code: 'support.upload-refused', params: { status: 500 } } }],
    [302, { error: { code: 'support.upload-refused', params: { status: 302 } } }],
  ])('S5: status %i', async (status, expected) => {
    const url = await serve((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(status).end());
    });
    const sent = await office().send(
      url,
      { name: 'r.zip', bytes: Uint8Array.of(1), description: '' },
      signal,
    );
    expect(sent).toMatchObject(expected);
  });
});
