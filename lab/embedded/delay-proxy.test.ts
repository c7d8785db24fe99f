import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DelayProxy, startDelayProxy } from './delay-proxy.ts';

let target: Server;
let proxy: DelayProxy;
beforeEach(async () => {
  target = createServer((socket) =>
    socket.on('error', () => undefined).on('data', (data) => socket.write(data)),
  );
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  proxy = await startDelayProxy({
    target: { host: '127.0.0.1', port: (target.address() as AddressInfo).port },
  });
});
afterEach(async () => {
  await proxy.stop();
  await new Promise((resolve) => target.close(resolve));
});

async function open(): Promise<{ socket: Socket; text: () => string; closed: Promise<void> }> {
  let text = '';
  const socket = connect(proxy.port, proxy.host);
  socket.on('data', (data) => (text += String(data))).on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await Promise.race([closed, new Promise((resolve) => socket.once('connect', resolve))]);
  return { socket, text: () => text, closed };
}

describe('delay proxy', () => {
  it('passes bytes in order, later by the delay of both ways and the handshake', async () => {
    proxy.setDelay(20);
    const startedAt = performance.now();
    const { socket, text } = await open();
    for (let index = 0; index < 50; index++) socket.write(`${index} `);
    await expect.poll(text).toBe(Array.from({ length: 50 }, (_, index) => `${index} `).join(''));
    // One round trip for the handshake, one for the data: never sooner than 80 ms.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(79);
    socket.destroy();
  });

  it('holds everything while silent, then lets it go', async () => {
    const { socket, text } = await open();
    proxy.setSilent(true);
    socket.write('held');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(text()).toBe('');
    proxy.setSilent(false);
    await expect.poll(text).toBe('held');
    socket.end();
    await expect.poll(() => proxy.open).toBe(0);
  });

  it('cuts and refuses', async () => {
    const first = await open();
    await expect.poll(() => proxy.open).toBe(1);
    proxy.cut();
    await first.closed;
    proxy.setRefusing(true);
    const second = await open();
    await second.closed;
    expect([proxy.accepted, proxy.open]).toEqual([2, 0]);
  });
});
