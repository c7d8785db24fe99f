import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createLabCa, type LabCa } from '../pki/lab-ca.ts';
import { missingPrograms } from './installed.ts';
import type { SipTransport } from './kamailio-config.ts';
import { type Kamailio, type KamailioOptions, startKamailio } from './kamailio.ts';

const missing = missingPrograms(['kamailio']);
const endings: (() => unknown)[] = [];
let ca: LabCa;
beforeEach(async () => {
  ca = await createLabCa();
});
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function start(options: Partial<KamailioOptions> = {}): Promise<Kamailio> {
  const kamailio = await startKamailio({
    ca,
    users: { alice: 'secret' },
    numbers: { 1001: 'alice' },
    ...options,
  });
  endings.push(() => kamailio.stop());
  return kamailio;
}

/** One connection that sends a request and answers with the final response to it. */
type Exchange = (request: string) => Promise<string>;

async function open(kamailio: Kamailio, transport: Exclude<SipTransport, 'udp'>): Promise<Exchange> {
  const port = kamailio.ports[transport];
  const waiting: ((response: string) => void)[] = [];
  const take = (text: string): void => {
    if (!text.startsWith('SIP/2.0 100')) waiting.shift()?.(text);
  };
  let send: (text: string) => void;
  if (transport === 'ws' || transport === 'wss') {
    const socket = new WebSocket(`${transport}://127.0.0.1:${port}/ws`, 'sip', { ca: ca.pem });
    endings.push(() => socket.terminate());
    await once(socket, 'open');
    expect(socket.protocol).toBe('sip');
    socket.on('message', (data: Buffer) => take(data.toString()));
    send = (text) => socket.send(text);
  } else {
    const socket =
      transport === 'tls'
        ? connectTls({ host: '127.0.0.1', port, ca: ca.pem, servername: 'sip.example.test' })
        : connectTcp(port, '127.0.0.1');
    endings.push(() => socket.destroy());
    await once(socket, transport === 'tls' ? 'secureConnect' : 'connect');
    socket.on('data', (data) => take(data.toString()));
    send = (text) => socket.write(text);
  }
  return (request) =>
    new Promise((resolve) => {
      waiting.push(resolve);
      send(request);
    });
}

function register(transport: SipTransport, cseq: number, authorization = '', user = '1001'): string {
  return [
    'REGISTER sip:example.test SIP/2.0',
    `Via: SIP/2.0/${transport.toUpperCase()} client.invalid;branch=z9hG4bK-${transport}-${cseq};rport`,
    `From: <sip:${user}@example.test>;tag=from`,
    `To: <sip:${user}@example.test>`,
    `Call-ID: call-${transport}`,
    `CSeq: ${cseq} REGISTER`,
    `Contact: <sip:me@client.invalid;transport=${transport}>`,
    'Max-Forwards: 70',
    'Expires: 60',
    ...(authorization === '' ? [] : [`Authorization: ${authorization}`]),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

/** RFC 7616 section 3.4.1 without qop. */
function digest(challenge: string, password: string, user = 'alice'): string {
  const field = (name: string): string => new RegExp(`${name}="?([^",\r]+)`).exec(challenge)?.[1] ?? '';
  const hash = (text: string): string =>
    createHash(field('algorithm') === 'SHA-256' ? 'sha256' : 'md5')
      .update(text)
      .digest('hex');
  const response = hash(
    `${hash(`${user}:${field('realm')}:${password}`)}:${field('nonce')}:${hash('REGISTER:sip:example.test')}`,
  );
  return `Digest username="${user}", realm="${field('realm')}", nonce="${field('nonce')}", uri="sip:example.test", response="${response}", algorithm=${field('algorithm')}`;
}

async function signUp(exchange: Exchange, transport: SipTransport, password = 'secret'): Promise<string> {
  const challenge = await exchange(register(transport, 1));
  expect(challenge).toMatch(/^SIP\/2\.0 401/);
  return exchange(register(transport, 2, digest(challenge, password)));
}

const why = missing.length > 0 ? ' (skipped: kamailio is not installed)' : '';

describe.skipIf(missing.length > 0)(`Kamailio${why}`, () => {
  it.each(['tcp', 'tls', 'ws', 'wss'] as const)(
    'registers a number for its user over %s, and a connection of its own is the way back',
    async (transport) => {
      const kamailio = await start();
      const exchange = await open(kamailio, transport);
      expect(await signUp(exchange, transport)).toMatch(/^SIP\/2\.0 200/);
      expect(await kamailio.contacts('alice')).toEqual([`sip:me@client.invalid;transport=${transport}`]);
    },
  );

  it('challenges with SHA-256 where asked to', async () => {
    const kamailio = await start({ digest: 'SHA-256' });
    const exchange = await open(kamailio, 'tcp');
    expect(await exchange(register('tcp', 1))).toContain('algorithm=SHA-256');
    expect(await signUp(exchange, 'tcp')).toMatch(/^SIP\/2\.0 200/);
  });

  it.each([
    ['challenge', 401],
    ['forbid', 403],
  ] as const)('a wrong password: %s means %d', async (wrongPassword, status) => {
    const kamailio = await start({ wrongPassword });
    const exchange = await open(kamailio, 'tcp');
    expect(await signUp(exchange, 'tcp', 'wrong')).toMatch(new RegExp(`^SIP/2\\.0 ${status}`));
    expect(await kamailio.contacts('alice')).toEqual([]);
  });

  it('believes everybody with digest off, and knows who exists', async () => {
    const kamailio = await start({ digest: 'off' });
    const exchange = await open(kamailio, 'tcp');
    expect(await exchange(register('tcp', 1))).toMatch(/^SIP\/2\.0 200/);
    expect(await exchange(register('tcp', 2, '', 'nobody'))).toMatch(/^SIP\/2\.0 404/);
  });

  it('adds a user while it runs', async () => {
    const kamailio = await start();
    await kamailio.addUser('eve', 'secret of eve');
    const exchange = await open(kamailio, 'tcp');
    const challenge = await exchange(register('tcp', 1, '', 'eve'));
    expect(await exchange(register('tcp', 2, digest(challenge, 'secret of eve', 'eve'), 'eve'))).toMatch(
      /^SIP\/2\.0 200/,
    );
  });
});
