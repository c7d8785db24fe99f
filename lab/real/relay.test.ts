import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDelayLine } from './relay.ts';
import { startTcpRelay } from './tcp-relay.ts';
import { startUdpRelay } from './udp-relay.ts';
import { waitUntil } from './wait-until.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function echoServer(): Promise<{ address: string; port: number }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).pipe(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  endings.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

async function open(port: number): Promise<Socket & { heard: string; failure?: string }> {
  const socket = Object.assign(connect(port, '127.0.0.1'), { heard: '' }) as Socket & {
    heard: string;
    failure?: string;
  };
  endings.push(() => socket.destroy());
  socket.on('data', (chunk) => (socket.heard += chunk.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (socket.failure = error.code ?? error.message));
  await new Promise<void>((resolve) => {
    for (const event of ['connect', 'close']) socket.once(event, () => resolve());
  });
  return socket;
}

describe('TCP relay', () => {
  it('relays, and keeps quiet through a silent cut without losing a byte', async () => {
    const relay = await startTcpRelay({ target: await echoServer() });
    endings.push(() => relay.close());
    const socket = await open(relay.port);
    socket.write('one ');
    await waitUntil(() => socket.heard === 'one ', { what: 'the first echo' });
    await relay.cut('silent');
    socket.write('two ');
    const other = await open(relay.port);
    other.write('other');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([socket.heard, other.heard]).toEqual(['one ', '']);
    await relay.restore();
    await waitUntil(() => socket.heard === 'one two ' && other.heard === 'other', { what: 'the rest' });
    expect([relay.accepted, relay.open]).toEqual([2, 2]);
  });

  it('resets and refuses, and takes connections again on the same port', async () => {
    const relay = await startTcpRelay({ target: await echoServer() });
    endings.push(() => relay.close());
    const socket = await open(relay.port);
    socket.write('x');
    await waitUntil(() => socket.heard === 'x', { what: 'the echo' });
    await relay.cut('refused');
    await waitUntil(() => socket.failure !== undefined, { what: 'the reset' });
    expect(socket.failure).toBe('ECONNRESET');
    expect((await open(relay.port)).failure).toBe('ECONNREFUSED');
    await relay.restore();
    const later = await open(relay.port);
    later.write('y');
    await waitUntil(() => later.heard === 'y', { what: 'the echo after the cut' });
  });

  it('passes on the end of a stream, and keeps order while the delay changes', async () => {
    const relay = await startTcpRelay({ target: await echoServer(), delayMs: 30 });
    endings.push(() => relay.close());
    const socket = await open(relay.port);
    for (let index = 0; index < 50; index += 1) {
      socket.write(`${index},`);
      relay.delay(index % 2 === 0 ? 0 : 15);
    }
    socket.end();
    await once(socket, 'close');
    expect(socket.heard).toBe(Array.from({ length: 50 }, (_, index) => `${index},`).join(''));
  });
});

describe('UDP relay', () => {
  async function udp(): Promise<UdpSocket & { heard: string[] }> {
    const socket = Object.assign(createSocket('udp4'), { heard: [] as string[] });
    socket.on('message', (datagram) => socket.heard.push(datagram.toString()));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    endings.push(() => socket.close());
    return socket;
  }

  it('gives each client its own way back, drops while cut, and loses what chance says', async () => {
    const server = await udp();
    server.on('message', (datagram, from) =>
      server.send(`re ${datagram.toString()}`, from.port, from.address),
    );
    let chance = 1;
    const relay = await startUdpRelay({
      target: { address: '127.0.0.1', port: server.address().port },
      random: () => chance,
    });
    endings.push(() => relay.close());
    const [alice, bob] = [await udp(), await udp()];
    alice.send('a', relay.port, '127.0.0.1');
    bob.send('b', relay.port, '127.0.0.1');
    await waitUntil(() => alice.heard.length === 1 && bob.heard.length === 1, { what: 'both answers' });
    expect([alice.heard, bob.heard]).toEqual([['re a'], ['re b']]);
    await relay.cut('silent');
    alice.send('lost', relay.port, '127.0.0.1');
    await waitUntil(() => relay.dropped === 1, { what: 'the drop' });
    await relay.restore();
    relay.lose(0.5);
    chance = 0.4;
    alice.send('unlucky', relay.port, '127.0.0.1');
    await waitUntil(() => relay.dropped === 2, { what: 'the loss' });
    chance = 0.6;
    alice.send('lucky', relay.port, '127.0.0.1');
    await waitUntil(() => alice.heard.length === 2, { what: 'the third answer' });
    expect(alice.heard[1]).toBe('re lucky');
  });
});

describe('delay line', () => {
  it('keeps order when the clock moves on by less than a millisecond', async () => {
    const line = createDelayLine(() => 20);
    endings.push(() => line.close());
    const heard: number[] = [];
    const due = performance.now() + 80;
    for (let index = 0; index < 100; index += 1) {
      line.push(() => heard.push(index), due);
      const busyUntil = performance.now() + 0.3;
      while (performance.now() < busyUntil);
    }
    await waitUntil(() => heard.length === 100, { what: 'all of them' });
    expect(heard).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });
});
