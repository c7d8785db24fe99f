import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { createDialer } from './dialer.ts';
import { parseRoutes } from './proxy.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    onSocket(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A proxy that takes one request, answers, and joins the two sides; what it was asked is kept. */
async function proxy(answers: readonly Buffer[], target: number): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const port = await listen((socket) => {
    let step = 0;
    const onData = (data: Buffer): void => {
      asked.push(data.toString('latin1'));
      const answer = answers[step];
      step += 1;
      if (step < answers.length) {
        if (answer) socket.write(answer);
        return;
      }
      socket.off('data', onData);
      const onward = connect(target, '127.0.0.1', () => {
        if (answer) socket.write(answer);
        socket.pipe(onward).pipe(socket);
      });
      sockets.add(onward.on('error', () => undefined));
    };
    socket.on('data', onData);
  });
  return { port, asked };
}

/** What the server behind the proxy says first, by this route; or the failure's code and detail. */
async function greeting(route: string, target = 5222, timeoutMs = 5_000): Promise<string> {
  const dialer = createDialer({
    dns: memoryDns(),
    trust: memoryTrust(),
    clock: realClock,
    log: silentLog,
    proxy: () => Promise.resolve(route),
  });
  const result = await dialer.connect({
    host: 'chat.example.test',
    port: target,
    service: 'xmpp',
    timeoutMs,
    proxyUrl: 'https://chat.example.test/',
  });
  if (!result.ok) return `${result.error.code} ${result.error.detail ?? ''}`.trim();
  sockets.add(result.value);
  const [data] = (await once(result.value, 'data')) as [Buffer];
  return data.toString();
}

const socksOk = [Buffer.from([5, 0]), Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80])];

describe('proxies', () => {
  it('D6: goes through an HTTP proxy, which resolves the name', async () => {
    const target = await listen((socket) => socket.write('hello'));
    const { port, asked } = await proxy([Buffer.from('HTTP/1.1 200 OK\r\nX: y\r\n\r\n')], target);
    expect(await greeting(`PROXY 127.0.0.1:${port}`)).toBe('hello');
    expect(asked[0]).toBe('CONNECT chat.example.test:5222 HTTP/1.1\r\nHost: chat.example.test:5222\r\n\r\n');
  });

  it('D6: goes through a SOCKS 5 proxy', async () => {
    const target = await listen((socket) => socket.write('hello'));
    const { port, asked } = await proxy(socksOk, target);
    expect(await greeting(`SOCKS5 127.0.0.1:${port}`)).toBe('hello');
    expect(asked[1]).toBe('\x05\x01\x00\x03\x11chat.example.test\x14\x66');
  });

  it('D6: keeps what the server says in the same breath as the proxy', async () => {
    const { port } = await proxy(
      [Buffer.from('HTTP/1.0 200 ok\r\n\r\nearly')],
      await listen(() => undefined),
    );
    expect(await greeting(`PROXY 127.0.0.1:${port}`)).toBe('early');
  });

  it.each([
    ['PROXY', [Buffer.from('HTTP/1.1 403 Forbidden\r\n\r\n')], 'net.proxy proxy: 403'],
    ['PROXY', [Buffer.from('SSH-2.0\r\n\r\n')], 'net.proxy proxy: no HTTP'],
    ['PROXY', [Buffer.alloc(20_000, 0x61)], 'net.proxy proxy: endless answer'],
    ['SOCKS', [Buffer.from([5, 255])], 'net.proxy proxy: no common method'],
    ['SOCKS', [Buffer.from([5, 0]), Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])], 'net.proxy proxy: reply 5'],
  ])('D6: tells what %s refused', async (word, answers, failure) => {
    const { port } = await proxy(answers, await listen(() => undefined));
    expect(await greeting(`${word} 127.0.0.1:${port}`)).toBe(failure);
  });

  it('D6: shows the name and password that the host knows, and tells when the proxy wants others', async () => {
    const target = await listen((socket) => socket.write('hello'));
    const { port, asked } = await proxy([Buffer.from('HTTP/1.1 200 OK\r\n\r\n')], target);
    expect(await greeting(`PROXY alice:open%20sesame@127.0.0.1:${port}`)).toBe('hello');
    expect(asked[0]).toContain(`Proxy-Authorization: Basic ${btoa('alice:open sesame')}\r\n`);
    const strict = await proxy([Buffer.from('HTTP/1.1 407 Who\r\n\r\n')], target);
    expect(await greeting(`PROXY 127.0.0.1:${strict.port}`)).toBe('net.proxy-sign-in net.proxy-sign-in');
  });

  it('D6: what is no web address goes straight, and a script that fails is none', async () => {
    const target = await listen((socket) => socket.write('straight'));
    const dialer = createDialer({
      dns: memoryDns({ addresses: { 'chat.example.test': ['127.0.0.1'] } }),
      trust: memoryTrust(),
      clock: realClock,
      log: silentLog,
      proxy: () => Promise.reject(new Error('no script')),
    });
    for (const web of [{}, { proxyUrl: 'https://chat.example.test/' }]) {
      const request = { host: 'chat.example.test', port: target, service: 'sip', timeoutMs: 5_000, ...web };
      const result = await dialer.connect(request);
      expect(result.ok).toBe(true);
      if (result.ok) sockets.add(result.value);
    }
  });

  it('D6: a mute proxy is given up in time, a closed one passed over', async () => {
    const mute = await listen(() => undefined);
    expect(await greeting(`PROXY 127.0.0.1:${mute}`, 5222, 60)).toBe('net.proxy net.timeout');
    const target = await listen((socket) => socket.write('hello'));
    const { port } = await proxy([Buffer.from('HTTP/1.1 200 OK\r\n\r\n')], target);
    expect(await greeting(`PROXY 127.0.0.99:${port}; PROXY 127.0.0.1:${port}`)).toBe('hello');
  });

  it.each([
    ['DIRECT', ['direct']],
    ['PROXY a:1; socks5 [::1]:2;DIRECT', ['http a:1', 'socks5 ::1:2', 'direct']],
    ['HTTPS a:1; SOCKS4 b:2', ['direct']],
    ['', ['direct']],
    ['PROXY a', ['direct']],
  ])('D6: reads %j', (text, routes) => {
    expect(
      parseRoutes(text).map((route) =>
        route.kind === 'direct' ? route.kind : `${route.kind} ${route.host}:${route.port}`,
      ),
    ).toEqual(routes);
  });
});
