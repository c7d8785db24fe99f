import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { fail, ok, type Result, unwrap } from '../../../shared/errors/result.ts';
import { SpareConnections } from './spare-connections.ts';

const ORIGIN = 'https://edge.example.test';

/** A server that counts, and connections to it. */
async function host(count: number) {
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const clock = manualClock();
  const made = new SpareConnections(clock);
  const spares = {
    connect: (origin: string, dial: () => Promise<Result<Socket>>) => made.connect(origin, dial, count),
    close: () => made.close(),
  };
  onTestFinished(() => {
    spares.close();
    for (const socket of accepted) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const dial = (): Promise<Result<Socket>> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(ok(socket)));
    });
  const has = (open: number) =>
    vi.waitFor(() => {
      expect(accepted.filter((socket) => !socket.closed)).toHaveLength(open);
    });
  return { spares, accepted, clock, dial, has };
}

describe('spare connections', () => {
  it('Q5: stand beside the first, and are given to who comes next', async () => {
    const { spares, accepted, dial, has } = await host(2);
    const sockets = [unwrap(await spares.connect(ORIGIN, dial))];
    await has(3);
    for (let next = 0; next < 2; next += 1) sockets.push(unwrap(await spares.connect(ORIGIN, dial)));
    expect(new Set(sockets.map((socket) => socket.localPort)).size).toBe(3);
    expect(accepted).toHaveLength(3);
    sockets.push(unwrap(await spares.connect(ORIGIN, dial)));
    await has(4);
    for (const socket of sockets) socket.destroy();
  });

  it('are not made where none are wanted, nor twice for one host', async () => {
    const none = await host(0);
    unwrap(await none.spares.connect(ORIGIN, none.dial));
    await none.has(1);
    const one = await host(1);
    await Promise.all([one.spares.connect(ORIGIN, one.dial), one.spares.connect(ORIGIN, one.dial)]);
    await one.has(2);
  });

  it('one that has broken is not given', async () => {
    const { spares, accepted, dial, has } = await host(1);
    const first = unwrap(await spares.connect(ORIGIN, dial));
    await has(2);
    for (const socket of accepted) if (socket.remotePort !== first.localPort) socket.resetAndDestroy();
    await has(1);
    await vi.waitFor(async () => {
      const next = unwrap(await spares.connect(ORIGIN, dial));
      expect(next.destroyed).toBe(false);
    });
  });

  it('one that could not be made costs nothing but itself', async () => {
    const { spares, dial } = await host(1);
    let dials = 0;
    const second = async (): Promise<Result<Socket>> => {
      dials += 1;
      return dials === 2 ? fail('net.refused', { host: 'edge', port: 8443 }) : dial();
    };
    unwrap(await spares.connect(ORIGIN, second));
    expect((await spares.connect(ORIGIN, second)).ok).toBe(true);
    expect(dials).toBe(3);
  });

  it('those that nobody takes are closed in time, and all with the client', async () => {
    const { spares, clock, dial, has } = await host(2);
    const first = unwrap(await spares.connect(ORIGIN, dial));
    await has(3);
    clock.advance(25_000);
    await has(1);
    first.destroy();
    await has(0);
    await vi.waitFor(() => expect(first.closed).toBe(true));
    unwrap(await spares.connect(ORIGIN, dial));
    await has(3);
    spares.close();
    await has(1);
  });
});
