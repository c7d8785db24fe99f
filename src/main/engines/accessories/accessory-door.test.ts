import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { unwrap } from '../../../shared/errors/result.ts';
import type { AccessoryLine } from '../../ports/accessory-door.port.ts';
import { createAccessoryDoor } from './create-accessory-door.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function openDoor(ports: readonly number[] = [0]) {
  const lines: AccessoryLine[] = [];
  const opened = unwrap(
    await createAccessoryDoor(ports).open((line) => {
      lines.push(line);
      line.onText((text) => line.send(`heard ${text}`));
    }),
  );
  closers.push(opened.close);
  return { ...opened, lines };
}

/** What came of it: the first text that was heard, or the refusal's status. */
function knock(address: string, options: object = {}): Promise<string> {
  const socket = new WebSocket(address, options);
  closers.push(() => socket.terminate());
  return new Promise((resolve) => {
    socket.on('open', () => socket.send('hello'));
    socket.on('message', (data) => resolve((data as Buffer).toString()));
    socket.on('close', (code) => resolve(`closed ${code}`));
    socket.on('error', (error) => resolve(error.message));
  });
}

describe('the door for programs', () => {
  it('V13: lets programs of this computer in', async () => {
    const { address } = await openDoor();
    expect(address).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/$/);
    expect(await knock(address)).toBe('heard hello');
    expect(await knock(address.replace('127.0.0.1', 'localhost'), { family: 4 })).toBe('heard hello');
  });

  it.each([
    ['a web page', { origin: 'https://evil.example.test' }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['a name that leads here (DNS rebinding)', { headers: { host: 'evil.example.test' } }],
  ])('V13: turns away %s', async (_, options) => {
    const { address, lines } = await openDoor();
    expect(await knock(address, options)).toContain('403');
    expect(lines).toEqual([]);
  });

  it('V13: texts that are too long and bytes end the line', async () => {
    const { address } = await openDoor();
    const socket = new WebSocket(address);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('open', () => socket.send('x'.repeat(20_000)));
    expect(await closed).toBe(1009);
    const other = new WebSocket(address);
    const ended = new Promise((resolve) => other.on('close', resolve));
    other.on('open', () => other.send(Buffer.from([1])));
    expect(await ended).toBe(1003);
  });

  it('V13: takes the next port where the first is taken, and says so when all are', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    closers.push(() => taken.close());
    const { port } = taken.address() as AddressInfo;
    const { address } = await openDoor([port, 0]);
    expect(await knock(address)).toBe('heard hello');
    expect(await createAccessoryDoor([port]).open(() => undefined)).toMatchObject({
      ok: false,
      error: { code: 'net.refused' },
    });
  });
});
