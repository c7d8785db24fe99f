import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCiscoLab } from '../../../../lab/cisco/cisco-lab.ts';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { alice } from '../../../../test/fakes/cisco-harness.ts';
import { edgeBefore, insideOf, ownNet } from '../../../../test/fakes/edge-lab.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { ok } from '../../../shared/errors/result.ts';
import { createDialer } from '../link/dialer.ts';
import { createFileHttp } from '../link/file-http.ts';
import { createHttpClient } from '../link/http-client.ts';
import { createEdge } from './create-edge.ts';

const HOST = 'files.example.test';
const bytes = Buffer.from('not a word of it is lost. '.repeat(4_000));

/** A file server inside, an edge before it, and somebody outside who knows the edge's name alone. */
async function outside() {
  const ca = await createLabCa();
  const kept = new Map<string, Buffer>();
  const cookies: (string | undefined)[] = [];
  const { key, cert } = await ca.issue({ names: [HOST] });
  const files = createServer({ key, cert }, (request, response) => {
    const path = request.url ?? '';
    cookies.push(request.headers.cookie);
    if (request.method !== 'PUT') {
      const found = kept.get(path);
      return void response.writeHead(found ? 200 : 404).end(found);
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      kept.set(path, Buffer.concat(parts));
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void files.close());
  const lab = await startCiscoLab({
    ...{ domain: 'example.test', users: [alice], ca, httpsPort: 8443, tftpHttpPort: 6970 },
    hosts: [`${ownNet()}.1`, `${ownNet()}.2`, `${ownNet()}.3`],
  });
  onTestFinished(() => lab.stop());
  const edge = await edgeBefore(lab, ca, {
    inside: { ...insideOf(lab), addressOf: (name) => (name === HOST ? '127.0.0.1' : undefined) },
    allowed: [HOST],
  });
  const dns = memoryDns({ addresses: { [edge.fqdn]: [edge.host] } });
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const direct = createHttpClient({ dialer, clock: realClock, service: 'test' });
  const engine = createEdge({ dialer, clock: realClock, direct });
  onTestFinished(() => engine.http.close());
  engine.edge.enter(
    {
      ...{ domain: 'example.test', username: 'alice' },
      edges: [{ host: edge.fqdn, port: edge.ports.https }],
    },
    { password: alice.password ?? '' },
  );
  const span = memoryTrace().start('test');
  const http = createFileHttp({
    ...{ dialer, clock: realClock },
    passage: (url, signal, isForgotten) => engine.passage(url, { signal, span }, isForgotten),
  });
  onTestFinished(() => http.close());
  const at = (path: string, host = HOST) => `https://${host}:${(files.address() as AddressInfo).port}${path}`;
  const { signal } = new AbortController();
  return {
    ...{ edge, cookies },
    put: (path: string, host?: string) =>
      http.put({
        slot: { putUrl: at(path, host), headers: { Cookie: 'slot=1' }, getUrl: at(path, host) },
        size: bytes.length,
        async *source() {
          yield bytes;
        },
        onProgress: () => undefined,
        signal,
      }),
    async get(path: string, host?: string) {
      const parts: Uint8Array[] = [];
      const got = await http.get({
        ...{ url: at(path, host), from: 0, signal },
        begin: async () => ok(),
        sink: async (chunk) => void parts.push(chunk),
      });
      return got.ok ? Buffer.concat(parts) : got.error.code;
    },
  };
}

describe('files through Expressway', () => {
  it('A7 M10: are put to and fetched from a server inside by the edge, also when it has forgotten who we are', async () => {
    const { put, get, edge, cookies } = await outside();
    expect(await put('/plan')).toEqual(ok());
    edge.expireCookies();
    expect(await get('/plan')).toEqual(bytes);
    edge.expireCookies();
    expect(await put('/plan2')).toEqual(ok());
    expect(edge.counters.configurations).toBe(3);
    expect(await get('/nothing')).toBe('files.gone');
    // What the edge gave is the edge's; what the slot gave goes on.
    expect(cookies.every((cookie) => cookie === undefined || !cookie.includes('X-Auth'))).toBe(true);
  });

  it('A7 M10: a host that the edge does not serve is said; another company’s is asked straight', async () => {
    const { get, put } = await outside();
    expect(await get('/plan', 'other.example.test')).toBe('edge.not-allowed');
    expect(await put('/plan', 'other.example.test')).toMatchObject({ error: { code: 'edge.not-allowed' } });
    expect(await get('/plan', 'files.partner.test')).toBe('net.name-not-found');
  });
});
