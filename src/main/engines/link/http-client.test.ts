import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { onTestFinished, describe, expect, it } from 'vitest';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { createDialer } from './dialer.ts';
import { createHttpClient, expectStatus, type HttpRequest } from './http-client.ts';

function bench(...authorities: string[]) {
  const trace = memoryTrace();
  const dialer = createDialer({
    dns: memoryDns(),
    trust: memoryTrust(...authorities),
    clock: realClock,
    log: silentLog,
  });
  const http = createHttpClient({ dialer, clock: realClock, service: 'uds' });
  onTestFinished(() => http.close());
  const span = trace.start('test');
  const get = (url: string, more: Partial<HttpRequest> = {}) =>
    http.request({ url, span, signal: new AbortController().signal, ...more });
  return { http, trace, get, span };
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = async (listener: RequestListener): Promise<string> =>
  `http://${await listen(createServer(listener))}`;

describe('the HTTP client', () => {
  it('gives status, headers and body, whatever the status', async () => {
    const origin = await serve((_request, response) =>
      response.writeHead(404, { 'X-Kind': 'none' }).end('nothing'),
    );
    const answer = await bench().get(`${origin}/a`);
    expect(answer).toMatchObject({ ok: true, value: { status: 404, headers: { 'x-kind': 'none' } } });
    expect(answer.ok && new TextDecoder().decode(answer.value.body)).toBe('nothing');
    expect(expectStatus(answer, origin, 200)).toMatchObject({
      error: { code: 'http.status', params: { host: '127.0.0.1', status: 404 } },
    });
  });

  it('Q5: uses a connection again, and counts what it cost', async () => {
    const sockets = new Set<Socket>();
    const origin = await serve((request, response) => {
      sockets.add(request.socket);
      response.end('x');
    });
    const { get, trace } = bench();
    await get(`${origin}/one`);
    await get(`${origin}/two?secret=1`);
    expect(sockets.size).toBe(1);
    const spans = trace.spans().filter(({ name }) => name === 'http' || name === 'tcp');
    expect(spans.map(({ name, roundTrips }) => `${name} ${roundTrips}`)).toEqual([
      'http 1',
      'tcp 1',
      'http 1',
    ]);
    expect(JSON.stringify(spans)).not.toContain('secret');
  });

  it('cuts off an answer that is too long, announced or not', async () => {
    const announced = await serve((_request, response) =>
      response.writeHead(200, { 'content-length': '52428800' }).write('x'),
    );
    expect(await bench().get(announced)).toMatchObject({
      error: { code: 'http.too-large', params: { host: '127.0.0.1' } },
    });
    let sent = 0;
    const endless = await serve((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && sent < 50 * 1024 * 1024 && response.write(Buffer.alloc(65_536)))
          sent += 65_536;
      };
      response.on('drain', more);
      more();
    });
    expect(await bench().get(endless, { maxBytes: 200_000 })).toMatchObject({
      error: { code: 'http.too-large' },
    });
    expect(sent).toBeLessThan(10 * 1024 * 1024);
  });

  it('gives up on a server that hangs, before and within its answer', async () => {
    const mute = await serve(() => undefined);
    expect(await bench().get(mute, { timeoutMs: 100 })).toMatchObject({
      error: { code: 'net.timeout', params: { host: '127.0.0.1' } },
    });
    const stuck = await serve((_request, response) => response.writeHead(200).write('a'));
    expect(await bench().get(stuck, { timeoutMs: 100 })).toMatchObject({ error: { code: 'net.timeout' } });
  });

  it('can be cancelled', async () => {
    const mute = await serve(() => undefined);
    const stop = new AbortController();
    const answer = bench().get(mute, { signal: stop.signal });
    setImmediate(() => stop.abort());
    expect(await answer).toMatchObject({ error: { code: 'app.cancelled' } });
  });

  it('tells a closed port, garbage and a broken connection apart', async () => {
    const closed = createTcpServer();
    const address = await listen(closed);
    await new Promise<void>((resolve) => closed.close(() => resolve()));
    expect(await bench().get(`http://${address}/`)).toMatchObject({ error: { code: 'net.refused' } });
    const garbage = await listen(createTcpServer((socket) => socket.end('SSH-2.0-hello\r\n')));
    expect(await bench().get(`http://${garbage}/`)).toMatchObject({ error: { code: 'http.bad-content' } });
    const broken = await listen(createTcpServer((socket) => socket.on('data', () => socket.destroy())));
    expect(await bench().get(`http://${broken}/`)).toMatchObject({ error: { code: 'net.reset' } });
  });

  it('puts a question once more when the kept connection has just been closed', async () => {
    let requests = 0;
    const origin = await serve((request, response) => {
      requests += 1;
      if (requests === 2) return request.socket.destroy();
      return response.end('x');
    });
    const { get } = bench();
    await get(origin);
    expect(await get(origin)).toMatchObject({ ok: true });
    requests = 1;
    expect(await get(origin, { method: 'POST', body: 'x' })).toMatchObject({ error: { code: 'net.reset' } });
  });

  it('A10: proves the server before it sends anything', async () => {
    const ca = await createLabCa();
    const { cert, key } = await ca.issue({ names: ['127.0.0.1'] });
    const seen: string[] = [];
    const server = createTlsServer({ cert, key }, (request, response) => {
      seen.push(request.url ?? '');
      response.end('x');
    });
    server.on('tlsClientError', () => undefined);
    const origin = `https://${await listen(server)}`;
    expect(await bench().get(`${origin}/secret`)).toMatchObject({ error: { code: 'tls.untrusted' } });
    expect(seen).toEqual([]);
    expect(await bench(ca.pem).get(`${origin}/fine`)).toMatchObject({ ok: true });
    expect(seen).toEqual(['/fine']);
  });

  it.each(['', 'ftp://a/', 'http://', 'file:///etc/passwd'])('refuses %j as an address', async (url) => {
    expect(await bench().get(url)).toMatchObject({ error: { code: 'http.bad-content' } });
  });
});
