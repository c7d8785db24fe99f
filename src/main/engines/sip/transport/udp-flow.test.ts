import { once } from 'node:events';
import { createSocket, type Socket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket as TcpSocket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryDns } from '../../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../../test/fakes/silent-log.ts';
import { waitUntil } from '../../../../../lab/real/wait-until.ts';
import type { Failure } from '../../../../shared/errors/result.ts';
import { unwrap } from '../../../../shared/errors/result.ts';
import { createDialer } from '../../link/dialer.ts';
import { openFlow } from './open-flow.ts';
import type { SipFlow } from './sip-flow.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** A server on UDP and, where wanted, on TCP with the same number. */
async function server(hasTcp: boolean): Promise<{
  port: number;
  udp: Socket;
  stopUdp: () => Promise<void>;
  datagrams: string[];
  streams: string[];
  connections: TcpSocket[];
}> {
  const [datagrams, streams, connections]: [string[], string[], TcpSocket[]] = [[], [], []];
  const tcp: Server = createServer((socket) => {
    connections.push(socket.on('error', () => {}).on('data', (data) => streams.push(String(data))));
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const close = (): void => {
    for (const socket of connections) socket.destroy();
    tcp.close();
  };
  if (hasTcp) endings.push(close);
  else close();
  const udp = createSocket('udp4').on('message', (data) => datagrams.push(String(data)));
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  let isOpen = true;
  const stopUdp = async (): Promise<void> => {
    if (isOpen) udp.close();
    isOpen = false;
    await Promise.resolve();
  };
  endings.push(stopUdp);
  return { port, udp, stopUdp, datagrams, streams, connections };
}

async function flowTo(port: number): Promise<{ flow: SipFlow; heard: string[]; lost: Failure[] }> {
  const dns = memoryDns({ addresses: { 'pbx.test': ['127.0.0.1'] } });
  const dialer = createDialer({ dns, trust: memoryTrust(), clock: realClock, log: silentLog });
  const [heard, lost]: [string[], Failure[]] = [[], []];
  const listener = {
    onMessage: (text: string) => void heard.push(text),
    onLost: (error: Failure) => void lost.push(error),
  };
  const registrar = { host: 'pbx.test', port, transport: 'udp' as const };
  const flow = unwrap(
    await openFlow(
      { dialer, dns, clock: realClock, random: seededRandom() },
      { registrar, domain: 'pbx.test', listener, timeoutMs: 2_000 },
    ),
  );
  endings.push(() => flow.close());
  return { flow, heard, lost };
}

const request = (method: string, size = 0, branch = 'z9hG4bKlarge'): string =>
  `${method} sip:b@pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=${branch}\r\nCall-ID: c\r\nCSeq: 1 ${method}\r\nContent-Length: ${size}\r\n\r\n${'x'.repeat(size)}`;

describe('UDP flow', () => {
  it('V1: names its own address and port, and hears only its server', async () => {
    const there = await server(false);
    const { flow, heard } = await flowTo(there.port);
    expect(flow).toMatchObject({
      transport: 'udp',
      localAddress: '127.0.0.1',
      endpoint: { host: 'pbx.test', port: there.port },
    });
    await flow.send(request('ACK'));
    await waitUntil(() => there.datagrams.length === 1, { what: 'the datagram' });
    const port = Number(flow.sentBy.split(':')[1]);
    const stranger = createSocket('udp4');
    stranger.send('INVITE sip:x SIP/2.0\r\n\r\n', port, '127.0.0.1');
    there.udp.send('SIP/2.0 200 OK\r\n\r\n', port, '127.0.0.1');
    await waitUntil(() => heard.length === 1, { what: 'the answer' });
    stranger.close();
    expect(heard).toEqual(['SIP/2.0 200 OK\r\n\r\n']);
  });

  it('V1: a request over 1,300 bytes goes by TCP, and what belongs to it too; its answers come back', async () => {
    const there = await server(true);
    const { flow, heard } = await flowTo(there.port);
    await flow.send(request('INVITE', 1_300));
    await flow.send(request('CANCEL'));
    await flow.send(request('OPTIONS', 0, 'z9hG4bKother'));
    await waitUntil(() => there.streams.join('').includes('CANCEL') && there.datagrams.length > 0, {
      what: 'all three',
    });
    expect(there.streams.join('')).toContain('Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKlarge');
    expect(there.datagrams[0]).toMatch(/^OPTIONS/);
    there.connections[0]?.write('SIP/2.0 100 Trying\r\nContent-Length: 0\r\n\r\n');
    await waitUntil(() => heard.length === 1, { what: 'the answer over TCP' });
  });

  it('V1: where the server takes no TCP, a large request goes by UDP after all', async () => {
    const there = await server(false);
    const { flow } = await flowTo(there.port);
    await flow.send(request('INVITE', 1_300));
    await waitUntil(() => there.datagrams.length > 0, { what: 'the datagram' });
    expect(there.datagrams[0]).toContain('Via: SIP/2.0/UDP');
  });

  it('V1: a closed port is noticed by the first message', async () => {
    const there = await server(false);
    const { flow, lost } = await flowTo(there.port);
    await there.stopUdp();
    await flow.send(request('ACK'));
    await flow.send(request('ACK'));
    await waitUntil(() => lost.length > 0, { what: 'the loss' });
    expect(lost).toEqual([
      { code: 'net.refused', params: { host: 'pbx.test', port: there.port }, detail: 'ECONNREFUSED' },
    ]);
    await expect(flow.send(request('ACK'))).rejects.toThrow('closed');
  });
});
