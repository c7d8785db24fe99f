import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { markSignalling } from './mark-signalling.ts';

describe('DSCP of signalling', () => {
  it('V5: a stream is marked with 24, where the system allows it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve));
    expect(markSignalling(socket)).toBeUndefined();
    expect(socket.getTypeOfService() >> 2).toBe(24);
  });

  it('V5: where it does not, the reason is told and the connection stays', () => {
    const refusing = (error: unknown) => ({
      setTypeOfService: () => {
        throw error;
      },
    });
    expect(markSignalling(refusing(Object.assign(new Error('no'), { code: 'EACCES' })))).toBe('EACCES');
    expect(markSignalling(refusing('no'))).toBe('not possible on this system');
  });
});
